package render_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"go.yaml.in/yaml/v3"
)

func TestAYAMLListIsASequenceInTheOrderOfTheService(t *testing.T) {
	got := list(t, render.Options{Format: "yaml"},
		`{"z":1.50,"id":12345678901234567890123,"lieu":{"nom":"Hôtel de ville"},"tags":["a",null,true],"vide":{},"rien":[]}`,
		`{"id":2}`)
	same(t, got, ""+
		"- z: 1.50\n"+
		"  id: 12345678901234567890123\n"+
		"  lieu:\n"+
		"    nom: Hôtel de ville\n"+
		"  tags:\n"+
		"    - a\n"+
		"    - null\n"+
		"    - true\n"+
		"  vide: {}\n"+
		"  rien: []\n"+
		"- id: 2\n")
}

func TestYAMLNumbersKeepTheirSpelling(t *testing.T) {
	same(t, one(t, render.Options{Format: "yaml"}, `{"b":-0,"d":0.10,"e":1.50e-7}`), "b: -0\nd: 0.10\ne: 1.50e-7\n")
}

// YAML 1.1 has no number without a point and a sign where there is an exponent.
func TestYAMLNumbersAreNumbersForOlderReadersToo(t *testing.T) {
	same(t, one(t, render.Options{Format: "yaml"}, `{"a":1E400,"b":1e-05,"c":-1e5,"d":2.5e21,"l":[1e+3]}`),
		"a: 1.0E+400\nb: 1.0e-05\nc: -1.0e+5\nd: 2.5e+21\nl:\n  - 1.0e+3\n")
}

func TestYAMLStringsStayStrings(t *testing.T) {
	for _, text := range []string{
		"", "yes", "No", "on", "null", "~", "12", "1e3", "0x1F", "10:30", "2026-07-01", "a: b", "a #b", "- a", " a ", "a ",
		"{a}", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "deux\nlignes", "\n", "tab\tx", "'q'", `"q"`, `\`, "\u0007", "\u0085", "\u2028",
		"\ufeffx", "é", "😀", "y", "=", "<<", "l'été", "Jean-Pierre", "infinity", "x: ", "?", "\u115fx", "07 12 34 56 78",
	} {
		for _, terminal := range []bool{false, true} {
			object, err := json.Marshal(map[string]string{text: text})
			if err != nil {
				t.Fatal(err)
			}
			got := one(t, render.Options{Format: "yaml", Terminal: terminal}, string(object))
			var back map[string]any
			if err := yaml.Unmarshal([]byte(got), &back); err != nil {
				t.Errorf("%q: %v in %q", text, err, got)
				continue
			}
			if diff := cmp.Diff(map[string]any{text: text}, back); diff != "" {
				t.Errorf("%q as %q: %s", text, got, diff)
			}
		}
	}
}

func TestYAMLQuotesWhatOlderReadersWouldChange(t *testing.T) {
	same(t, one(t, render.Options{Format: "yaml"}, `{"a":"yes","b":"10:30","c":"oui"}`), "a: \"yes\"\nb: \"10:30\"\nc: oui\n")
}

func TestALongYAMLLineIsNotFolded(t *testing.T) {
	long := "mot"
	for range 60 {
		long += " mot"
	}
	same(t, one(t, render.Options{Format: "yaml"}, `{"a":"`+long+`"}`), "a: "+long+"\n")
}
