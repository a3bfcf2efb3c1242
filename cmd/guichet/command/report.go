package command

import (
	"encoding/json"
	"runtime/debug"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/bulk"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
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
	// KeyName is the field of the report that has the key of a row, "" for none.
	KeyName string
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
		r.Say(r.Messages.Text(message.NoticePushLeft, Quote(left)))
	}
	if r.Settings.Output == "id" && r.Settings.JQ == "" {
		return t.ids(b)
	}
	if b.Plan.Rows > 10_000 {
		debug.FreeOSMemory() // the lists need as much memory as the run did
	}
	report := []byte{'{'}
	if t.About[0] != "" {
		report = t.appendText(report, t.About[0], t.About[1])
		report = append(report, ',')
	}
	report = strconv.AppendInt(append(report, `"rows":`...), int64(b.Plan.Rows), 10)
	counts := (r.Settings.Output == "table" || r.Settings.Output == "csv") && r.Settings.JQ == ""
	for _, list := range []struct {
		name  string
		state bulk.State
		count int
	}{{"written", bulk.Written, written}, {"not_written", bulk.NotWritten, not}, {"unknown", bulk.Unknown, unknown}} {
		report = append(report, `,"`+list.name+`":`...)
		if counts {
			report = strconv.AppendInt(report, int64(list.count), 10)
			continue
		}
		report = t.appendRows(report, b, list.state)
	}
	if counts || left != "" {
		report = t.appendText(append(report, ','), "resume_file", left)
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

func (t BulkReport) appendText(to []byte, name, value string) []byte {
	to = append(append(to, '"'), name...)
	to, _ = jsontext.AppendQuote(append(to, `":`...), value) // it is UTF-8
	return to
}

// appendRows writes the list of the rows in a state.
func (t BulkReport) appendRows(to []byte, b *BulkWrite, state bulk.State) []byte {
	to = append(slices.Grow(to, 40*b.journal.Count(state)), '[')
	begin := len(to)
	for n := 1; n <= b.Plan.Rows; n++ {
		if b.journal.State(n) != state {
			continue
		}
		if len(to) > begin {
			to = append(to, ',')
		}
		to = strconv.AppendInt(append(to, `{"row":`...), int64(n), 10)
		to = strconv.AppendInt(append(to, `,"line":`...), int64(b.Plan.Line(n)), 10)
		if t.KeyName != "" {
			to = t.appendText(append(to, ','), t.KeyName, b.Plan.Key(n))
		}
		if id := b.journal.ID(n); id != "" {
			to = append(append(to, `,"id":`...), encodeID(id)...)
		}
		if why := b.why[n]; why != nil {
			to = t.appendText(append(to, ','), "code", exit.Of(why).String())
			to = t.appendText(append(to, ','), "why", b.run.Messages.Reason(why))
		}
		to = append(to, '}')
	}
	return append(to, ']')
}

// ids prints what names the rows that were written.
func (t BulkReport) ids(b *BulkWrite) error {
	for n := 1; n <= b.Plan.Rows; n++ {
		name := b.Plan.Key(n)
		if t.KeyName == "" {
			name = b.journal.ID(n)
		}
		if b.journal.State(n) != bulk.Written || name == "" {
			continue
		}
		field := t.KeyName
		if field == "" {
			field = "id"
		}
		if err := t.Out.Row(append(t.appendText([]byte{'{'}, field, name), '}')); err != nil {
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
	quoted, _ := json.Marshal(id)
	return quoted
}
