package command

import (
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// view makes a view of rows with what the options say of columns and ids. --sort sorts
// it, or by, which counts for tables only.
func (r *Run) view(by string, o render.Options) (*view, error) {
	out, err := r.writer(o)
	if err != nil {
		return nil, err
	}
	v := &view{run: r, out: out}
	v.order, err = r.order(by, o.Default, o.IDPath)
	v.order.Failed = func(err error) { v.failed = err }
	return v, err
}

func (r *Run) order(by string, known, id []string) (order render.Order, err error) {
	s := r.Settings
	order.By, order.Known, order.ID = s.Sort, known, id
	if order.By == nil && by != "" && s.Output == "table" && s.JQ == "" {
		order.By = []string{by}
	}
	if order.By != nil {
		order.Zone, err = r.TimeZone()
	}
	return order, err
}

// Sorted gives the rows in the order of --sort, and without it as they are. failed gets a
// failure to read before the first row is given.
func (r *Run) Sorted(rows Rows, id []string, failed func(error)) (Rows, error) {
	order, err := r.order("", nil, id)
	if err != nil || order.By == nil {
		return rows, err
	}
	order.Failed = failed
	return order.Rows(rows), nil
}

// ShowRows shows rows as a declared list does.
func (r *Run) ShowRows(columns, id []string, rows Rows, report *guichet.Report) error {
	v, err := r.view("", render.Options{Default: columns, IDPath: id})
	if err != nil {
		return err
	}
	return v.show(rows, report)
}
