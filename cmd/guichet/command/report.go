package command

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/bulk"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// maxTold is how many failures of rows are told one by one.
const maxTold = 10

// BulkReport says how a bulk write is reported on.
type BulkReport struct {
	Out *render.Writer
	// About is the name and the value of a field that says what was written to.
	About [2]string
	// KeyName is the field of the report that has the key of a row, "" for none; Key gives
	// the key.
	KeyName string
	Key     func(number int) string
}

// show reports on every row: the lists on stdout in the formats of objects, their
// lengths in a table, the keys or the ids of what was written as ids. Each row is in
// exactly one of the lists.
func (t BulkReport) show(b *BulkWrite, left string) error {
	r, j := b.run, b.journal
	written, not, unknown := j.Count(bulk.Written), j.Count(bulk.NotWritten), j.Count(bulk.Unknown)
	t.tell(b)
	if written < b.Plan.Rows || !r.Settings.Quiet {
		r.Say(r.Messages.Count(written, message.CountWritten, message.CountWrittenMany) + ", " +
			r.Messages.Count(not, message.CountNotWritten, message.CountNotWrittenMany) + ", " +
			r.Messages.Count(unknown, message.CountUnknown, message.CountUnknownMany))
	}
	if left != "" {
		r.Say(r.Messages.Text(message.NoticePushLeft, input.Quote(left)))
	}
	if r.Settings.Output == "id" && r.Settings.JQ == "" {
		return t.ids(b)
	}
	if b.Plan.Rows > 10_000 {
		debug.FreeOSMemory() // the lists need as much memory as the run did
	}
	counts := (r.Settings.Output == "table" || r.Settings.Output == "csv") && r.Settings.JQ == ""
	report := []byte("{")
	if t.About[0] != "" {
		report = fmt.Appendf(report, "%q:%s,", t.About[0], quoteJSON(t.About[1]))
	}
	report = fmt.Appendf(report, `"rows":%d`, b.Plan.Rows)
	for i, name := range []string{"written", "not_written", "unknown"} {
		state := []bulk.State{bulk.Written, bulk.NotWritten, bulk.Unknown}[i]
		if report = fmt.Appendf(report, ",%q:", name); counts {
			report = strconv.AppendInt(report, int64(j.Count(state)), 10)
			continue
		}
		report = t.appendRows(report, b, state)
	}
	if counts || left != "" {
		report = fmt.Appendf(report, `,"resume_file":%s`, quoteJSON(left))
	}
	return showOne(t.Out, append(report, '}'), nil)
}

// tell says on stderr why the first rows failed, but for the failure with which the
// command ends.
func (t BulkReport) tell(b *BulkWrite) {
	told, last := 0, b.outcome()
	for n := 1; n <= b.Plan.Rows && !b.Keyed && len(b.why) > 0; n++ {
		why, failed := b.why[n]
		if !failed || why == last {
			continue
		}
		if told++; told > maxTold {
			b.run.Say(b.run.Messages.Text(message.EachMoreFailures))
			return
		}
		b.run.Say(b.run.Messages.Reason(why))
	}
}

// quoteJSON writes a text as JSON. It is UTF-8.
func quoteJSON(text string) []byte {
	quoted, _ := jsontext.AppendQuote(nil, text)
	return quoted
}

// appendRows writes the list of the rows in a state.
func (t BulkReport) appendRows(to []byte, b *BulkWrite, state bulk.State) []byte {
	to = append(slices.Grow(to, 50*b.journal.Count(state)), '[')
	comma := ""
	for n := 1; n <= b.Plan.Rows; n++ {
		if b.journal.State(n) != state {
			continue
		}
		to = append(append(to, comma...), `{"row":`...)
		to = append(strconv.AppendInt(to, int64(n), 10), `,"line":`...)
		to = strconv.AppendInt(to, int64(b.Plan.Line(n)), 10)
		comma = ","
		if t.KeyName != "" {
			to = append(append(append(to, `,"`...), t.KeyName...), `":`...)
			to, _ = jsontext.AppendQuote(to, t.Key(n)) // it is UTF-8
		}
		if id := b.journal.ID(n); id != "" {
			to = fmt.Appendf(to, `,"id":%s`, encodeID(id))
		}
		if why := b.why[n]; why != nil {
			to = fmt.Appendf(to, `,"code":%q,"why":%s`, exit.Of(why).String(), quoteJSON(b.run.Messages.Reason(why)))
		}
		to = append(to, '}')
	}
	return append(to, ']')
}

// ids prints what names the rows that were written.
func (t BulkReport) ids(b *BulkWrite) error {
	for n := 1; n <= b.Plan.Rows; n++ {
		if b.journal.State(n) != bulk.Written {
			continue
		}
		field, name := "id", b.journal.ID(n)
		if t.KeyName != "" {
			field, name = t.KeyName, t.Key(n)
		}
		if name == "" {
			continue
		}
		if err := t.Out.Row(fmt.Appendf(nil, "{%q:%s}", field, quoteJSON(name))); err != nil {
			return err
		}
	}
	return t.Out.Close()
}

// encodeID writes an id as the services do: one of digits is a number.
func encodeID(id string) []byte {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > 0 && strconv.FormatInt(n, 10) == id {
		return []byte(id)
	}
	return quoteJSON(id)
}
