package guichet_test

import (
	"go/types"
	"slices"
	"strings"
	"testing"
)

// calledThroughInterfaces are the methods that fmt, encoding/json, log/slog and
// errors call: a test that prints or decodes a value runs them without their name.
func calledThroughInterfaces() []string {
	return []string{
		"Error", "Format", "GoString", "Is", "LogValue", "MarshalJSON", "MarshalText", "String",
		"UnmarshalJSON", "UnmarshalText", "Unwrap",
	}
}

// called are the functions and methods that a test of a public package or an
// example names.
func called(t *testing.T, all map[string]listed) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, p := range all {
		path, _, _ := strings.Cut(p.ImportPath, " ")
		example := strings.HasPrefix(path, module+"/examples/")
		test := slices.Contains(public(), p.ForTest) && strings.TrimSuffix(path, "_test") == p.ForTest
		if !example && !test || strings.HasSuffix(path, ".test") {
			continue
		}
		s, err := typeCheck(p)
		if err != nil {
			t.Fatal(err)
		}
		for name, obj := range s.info.Uses {
			f, ok := obj.(*types.Func)
			if ok && (example || strings.HasSuffix(s.set.Position(name.Pos()).Filename, "_test.go")) {
				found[f.Origin().FullName()] = true
			}
		}
	}
	return found
}

// TestEveryExportedFunctionIsCalledByATestOrAnExample looks at the tests of the
// public packages and at the examples.
func TestEveryExportedFunctionIsCalledByATestOrAnExample(t *testing.T) {
	all, err := goList()
	if err != nil {
		t.Fatal(err)
	}
	named := called(t, all)
	each(t, func(t *testing.T, r *reach) {
		for obj, path := range r.objects {
			f, ok := obj.(*types.Func)
			if !ok || f.Signature().Recv() != nil && slices.Contains(calledThroughInterfaces(), f.Name()) {
				continue
			}
			if !named[f.FullName()] {
				t.Errorf("%s: no test and no example calls %s", r.at(obj.Pos()), path)
			}
		}
	})
}
