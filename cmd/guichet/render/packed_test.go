package render_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// rowsOf gives rows as a list of the SDK does.
func rowsOf(rows []json.RawMessage) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		for _, row := range rows {
			if !yield(slices.Clone(row), nil) {
				return
			}
		}
	}
}

// arranged is the screen of a list in an order: with lines that are sorted, or else with
// rows that are.
func arranged(t *testing.T, o render.Options, order render.Order, rows []json.RawMessage, lines bool) string {
	t.Helper()
	var out bytes.Buffer
	w := open(t, &out, o)
	sorted := order.Rows(rowsOf(rows))
	if lines {
		sorted = w.Arrange(order, rowsOf(rows))
	}
	for row, err := range sorted {
		if err == nil {
			err = w.Row(row)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestASortedTableIsTheTableOfSortedRows(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	texts := []string{`"Ada"`, `"Été"`, `""`, `null`, `"日本"`, `"e\u0301"`, `"a\u001b[2Jb"`, `"2026-11-30 08:45:00 +0100"`, `{"name":"x"}`, `[1,2]`, `true`}
	var rows []json.RawMessage
	for i := range 300 {
		pick := func() string { return texts[random.IntN(len(texts))] }
		rows = append(rows, json.RawMessage(fmt.Sprintf(
			`{"id":%d,"starts_at":%s,"status":"unknown","users":[{"first_name":%s,"last_name":"B"}],"n":%d,"note":%s}`,
			i, pick(), texts[random.IntN(3)], random.IntN(1e6)-5e5, pick())))
	}
	columns := []string{"id", "starts_at", "status", "users", "n", "note"}
	for _, width := range []int{0, 40, 60, 80} {
		for _, by := range [][]string{{"starts_at"}, {"-n"}, {"users.first_name", "-note"}, {"other"}} {
			for _, chosen := range [][]string{nil, {"note", "id", "note"}} {
				o := render.Options{
					Default: columns, Columns: chosen, Constant: []string{"status"}, Messages: message.For("fr"),
					Terminal: width > 0, Width: width, Color: width == 80,
				}
				order := render.Order{By: by, Known: []string{"other"}}
				same(t, arranged(t, o, order, rows, true), arranged(t, o, order, rows, false))
			}
		}
	}
	// Without columns, the fields of the first row in order are those of the table.
	rows = append(rows, json.RawMessage(`{"id":300,"last":1}`))
	order := render.Order{By: []string{"-id"}}
	same(t, arranged(t, render.Options{}, order, rows, true), arranged(t, render.Options{}, order, rows, false))
}
