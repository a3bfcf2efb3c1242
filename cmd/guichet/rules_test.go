package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one parsed file of the command.
type source struct {
	path  string
	files *token.FileSet
	file  *ast.File
}

// sources are the files below the folders, tests left out.
func sources(t *testing.T, folders ...string) (all []source) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && strings.HasPrefix(entry.Name(), "testdata") {
				return fs.SkipDir // of another test, which may be removing it
			}
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, path, nil, 0)
			all = append(all, source{filepath.ToSlash(path), set, file})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func (s source) line(node ast.Node) int { return s.files.Position(node.Pos()).Line }

// each visits the nodes of one type.
func each[N ast.Node](s source, visit func(N)) {
	ast.Inspect(s.file, func(node ast.Node) bool {
		if n, ok := node.(N); ok {
			visit(n)
		}
		return true
	})
}

// A command is declared, not programmed: what does not fit belongs in package
// command, once for all services.
func TestACommandIsDeclaredInFewLines(t *testing.T) {
	limits := map[string]int{"list": 45, "object": 35}
	found := 0
	for _, s := range sources(t, ".") {
		each(s, func(f *ast.FuncDecl) {
			if f.Recv != nil || f.Body == nil || f.Type.Results == nil || len(f.Type.Results.List) != 1 {
				return
			}
			pointer, ok := f.Type.Results.List[0].Type.(*ast.StarExpr)
			if !ok {
				return
			}
			result, ok := pointer.X.(*ast.Ident)
			if !ok || limits[result.Name] == 0 {
				return
			}
			found++
			limit := limits[result.Name]
			if writes(f) {
				limit = limits["list"] // its fields are declared too
			}
			if lines := s.files.Position(f.End()).Line - s.line(f) + 1; lines > limit {
				t.Errorf("%s: %s takes %d lines, and a %s has %d", s.path, f.Name.Name, lines, result.Name, limit)
			}
		})
	}
	if found < 20 {
		t.Errorf("only %d declarations were found", found)
	}
}

// writes reports whether a declaration is one of a write.
func writes(f *ast.FuncDecl) (found bool) {
	ast.Inspect(f, func(node ast.Node) bool {
		if key, ok := node.(*ast.Ident); ok && (key.Name == "Writes" || key.Name == "send" || key.Name == "Fields") {
			found = true
		}
		return true
	})
	return found
}

// TestNoCallOptionCarriesAResult keeps commands from handing pointers to the SDK
// where its raw forms return what they read.
func TestNoCallOptionCarriesAResult(t *testing.T) {
	for _, s := range sources(t, ".") {
		each(s, func(e *ast.SelectorExpr) {
			if slices.Contains([]string{"WithBody", "WithReport", "OnAnswer", "CallOptions"}, e.Sel.Name) {
				t.Errorf("%s:%d: %s", s.path, s.line(e), e.Sel.Name)
			}
		})
	}
}

func TestEveryMessageIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t, ".") {
		inside := strings.HasPrefix(s.path, "message/")
		each(s, func(e *ast.SelectorExpr) {
			if pkg, ok := e.X.(*ast.Ident); ok && pkg.Name == "message" {
				used[e.Sel.Name] = true
			}
		})
		if !inside {
			continue
		}
		// In the package itself a key is used outside of its list and its table.
		for _, declaration := range s.file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok {
				ast.Inspect(f, func(node ast.Node) bool {
					if name, ok := node.(*ast.Ident); ok {
						used[name.Name] = true
					}
					return true
				})
			}
		}
	}
	for _, s := range sources(t, "message") {
		each(s, func(list *ast.GenDecl) {
			if list.Tok != token.CONST {
				return
			}
			first := list.Specs[0].(*ast.ValueSpec)
			if sum, ok := slices.Concat(first.Values, []ast.Expr{nil})[0].(*ast.BinaryExpr); !ok || sum.Op != token.ADD {
				return
			}
			for _, spec := range list.Specs {
				if name := spec.(*ast.ValueSpec).Names[0].Name; !used[name] {
					t.Errorf("%s: nothing says %s", s.path, name)
				}
			}
		})
	}
}

// plain are the texts that an error may be made of without the catalogue.
func plain() map[string]string {
	return map[string]string{
		`"%s"`: "the verb alone: the text comes from the catalogue",
		`""`:   "no hint",
	}
}

// TestAnErrorIsMadeOfTheCatalogue holds what people read to both languages: the
// constructors of package exit get no sentence of their own.
func TestAnErrorIsMadeOfTheCatalogue(t *testing.T) {
	for _, s := range sources(t, ".") {
		if strings.HasPrefix(s.path, "exit/") {
			continue // it makes them
		}
		each(s, func(call *ast.CallExpr) {
			function, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return
			}
			if pkg, ok := function.X.(*ast.Ident); !ok || pkg.Name != "exit" || !slices.Contains([]string{"New", "Usagef", "Errorf"}, function.Sel.Name) {
				return
			}
			for _, argument := range call.Args {
				checkText(t, s, argument)
			}
		})
		each(s, func(literal *ast.CompositeLit) {
			if kind, ok := literal.Type.(*ast.SelectorExpr); !ok || kind.Sel.Name != "Error" {
				return
			}
			for _, element := range literal.Elts {
				if pair, ok := element.(*ast.KeyValueExpr); ok && slices.Contains([]string{"Message", "Hint"}, pair.Key.(*ast.Ident).Name) {
					checkText(t, s, pair.Value)
				}
			}
		})
	}
}

// checkText refuses a literal with a word in it, wherever in the expression it
// is not an argument of another call.
func checkText(t *testing.T, s source, expression ast.Expr) {
	t.Helper()
	switch e := expression.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING && plain()[e.Value] == "" && regexp.MustCompile(`[a-z]{2}`).MatchString(e.Value) {
			t.Errorf("%s:%d: %s belongs in the catalogue", s.path, s.line(e), e.Value)
		}
	case *ast.BinaryExpr:
		checkText(t, s, e.X)
		checkText(t, s, e.Y)
	}
}

// TestEveryRefusalOfTheSDKHasItsWords reads the sentences that the packages
// behind the command refuse values with, and looks for each in the table.
func TestEveryRefusalOfTheSDKHasItsWords(t *testing.T) {
	known := map[string]bool{}
	for _, s := range sources(t, "command") {
		if s.path == "command/refused.go" {
			each(s, func(pair *ast.KeyValueExpr) {
				if key, ok := pair.Key.(*ast.BasicLit); ok {
					known[unquoted(t, key)] = true
				}
			})
		}
	}
	for _, s := range sources(t, "../../internal/rest", "../../rdvsolidarites", "../../zops", "../../gopaas", "../../astor", "command") {
		if strings.Contains(s.path, "test/") {
			continue
		}
		each(s, func(call *ast.CallExpr) {
			name := ""
			switch f := call.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			format := map[string]int{"Refuse": 0, "Invalid": 1}
			if at, refuses := format[name]; refuses && at < len(call.Args) {
				if text, ok := call.Args[at].(*ast.BasicLit); ok && text.Value != `"%s"` && !known[unquoted(t, text)] {
					t.Errorf("%s:%d: %s has no words in the catalogue", s.path, s.line(call), text.Value)
				}
			}
		})
	}
}

func unquoted(t *testing.T, literal *ast.BasicLit) string {
	t.Helper()
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
