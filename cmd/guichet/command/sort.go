package command

import (
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

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
