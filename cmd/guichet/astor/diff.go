package astor

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/spf13/cobra"
)

// difference is a row of a comparison: an operation that is new or gone, or one aspect of
// an operation that differs.
type difference struct {
	Change string   `json:"change"` // created, updated or gone
	ID     string   `json:"id"`
	Path   string   `json:"path"`
	Method string   `json:"method"`
	Aspect string   `json:"aspect"`
	Before []string `json:"before"`
	After  []string `json:"after"`
}

func diffCommand(e *command.Env) *cobra.Command {
	return (&object{
		Name: "diff", Short: message.AstorDiff, Args: []command.Arg{{Name: "OLD", Text: true}, {Name: "NEW", Text: true}},
		Columns: []string{"change", "path", "aspect", "before", "after"},
		Call: func(ctx context.Context, c client, in command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
			var both [2]*astor.Collection
			for i := range both {
				data, err := fetch(ctx, c.run, in.Text(i))
				if err == nil {
					both[i], err = parse(in.Text(i), data)
				}
				if err != nil {
					return nil, err
				}
			}
			return nil, compare(c.run, astor.Compare(both[0], both[1]))
		},
	}).Command(e, func(_ context.Context, r *command.Run) (*Client, error) { return &Client{run: r}, nil })
}

// compare shows the changes, and fails when there are any.
func compare(r *command.Run, changes []astor.Change) error {
	rows := []*difference{}
	var created, gone int
	for i := range changes {
		c := &changes[i]
		op, change := c.New, "updated"
		switch {
		case c.Old == nil:
			change = "created"
			created++
		case op == nil:
			op, change = c.Old, "gone"
			gone++
		}
		for _, d := range c.Differences {
			rows = append(rows, &difference{change, op.ID, op.Path(), op.Method, d.Aspect, d.Old, d.New})
		}
	}
	if len(rows) == 0 && r.Settings.Output == "table" && r.Settings.JQ == "" { // an empty table says less
		r.Notice(message.AstorSame)
		return nil
	}
	list, report := command.RowsOf(rows)
	if err := r.ShowRows([]string{"change", "path", "aspect", "before", "after"}, []string{"id"}, list, report); err != nil || len(rows) == 0 {
		return err
	}
	return exit.Drift.New(message.ErrAstorDiffers, created, len(changes)-created-gone, gone)
}
