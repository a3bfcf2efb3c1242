package rawjson_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// alike are rows that an Alike passes over, each after those before it.
var alike = []string{
	`{"cle":"1","nom":"Zoé"}`,
	`{"cle":"2","nom":"a\u00e9\n"}`,
	`{"cle": 3, "nom": null, "é": {"id":1,"b":[]}}`,
	`{"nom":-1.5e3,"cle":[1,{"b":true}] }`,
	`{ "cle":"4","autre":"","nom":false}`,
	`{"":1,"cle":2}`,
}

// unlike are texts that it leaves to a Reader.
var unlike = []string{
	``, `[]`, `{}`, `{"cle"`, `{"cle":`, `{"cle":1`, `{"cle":1,`, `{"cle":1,}`, `{"cle":1 "nom":2}`, `{"cle"=1}`, `{"x"=1}`, `{"cle":01}`,
	`{"cle":1,"cle":2}`, `{"cle":1,"nom":2,"cle":3}`, `{"nom":1,"cle":2,"nom":3}`, `{"cle":1,"\u0063le":2}`,
	"{\"cle\":\"\xff\"}", "{\"cl\xff\":1}", `{"cle" :1}`, "{\"cle\":\t1}", `{"cle":{"b":1,"a":2}}`, `{"cle":{"b":1,"b":2}}`, `{"cle":"\ud800"}`,
}

func TestRowsWithTheSameNamesArePassedOver(t *testing.T) {
	var a rawjson.Alike
	for range 2 {
		for _, row := range alike {
			if end := a.Next([]byte(row + "\n{}")); end != len(row) {
				t.Errorf("%s ends at %d", row, end)
			}
		}
	}
}

func TestWhatMayNotBeARowIsLeftToAReader(t *testing.T) {
	for _, before := range alike {
		for _, text := range unlike {
			var a rawjson.Alike
			a.Next([]byte(before))
			if end := a.Next([]byte(text)); end >= 0 {
				t.Errorf("%s is a row up to %d after %s", text, end, before)
			}
		}
	}
}

func TestARowWithVeryManyNamesIsLeftToAReader(t *testing.T) {
	var a rawjson.Alike
	names := make([]string, 128)
	for n := range names {
		names[n] = fmt.Sprintf(`"%d":0`, n)
	}
	row := []byte("{" + strings.Join(names, ",") + "}")
	if end := a.Next(row); end != len(row) {
		t.Errorf("%d names: %d", len(names), end)
	}
	if end := a.Next([]byte("{" + strings.Join(names, ",") + `,"x":0}`)); end != -1 {
		t.Errorf("one name more: %d", end)
	}
}

// FuzzARowIsWhatAReaderAccepts gives an Alike two rows, of which the second may have the
// names of the first.
func FuzzARowIsWhatAReaderAccepts(f *testing.F) {
	for _, row := range append(alike, unlike...) {
		f.Add([]byte(alike[0]), []byte(row))
		f.Add([]byte(row), []byte(row))
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		var a rawjson.Alike
		for _, text := range [][]byte{first, second} {
			if end := a.Next(text); end >= 0 && rawjson.Check(text[:end]) != nil {
				t.Errorf("%q is a row after %q: %v", text[:end], first, rawjson.Check(text[:end]))
			}
		}
	})
}
