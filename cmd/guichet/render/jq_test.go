package render_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
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
		if exit.Of(err) != exit.Usage || !strings.HasPrefix(err.Error(), "--jq: ") {
			t.Errorf("filter %s: %v, want a usage error", expression, err)
		}
	}
}

func TestAFilterThatDoesNotFitTheDataIsAUsageError(t *testing.T) {
	w := open(t, io.Discard, render.Options{JQ: ".nom"})
	if err := w.Row(json.RawMessage(`{"nom":"x"}`)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); exit.Of(err) != exit.Usage {
		t.Errorf("Close() = %v, want a usage error", err)
	}
}

func TestAFilterCanHalt(t *testing.T) {
	same(t, list(t, render.Options{JQ: "1, halt, 2"}), "1\n")
}

func TestRawPrintsTheStringsOfAFilterAsTheyAre(t *testing.T) {
	o := render.Options{JQ: ".[] | ([.id, .nom] | @tsv), .nom, .id, [.nom]", Raw: true}
	same(t, list(t, o, `{"id":7,"nom":"Zo\u00e9"}`), "7\tZoé\nZoé\n7\n[\"Zoé\"]\n")
	o = render.Options{JQ: ".nom", Raw: true}
	same(t, one(t, o, `{"nom":"a\u001b[2Jb\nc"}`), "a\x1b[2Jb\nc\n")
	o.Terminal = true
	same(t, one(t, o, `{"nom":"a\u001b[2Jb\nc"}`), "ab\nc\n")
}

func TestAFilterErrorShowsOnlyTheFiltersOwnText(t *testing.T) {
	long := strings.Repeat("é", 300)
	for expression, want := range map[string]string{
		`"rien à faire"|halt_error`: "rien à faire",
		`"rien\n"|halt_error(3)`:    "rien",
		`error("rien à faire")`:     "rien à faire",
		`"` + long + `"|halt_error`: long[:400] + "…",
		`error("` + long + `")`:     long[:400] + "…",
		`halt_error`:                "the filter stopped with a value that is not text",
		`error(.)`:                  "the filter stopped with a value that is not text",
		`error(null)`:               "the filter stopped with a value that is not text",
		`null|halt_error`:           "the filter stopped with a value that is not text",
	} {
		w := open(t, io.Discard, render.Options{JQ: expression})
		if err := w.Row(json.RawMessage(`{"nom":"Rivière"}`)); err != nil {
			t.Fatal(err)
		}
		err := w.Close()
		if exit.Of(err) != exit.Unexpected || err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %q", expression, err, want)
		}
	}
	same(t, list(t, render.Options{JQ: `1, (null|halt), 2`}), "1\n")
	_, err := filtered(t, render.Options{JQ: `.[]|.nom + "` + long + `"|tonumber`}, `{"nom":"Rivière"}`)
	if err == nil || len([]rune(err.Error())) > 250 {
		t.Errorf("%v", err)
	}
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
