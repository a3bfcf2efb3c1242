package command

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

func TestRowsOfThisProgramAreCountedAsThoseOfAService(t *testing.T) {
	for _, names := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		rows, report := RowsOf(names)
		var shown []string
		for row, err := range rows {
			if err != nil {
				t.Fatal(err)
			}
			shown = append(shown, string(row))
		}
		if len(shown) != len(names) || report.Unique != len(names) || report.Total != len(names) || !report.Done {
			t.Errorf("%q became %q and %+v", names, shown, *report)
		}
	}
}

func TestARowThatCannotBeEncodedEndsTheList(t *testing.T) {
	rows, _ := RowsOf([]any{1, func() {}})
	for row, err := range rows {
		if row != nil || err == nil {
			t.Errorf("the list gave %s and %v", row, err)
		}
	}
}

func TestABodyOfAnotherTypeIsRefusedAndNotSent(t *testing.T) {
	type body struct {
		Name string `json:"name"`
	}
	sent := ""
	send := Send(func(_ context.Context, _ string, _ Input, b *body, _ ...guichet.CallOption) (json.RawMessage, error) {
		sent = b.Name
		return json.RawMessage(`{}`), nil
	})
	if _, err := send(t.Context(), "", Input{Body: []byte(`{"name": 1}`)}); exit.Of(err) != exit.Usage || sent != "" {
		t.Errorf("%q was sent: %v", sent, err)
	}
	if object, err := send(t.Context(), "", Input{Body: []byte(`{"name": "x"}`)}); err != nil || string(object) != "{}" || sent != "x" {
		t.Errorf("%q was sent: %s and %v", sent, object, err)
	}
}
