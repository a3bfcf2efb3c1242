package conform

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const sample = `package sample

import "context"

// Things is a service.
type Things struct{}

// Get returns a thing.
//
// API: GET /things/{thing_id}
func (s Things) Get(ctx context.Context, id string) error {
	return nil
}

// List returns things.
//
// API: GET /things
// API: GET /places/{place_id}/things
func (s *Things) List(ctx context.Context) error {
	return nil
}

// All returns everything that List pages through.
func (s Things) All(ctx context.Context) error { return nil }

// Do sends anything.
//
// API: any.
func (s Things) Do(ctx context.Context, path string) error { return nil }

// Rows reads rows.
//
// API: GET /rows
func Rows[T any](ctx context.Context) error { return nil }

// String says what it is.
func (s Things) String() string { return "" }

func (s Things) hidden(ctx context.Context) error { return nil }

type private struct{}

// Get is of no concern.
func (private) Get(ctx context.Context) error { return nil }
`

// problemsOf checks a package made of source.
func problemsOf(t *testing.T, source string, observed map[string][]string) []string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "sample.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	endpoints, err := endpointsIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	return apiProblems(endpoints, observed)
}

func good() map[string][]string {
	return map[string][]string{
		"Things.Get":  {"GET /things/7"},
		"Things.List": {"GET /things", "GET /places/3/things"},
		"Things.Do":   {"PUT /whatever/it/is"},
		"Rows":        {"GET /rows"},
	}
}

func TestCorrectAPILinesHaveNoProblem(t *testing.T) {
	if problems := problemsOf(t, sample, good()); len(problems) != 0 {
		t.Errorf("it has %q", problems)
	}
}

func TestAWrongAPILineIsAProblem(t *testing.T) {
	for _, c := range []struct {
		name, source, problem string
		change                func(observed map[string][]string)
	}{
		{"no line", strings.Replace(sample, "// API: GET /things/{thing_id}", "//", 1), "Things.Get has no line", nil},
		{"no line for a function", strings.Replace(sample, "// API: GET /rows", "//", 1), "Rows has no line", nil},
		{"not called", sample, "Things.Get was not called", func(o map[string][]string) { delete(o, "Things.Get") }},
		{"one of two not sent", sample, `Things.List says "GET /things"`, func(o map[string][]string) { o["Things.List"] = o["Things.List"][1:] }},
		{"another method", sample, `Things.Get sent "HEAD /things/7"`, func(o map[string][]string) { o["Things.Get"] = []string{"HEAD /things/7"} }},
		{"another path", sample, `Things.Get sent "GET /thing/7"`, func(o map[string][]string) { o["Things.Get"] = append(o["Things.Get"], "GET /thing/7") }},
		{"an empty element", sample, `Things.Get sent "GET /things/"`, func(o map[string][]string) { o["Things.Get"] = []string{"GET /things/"} }},
		{"a deeper path", sample, `Things.Get sent "GET /things/7/8"`, func(o map[string][]string) { o["Things.Get"] = []string{"GET /things/7/8"} }},
		{"a name that is none", sample, "Thing.Get was called", func(o map[string][]string) { o["Thing.Get"] = []string{"GET /things/7"} }},
	} {
		observed := good()
		if c.change != nil {
			c.change(observed)
		}
		problems := problemsOf(t, c.source, observed)
		if !slices.ContainsFunc(problems, func(p string) bool { return strings.HasPrefix(p, c.problem) }) {
			t.Errorf("%s: the problems are %q", c.name, problems)
		}
	}
}

func TestMedianLinesReturnsTheMiddleSize(t *testing.T) {
	if got := medianLines([]endpoint{{size: 3}, {size: 40}, {size: 5}}); got != 5 {
		t.Errorf("the median is %d", got)
	}
}
