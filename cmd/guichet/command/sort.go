package command

import (
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// order is how --sort, or by, sorts a list; by counts for tables only. known are the
// columns of the command, id is where the id is.
func (r *Run) order(by string, known, id []string) (render.Order, error) {
	order := render.Order{By: r.Settings.Sort, Known: known, ID: id}
	if order.By == nil && by != "" && r.Settings.Output == "table" && r.Settings.JQ == "" {
		order.By = []string{by}
	}
	if order.By == nil {
		return order, nil
	}
	var err error
	order.Zone, err = r.TimeZone()
	return order, err
}

// Sorted gives the rows in the order of --sort, and without it as they are.
func (r *Run) Sorted(rows Rows, id []string) (Rows, error) {
	order, err := r.order("", nil, id)
	if err != nil || order.By == nil {
		return rows, err
	}
	return order.Rows(rows), nil
}

// ShowRows shows rows as a declared list does.
func (r *Run) ShowRows(columns, id []string, rows Rows, report *guichet.Report) error {
	out, err := r.Writer(columns, id)
	if err != nil {
		return err
	}
	view := view{run: r, out: out}
	if view.order, err = r.order("", columns, id); err != nil {
		return err
	}
	return view.show(rows, report)
}
