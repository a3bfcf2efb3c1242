package guichet_test

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// each runs a test on what a caller reaches in each public package.
func each(t *testing.T, test func(*testing.T, *reach)) {
	t.Helper()
	all, err := goList()
	if err != nil {
		t.Fatal(err)
	}
	sources, err := publicSources()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		t.Run(s.types.Name(), func(t *testing.T) {
			r := reachable(s, all)
			if len(r.objects) < 50 {
				t.Errorf("only %d names were found", len(r.objects))
			}
			test(t, r)
		})
	}
}

// TestNothingExportedLeadsIntoAnInternalPackage keeps every name of the API one
// that go doc can show: its types are of the public packages or of the standard
// library.
func TestNothingExportedLeadsIntoAnInternalPackage(t *testing.T) {
	each(t, func(t *testing.T, r *reach) {
		for _, problem := range r.problems {
			t.Error(short(problem))
		}
	})
}

// TestEveryExportedNameHasADocComment asks for a comment on each identifier,
// field and method. For a constant or a field, one at the end of the line will do.
// The comment on a group of constants counts for those whose name ends with
// their own value, such as SubscriptionRDV = "rdv".
func TestEveryExportedNameHasADocComment(t *testing.T) {
	each(t, func(t *testing.T, r *reach) {
		commented := comments(r.source)
		for obj, path := range r.objects {
			if obj.Exported() && !commented[obj] {
				t.Errorf("%s: %s has no doc comment", r.at(obj.Pos()), path)
			}
		}
	})
}

// comments are the objects of a package that have a comment.
func comments(s *source) map[types.Object]bool {
	commented := map[types.Object]bool{}
	note := func(name *ast.Ident, groups ...*ast.CommentGroup) {
		commented[s.info.Defs[name]] = slices.ContainsFunc(groups, func(g *ast.CommentGroup) bool { return g.Text() != "" })
	}
	for _, file := range s.files {
		ast.Inspect(file, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.FuncDecl:
				note(n.Name, n.Doc)
			case *ast.GenDecl:
				s.specs(n, note)
			case *ast.Field:
				for _, name := range n.Names {
					note(name, n.Doc, n.Comment)
				}
				if name := embeddedName(n.Type); len(n.Names) == 0 && name != nil {
					note(name, n.Doc, n.Comment)
				}
			}
			return true
		})
	}
	return commented
}

// specs notes the comments of a declaration of types, constants or variables.
func (s *source) specs(decl *ast.GenDecl, note func(*ast.Ident, ...*ast.CommentGroup)) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			note(spec.Name, spec.Doc, decl.Doc)
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				groups := []*ast.CommentGroup{spec.Doc, spec.Comment}
				if !decl.Lparen.IsValid() || namesItsValue(s.info.Defs[name]) {
					groups = append(groups, decl.Doc)
				}
				note(name, groups...)
			}
		}
	}
}

// namesItsValue reports whether obj is a constant text that its name ends with.
func namesItsValue(obj types.Object) bool {
	c, ok := obj.(*types.Const)
	if !ok || c.Val().Kind() != constant.String {
		return false
	}
	value := strings.ReplaceAll(constant.StringVal(c.Val()), "_", "")
	return value != "" && strings.HasSuffix(strings.ToLower(c.Name()), strings.ToLower(value))
}

// embeddedName is the identifier that names an embedded field.
func embeddedName(expr ast.Expr) *ast.Ident {
	switch e := expr.(type) {
	case *ast.Ident:
		return e
	case *ast.StarExpr:
		return embeddedName(e.X)
	case *ast.SelectorExpr:
		return e.Sel
	case *ast.IndexExpr:
		return embeddedName(e.X)
	}
	return nil
}
