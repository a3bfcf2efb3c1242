package command

import (
	"fmt"
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
	if err := t.Out.OneInParts(func(yield func([]byte) bool) { t.lists(b, left, yield) }); err != nil {
		return err
	}
	return t.Out.Close()
}

// lists yields the report in parts: a list of every row in a state, or its length where
// the format has no lists.
func (t BulkReport) lists(b *BulkWrite, left string, yield func([]byte) bool) {
	r, j := b.run, b.journal
	counts := (r.Settings.Output == "table" || r.Settings.Output == "csv") && r.Settings.JQ == ""
	part := []byte("{")
	if t.About[0] != "" {
		part = fmt.Appendf(part, "%q:%s,", t.About[0], quoteJSON(t.About[1]))
	}
	part = fmt.Appendf(part, `"rows":%d`, b.Plan.Rows)
	for i, name := range []string{"written", "not_written", "unknown"} {
		state := []bulk.State{bulk.Written, bulk.NotWritten, bulk.Unknown}[i]
		if part = fmt.Appendf(part, ",%q:", name); counts {
			part = strconv.AppendInt(part, int64(j.Count(state)), 10)
			continue
		}
		part = append(part, '[')
		comma := false
		for n := 1; n <= b.Plan.Rows; n++ {
			if j.State(n) != state {
				continue
			}
			if comma {
				part = append(part, ',')
			}
			if part, comma = t.appendRow(part, b, n), true; len(part) < partSize {
				continue
			}
			if !yield(part) {
				return
			}
			part = part[:0]
		}
		part = append(part, ']')
	}
	if counts || left != "" {
		part = fmt.Appendf(part, `,"resume_file":%s`, quoteJSON(left))
	}
	yield(append(part, '}'))
}

// partSize is the length of a part of the report, in bytes.
const partSize = 16 << 10

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

// appendRow writes what the report says of a row.
func (t BulkReport) appendRow(to []byte, b *BulkWrite, n int) []byte {
	to = strconv.AppendInt(append(to, `{"row":`...), int64(n), 10)
	to = strconv.AppendInt(append(to, `,"line":`...), int64(b.Plan.Line(n)), 10)
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
	return append(to, '}')
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
