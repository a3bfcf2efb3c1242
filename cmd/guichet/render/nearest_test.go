package render_test

import (
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

func TestNearestFindsWhatWasMeant(t *testing.T) {
	formats := render.Formats()
	for _, tt := range []struct {
		word string
		of   []string
		want string
	}{
		{"jsn", formats, "json"},
		{"JSON", formats, "json"},
		{"ndjsno", formats, "ndjson"}, // two neighbours swapped
		{"tbale", formats, "table"},
		{"parquet", formats, ""},
		{"", formats, ""},
		{"x", nil, ""},
		{"email", []string{"id", "account.email"}, "account.email"},
		{"annule", []string{"annulé", "année"}, "annulé"},
		{"ab", []string{"ac", "ad"}, "ac"}, // the first of equals
	} {
		if got := render.Nearest(tt.word, tt.of); got != tt.want {
			t.Errorf("Nearest(%q, %q) = %q, want %q", tt.word, tt.of, got, tt.want)
		}
	}
}
