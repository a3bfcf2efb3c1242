package reading_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/internal/page"
)

func TestTheTotalIsShownOnceAllPartsHaveSaidTheirs(t *testing.T) {
	list := func(name string, first int64) reading.Part {
		rows := pages(150, 1, 1)
		for i := range rows {
			rows[i].ID += first
		}
		return reading.Part{Name: name, Page: func(_ context.Context, _ page.Window, n int) (reading.Page, error) { return answer(rows, n), nil }}
	}
	var seen []string
	show := func(r *reading.Reader) {
		r.Progress = func(done, total int) { seen = append(seen, fmt.Sprintf("%d/%d", done, total)) }
	}
	if _, _, err := read(t, t.TempDir(), []reading.Part{list("a", 0), list("b", 1000)}, show); err != nil {
		t.Fatal(err)
	}
	known := slices.IndexFunc(seen, func(s string) bool { return !strings.HasSuffix(s, "/-1") })
	if known < 1 || slices.ContainsFunc(seen[known:], func(s string) bool { return !strings.HasSuffix(s, "/300") }) || seen[len(seen)-1] != "300/300" {
		t.Errorf("%q", seen)
	}
	seen = nil
	moved := reading.Part{Name: "m", Page: func(context.Context, page.Window, int) (reading.Page, error) {
		p := answer(pages(15, 1, 1), 1)
		p.Total = 10
		return p, nil
	}}
	if _, _, err := read(t, t.TempDir(), []reading.Part{moved}, show); err != nil || slices.ContainsFunc(seen, func(s string) bool { return s != "10/10" }) {
		t.Errorf("rows beyond the total: %q, %v", seen, err)
	}
	seen = nil
	stream := reading.Part{Name: "s", Stream: func(context.Context) iter.Seq2[json.RawMessage, error] {
		return func(yield func(json.RawMessage, error) bool) {
			for id := range 3 {
				if !yield(fmt.Appendf(nil, `{"id":%d}`, id+1), nil) {
					return
				}
			}
		}
	}}
	if _, _, err := read(t, t.TempDir(), []reading.Part{stream}, show); err != nil || strings.Join(seen, " ") != "1/-1 2/-1 3/-1" {
		t.Errorf("%q, %v", seen, err)
	}
}
