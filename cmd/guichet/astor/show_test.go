package astor

import (
	"encoding/json"
	"testing"
)

func TestATableBelowALabelIsAligned(t *testing.T) {
	var g grid
	g.add("id", "1\n2", "", "a")
	g.add("été", "", "", "b")
	if got, want := g.text(false), "id   1 2  a\nété       b"; got != want {
		t.Errorf("got\n%s\nnot\n%s", got, want)
	}
	if got, want := g.text(true), "id 1 2 a\nété b"; got != want {
		t.Errorf("on a narrow terminal: got\n%s\nnot\n%s", got, want)
	}
}

func TestARecordKeepsItsOrderAndLeavesOutWhatIsEmpty(t *testing.T) {
	var r record
	r.add("b", "1")
	r.add("empty", " ")
	r.add("a", `"2`)
	got, err := json.Marshal(r)
	if want := `{"b":"1","a":"\"2"}`; err != nil || string(got) != want {
		t.Errorf("got %s (%v), not %s", got, err, want)
	}
}
