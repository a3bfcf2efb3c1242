package render_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// hostile holds ESC as an escape, and as raw characters an eight-bit CSI and a
// bidirectional override.
const hostile = "{\"id\":\"a\\u001b[31mb\u009b2Jc\u202ed\"}"

func TestDataKeepControlCharactersInAFile(t *testing.T) {
	same(t, list(t, render.Options{Format: "ndjson"}, hostile), hostile+"\n")
	same(t, list(t, render.Options{Format: "csv", NoHeader: true}, hostile), "a\x1b[31mb\u009b2Jc\u202ed\n")
}

func TestNoFormatLetsDataControlATerminal(t *testing.T) {
	for _, format := range streamed() {
		t.Run(format, func(t *testing.T) {
			got := list(t, render.Options{Format: format, Terminal: true, Event: event}, hostile)
			if strings.ContainsAny(got, "\x1b\u009b\u202e") {
				t.Errorf("output drives the terminal: %q", got)
			}
		})
	}
}

func TestEscapingForATerminalChangesNoValue(t *testing.T) {
	for _, format := range []string{"json", "ndjson"} {
		got := one(t, render.Options{Format: format, Terminal: true}, hostile)
		var before, after map[string]string
		if err := json.Unmarshal([]byte(hostile), &before); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(got), &after); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}
