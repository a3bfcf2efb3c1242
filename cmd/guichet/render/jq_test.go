package render_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

func TestAFilterRunsOnceOnTheWholeList(t *testing.T) {
	o := render.Options{Format: "table", JQ: "length, map(.id)"}
	same(t, list(t, o, `{"id":1}`, `{"id":2}`), "2\n[1,2]\n")
	same(t, list(t, o), "0\n[]\n")
}

func TestAFilterOnASingleObjectSeesTheObject(t *testing.T) {
	same(t, one(t, render.Options{JQ: ".nom"}, `{"nom":"Éloïse"}`), "\"Éloïse\"\n")
}

func TestAFilterKeepsTheDigitsOfNumbers(t *testing.T) {
	same(t, list(t, render.Options{JQ: ".[] | .id, .prix"}, `{"id":12345678901234567890123,"prix":1.500}`), "12345678901234567890123\n1.500\n")
}

func TestAnObjectThatAFilterDoesNotTouchIsUnchanged(t *testing.T) {
	compact := `{"zeta":1.500,"nom":"\u00c9lodie \/","a":{"y":1,"b":2}}`
	same(t, list(t, render.Options{JQ: ".[]"}, compact), compact+"\n")
	same(t, list(t, render.Options{JQ: "."}, compact, `{"id":1}`), "["+compact+`,{"id":1}]`+"\n")
}

func TestAnObjectThatAFilterChangesIsTheChangedOne(t *testing.T) {
	o := render.Options{JQ: ".[0] as $x | ($x | .a.b = 3), $x, ($x | del(.z)), {n: $x.a}"}
	same(t, list(t, o, `{"z":1,"a":{"y":1,"b":2}}`), ""+
		`{"a":{"b":3,"y":1},"z":1}`+"\n"+
		`{"z":1,"a":{"y":1,"b":2}}`+"\n"+
		`{"a":{"y":1,"b":2}}`+"\n"+
		`{"n":{"y":1,"b":2}}`+"\n")
}

func TestAFilterSeesTheLastOfTwoMembersWithOneName(t *testing.T) {
	same(t, one(t, render.Options{JQ: ".a.b"}, `{"a":{"b":1},"a":{"b":2}}`), "2\n")
}

func TestAFilterThatDoesNotParseIsAUsageError(t *testing.T) {
	for _, expression := range []string{".[", "nosuch(1)", "$x"} {
		_, err := render.New(io.Discard, render.Options{JQ: expression})
		var usage *render.UsageError
		if !errors.As(err, &usage) || usage.Flag != "jq" {
			t.Errorf("filter %s: %v, want a usage error", expression, err)
		}
	}
}

func TestAFilterThatDoesNotFitTheDataIsAUsageError(t *testing.T) {
	w := open(t, io.Discard, render.Options{JQ: ".nom"})
	if err := w.Row(json.RawMessage(`{"nom":"x"}`)); err != nil {
		t.Fatal(err)
	}
	var usage *render.UsageError
	if err := w.Close(); !errors.As(err, &usage) {
		t.Errorf("Close() = %v, want a usage error", err)
	}
}

func TestAFilterCanHalt(t *testing.T) {
	same(t, list(t, render.Options{JQ: "1, halt, 2"}), "1\n")
}

func TestAFilterDoesNotSeeTheEnvironment(t *testing.T) {
	t.Setenv("GUICHET_ZOPS_TOKEN", "secret")
	same(t, list(t, render.Options{JQ: "env, $ENV"}), "{}\n{}\n")
}

func TestAFilterThatDoesNotEndStopsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	w := open(t, io.Discard, render.Options{JQ: "def f: f; f", Context: ctx})
	if err := w.Close(); !errors.Is(err, context.Canceled) {
		t.Errorf("Close() = %v, want context.Canceled", err)
	}
}
