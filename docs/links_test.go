package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var (
	fences = regexp.MustCompile("(?ms)^( *)```.*?^ *```$")
	links  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	titles = regexp.MustCompile(`(?m)^#+ (.+)$`)
)

// TestEveryLinkOfAPageLeadsSomewhere follows the links within the repository: the file
// exists, and has a title for the anchor.
func TestEveryLinkOfAPageLeadsSomewhere(t *testing.T) {
	followed := 0
	for _, page := range pages(t) {
		for _, link := range links.FindAllStringSubmatch(fences.ReplaceAllString(read(t, page), ""), -1) {
			if strings.Contains(link[1], ":") {
				continue // at another host
			}
			followed++
			file, anchor, _ := strings.Cut(link[1], "#")
			target := page
			if file != "" {
				target = filepath.Join(filepath.Dir(page), file)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s: %v", page, link[1], err)
			} else if anchor != "" && !slices.Contains(anchors(t, target), anchor) {
				t.Errorf("%s links to %s, where no title has that anchor", page, link[1])
			}
		}
	}
	if followed < 40 {
		t.Errorf("%d links were followed", followed)
	}
}

// anchors are the names by which the titles of a page are linked.
func anchors(t *testing.T, page string) (all []string) {
	t.Helper()
	for _, title := range titles.FindAllStringSubmatch(fences.ReplaceAllString(read(t, page), ""), -1) {
		all = append(all, strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, title[1]))
	}
	return all
}

// TestEveryPageIsLinked keeps a page from being written for nobody.
func TestEveryPageIsLinked(t *testing.T) {
	linked := map[string]bool{}
	for _, page := range pages(t) {
		for _, link := range links.FindAllStringSubmatch(read(t, page), -1) {
			file, _, _ := strings.Cut(link[1], "#")
			linked[strings.TrimPrefix(filepath.ToSlash(filepath.Join(filepath.Dir(page), file)), "../docs/")] = true
		}
	}
	for _, page := range pages(t) {
		if filepath.Dir(page) == "." && !linked[page] {
			t.Errorf("no page links to %s", page)
		}
	}
}
