package conform

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// maxMedianLines limits the median length of the endpoint methods.
const maxMedianLines = 8

// Recorder remembers which requests each call really sent. It is the transport
// of the client under test and recognises each call by its context.
//
//	recorder := conform.NewRecorder(server.Transport(), "")
//	client := … &http.Client{Transport: recorder} …
//	_, err := client.Absences.Get(recorder.Call(ctx, "Absences.Get"), 7)
//	conform.CheckAPILines(t, ".", recorder.Observed())
type Recorder struct {
	next   http.RoundTripper
	prefix string

	mu       sync.Mutex
	observed map[string][]string
}

// NewRecorder returns a recorder in front of next. prefix is the path of the
// base URL, which API lines leave out.
func NewRecorder(next http.RoundTripper, prefix string) *Recorder {
	return &Recorder{next: next, prefix: prefix, observed: map[string][]string{}}
}

type callKey struct{}

// Call returns the context for one call of the named method or function, such
// as "Absences.Get" or "Rows".
func (r *Recorder) Call(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, callKey{}, name)
}

// RoundTrip records the request under the name of its call and sends it.
func (r *Recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	if name, ok := req.Context().Value(callKey{}).(string); ok {
		r.mu.Lock()
		r.observed[name] = append(r.observed[name], req.Method+" "+strings.TrimPrefix(req.URL.EscapedPath(), r.prefix))
		r.mu.Unlock()
	}
	return r.next.RoundTrip(req)
}

// Observed returns the requests by name, as "METHOD /path".
func (r *Recorder) Observed() map[string][]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	observed := map[string][]string{}
	for name, requests := range r.observed {
		observed[name] = slices.Clone(requests)
	}
	return observed
}

// CheckAPILines checks each method and function of the package in dir that does
// I/O: those that are exported and take a context first. Its doc comment must
// have a line
//
//	API: METHOD /path/{placeholder}
//
// and the observed requests must be exactly those of its lines. It also fails
// when the median length of these methods is above 8 lines. All and AllRaw are
// exempt: they page through List.
func CheckAPILines(t testing.TB, dir string, observed map[string][]string) {
	t.Helper()
	endpoints, err := endpointsIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range apiProblems(endpoints, observed) {
		t.Error(problem)
	}
	if n := medianLines(endpoints); n > maxMedianLines {
		t.Errorf("half of the endpoint methods have %d lines or more, above %d", n, maxMedianLines)
	}
}

// endpoint is a method or function that sends requests.
type endpoint struct {
	name  string   // "Absences.Get"
	lines []string // "GET /api/v1/absences/{absence_id}"
	any   bool     // "API: any.": its caller chooses the request
	size  int      // lines of code, from func to its last bracket
}

// endpointsIn reads the package in dir without its tests.
func endpointsIn(dir string) ([]endpoint, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var endpoints []endpoint
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && sends(f) {
				endpoints = append(endpoints, newEndpoint(set, f))
			}
		}
	}
	if len(endpoints) == 0 {
		return nil, fmt.Errorf("no endpoint in %s", dir)
	}
	return endpoints, nil
}

// sends reports whether f is an exported function, or an exported method of an
// exported type, and takes a context first.
func sends(f *ast.FuncDecl) bool {
	if !f.Name.IsExported() || f.Name.Name == "All" || f.Name.Name == "AllRaw" || f.Recv != nil && !ast.IsExported(receiver(f)) {
		return false
	}
	if len(f.Type.Params.List) == 0 {
		return false
	}
	first, ok := f.Type.Params.List[0].Type.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := first.X.(*ast.Ident)
	return ok && pkg.Name == "context" && first.Sel.Name == "Context"
}

// receiver returns the name of f's type, without star and type parameters.
func receiver(f *ast.FuncDecl) string {
	expr := f.Recv.List[0].Type
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
		case *ast.IndexExpr:
			expr = e.X
		case *ast.IndexListExpr:
			expr = e.X
		case *ast.Ident:
			return e.Name
		default:
			return ""
		}
	}
}

func newEndpoint(set *token.FileSet, f *ast.FuncDecl) endpoint {
	e := endpoint{name: f.Name.Name, size: set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1}
	if f.Recv != nil {
		e.name = receiver(f) + "." + e.name
	}
	for line := range strings.Lines(f.Doc.Text()) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "API: ")
		switch {
		case !ok:
		case strings.HasPrefix(rest, "any"):
			e.any = true
		default:
			e.lines = append(e.lines, rest)
		}
	}
	return e
}

// apiProblems compares the API lines with the requests that were sent.
func apiProblems(endpoints []endpoint, observed map[string][]string) (problems []string) {
	known := map[string]bool{}
	for _, e := range endpoints {
		known[e.name] = true
		requests := observed[e.name]
		if len(e.lines) == 0 && !e.any {
			problems = append(problems, e.name+" has no line \"API: METHOD /path\" in its doc comment")
			continue
		}
		if len(requests) == 0 {
			problems = append(problems, e.name+" was not called, or sent nothing")
			continue
		}
		for _, line := range e.lines {
			if !slices.ContainsFunc(requests, func(sent string) bool { return matches(line, sent) }) {
				problems = append(problems, fmt.Sprintf("%s says %q, and sent only %q", e.name, line, requests))
			}
		}
		for _, sent := range requests {
			if !e.any && !slices.ContainsFunc(e.lines, func(line string) bool { return matches(line, sent) }) {
				problems = append(problems, fmt.Sprintf("%s sent %q, which none of its lines %q says", e.name, sent, e.lines))
			}
		}
	}
	for name := range observed {
		if !known[name] {
			problems = append(problems, name+" was called, and is no endpoint of the package")
		}
	}
	slices.Sort(problems)
	return problems
}

// matches reports whether a request matches an API line. Each {…} of the line
// stands for one path element.
func matches(line, sent string) bool {
	want, got := strings.Split(line, "/"), strings.Split(sent, "/")
	if len(want) != len(got) {
		return false
	}
	for i, element := range want {
		placeholder := strings.HasPrefix(element, "{") && strings.HasSuffix(element, "}")
		if placeholder && got[i] == "" || !placeholder && element != got[i] {
			return false
		}
	}
	return true
}

// medianLines returns the median length of the endpoints.
func medianLines(endpoints []endpoint) int {
	sizes := make([]int, len(endpoints))
	for i, e := range endpoints {
		sizes[i] = e.size
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}
