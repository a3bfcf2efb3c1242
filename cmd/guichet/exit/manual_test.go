package exit_test

import (
	"fmt"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

// The manual shows the table of "guichet help exit-codes" in both languages, and says
// what to do about each code.
func TestTheManualHasEveryExitCode(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| (\\d+) \\| `(\\w+)` \\| (.+?) \\| \\S.* \\|\\r?$")
	for lang, page := range map[string]string{"en": "exit-codes.md", "fr": "exploitants.md"} {
		text, err := os.ReadFile("../../../docs/" + page)
		if err != nil {
			t.Fatal(err)
		}
		var shown, want []string
		for _, cells := range row.FindAllStringSubmatch(string(text), -1) {
			shown = append(shown, fmt.Sprint(cells[1:]))
		}
		for _, r := range exit.Table(lang) {
			want = append(want, fmt.Sprint([]string{fmt.Sprint(int(r.Code)), r.Name, r.Meaning}))
		}
		if diff := cmp.Diff(want, shown); diff != "" {
			t.Errorf("%s differs from the program (-program +%[1]s):\n%s", page, diff)
		}
	}
}
