package docs_test

import (
	"regexp"
	"strings"
	"testing"
)

// TestTheGoCodeOfThePagesIsTested looks for each block of Go in the files of the
// repository, which the tests build and run. The indentation may differ.
func TestTheGoCodeOfThePagesIsTested(t *testing.T) {
	var tested []string
	for _, text := range goFiles(t) {
		tested = append(tested, unindented(text))
	}
	all, blocks := strings.Join(tested, "\n"), 0
	for _, page := range pages(t) {
		if strings.HasSuffix(page, "CONTRIBUTING.md") {
			continue // it shows parts of a change
		}
		for _, block := range regexp.MustCompile("(?ms)^```go\n(.*?)^```$").FindAllStringSubmatch(read(t, page), -1) {
			if blocks++; !strings.Contains(all, unindented(block[1])) {
				t.Errorf("%s shows code that no file has:\n%s", page, block[1])
			}
		}
	}
	if blocks < 5 {
		t.Errorf("%d blocks were found", blocks)
	}
}

// unindented leaves out the spaces at the ends of each line.
func unindented(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(strings.TrimSpace(line) + "\n")
	}
	return out.String()
}
