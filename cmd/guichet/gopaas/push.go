package gopaas

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/bulk"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/gopaas"
)

// push is what a person asks to be written.
type push struct {
	_ incomparable.Field

	command.BulkOptions
	data        string
	batch       int
	expressions bool
}

func pushCommand(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: "push TABLE", Short: e.Messages.Text(message.GoPaaSPush)}
	p := push{batch: 100}
	f := command.NewFlags(e, cmd)
	f.Data(&p.data, message.PlaceText, message.FlagPushData)
	f.Require("data")
	command.Value(f, &p.batch, "batch", message.PlaceNumber, func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return 0, message.Fail(message.ErrBatch, text)
		}
		return n, nil
	}, message.FlagBatch)
	f.Switch(&p.expressions, "allow-expressions", message.FlagAllowExpressions)
	f.Bulk(&p.BulkOptions)
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if err := exit.Arguments(cmd, args); err != nil {
			return err
		}
		if p.data == "" {
			return exit.Line(cmd, message.LineRequiredFlags, "--data")
		}
		return p.run(ctx, r, args[0])
	})
	return cmd
}

// run reads and checks everything before it sends anything.
func (p push) run(ctx context.Context, r *command.Run, table string) error {
	source, err := r.Rows("--data", p.data)
	if err != nil {
		return err
	}
	defer source.Close()
	options := gopaas.PushOptions{Batch: p.batch, AllowExpressions: p.expressions}
	checker := options.Checker()
	plan, err := checkRows(source, table, checker)
	if err != nil {
		return err
	}
	out, err := r.Writer(nil, []string{"cle"})
	if err != nil {
		return err
	}
	c, err := Connect(ctx, r)
	if err != nil {
		return err
	}
	w := &command.BulkWrite{
		BulkOptions: p.BulkOptions, Plan: plan, Name: source.Name, Command: "gopaas push", Target: table, BaseURL: c.BaseURL(), Batch: p.batch, Keyed: true,
		Send: func(ctx context.Context, items []bulk.Item) command.BulkOutcome {
			return c.push(ctx, table, items, options)
		},
	}
	if err := w.Begin(r); err != nil {
		return err
	}
	if err := r.AgreeToRows(w, false); err != nil {
		return err
	}
	return w.Run(ctx, command.BulkReport{Out: out, About: [2]string{"table", table}, KeyName: "cle", Key: func(number int) string {
		return checker.Key(number).Cle
	}})
}

// push sends one batch.
func (c *Client) push(ctx context.Context, table string, items []bulk.Item, o gopaas.PushOptions) command.BulkOutcome {
	rows := gopaas.Checked{Keys: make([]gopaas.PushedRow, 0, len(items))}
	for _, item := range items {
		rows.Append(gopaas.PushedRow{Number: item.Number}, gopaas.Row{Raw: item.Body})
	}
	report, err := c.Items.PushChecked(ctx, table, rows, o)
	state := bulk.NotWritten
	switch {
	case len(report.Written) > 0:
		state = bulk.Written
	case len(report.Unknown) > 0:
		state = bulk.Unknown
	}
	if err != nil && !errors.Is(err, guichet.ErrDryRun) {
		err = c.run.Failure(ctx, err)
	}
	return command.BulkOutcome{State: state, Err: err}
}

// checkRows refuses rows that the SDK would, naming row and line.
func checkRows(source *bulk.Source, table string, checker *gopaas.Checker) (*bulk.Plan, error) {
	names, err := header(source)
	if err != nil {
		return nil, err
	}
	var record []byte
	return bulk.Check(source, "gopaas push\x00"+table, func(row bulk.Row) (bulk.Item, error) {
		if row.Cells == nil {
			return bulk.Item{Body: row.Raw}, nil
		}
		record = encode(record[:0], names, row.Cells)
		return bulk.Item{Body: record}, nil
	}, func(plan *bulk.Plan, item bulk.Item) error {
		return refused(checker.CheckDecoded(gopaas.Row{Raw: item.Body}), plan)
	})
}

// refused says what is wrong with a row. A missing cle is a missing field; the others
// are values whose limits are known.
func refused(err error, plan *bulk.Plan) error {
	row, known := errors.AsType[*gopaas.RowError](err)
	switch {
	case !known:
		return err
	case row.Other > 0:
		return exit.Rejected.New(message.RowCleTwice, row.Cle, row.Other, plan.Line(row.Other))
	case row.Field == "":
		return exit.Usage.New(message.RowNoObject)
	case row.Field == "cle" && row.Cle == "":
		return exit.Usage.New(message.RowNoCle)
	}
	return exit.Rejected.New(message.RowExpression, row.Field).WithHint(message.HintAllowExpressions)
}

// header returns the names of the columns of CSV, encoded. One is the key.
func header(source *bulk.Source) (encoded [][]byte, err error) {
	for _, name := range source.Columns {
		quoted, err := jsontext.AppendQuote(nil, name)
		if err != nil {
			return nil, err
		}
		encoded = append(encoded, append(quoted, ':'))
	}
	if source.Columns == nil || slices.Contains(source.Columns, "cle") {
		return encoded, nil
	}
	missing := exit.Usage.New(message.InputLine, source.Name, 1, message.Fail(message.InputNoCle))
	for _, name := range source.Columns {
		if folded := strings.ToLower(strings.TrimSpace(name)); folded == "cle" || folded == "clé" {
			missing.WithHint(message.HintRenameColumn, name)
		}
	}
	return nil, missing
}

// encode appends a record as a JSON object, whose names are encoded already. All values
// are texts, as in every example of the vendor.
func encode(raw []byte, names [][]byte, values []string) []byte {
	raw = append(raw, '{')
	for i, value := range values {
		if i > 0 {
			raw = append(raw, ',')
		}
		raw = append(raw, names[i]...)
		raw, _ = jsontext.AppendQuote(raw, value) // it is UTF-8: that was checked
	}
	return append(raw, '}')
}
