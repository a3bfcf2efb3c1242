package guichet_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"testing"
)

// TestAnImportDoesNoWork keeps what a program pays for an import at nothing: no
// init function, and no package-level variable whose value is computed when the
// program starts. errors.New is allowed.
func TestAnImportDoesNoWork(t *testing.T) {
	sources, err := publicSources()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		for _, file := range s.files {
			for _, decl := range file.Decls {
				switch d := decl.(type) {
				case *ast.FuncDecl:
					if d.Recv == nil && d.Name.Name == "init" {
						t.Errorf("%s has an init function", s.at(d.Pos()))
					}
				case *ast.GenDecl:
					if work := s.work(d); d.Tok == token.VAR && work != "" {
						t.Errorf("%s: a variable of the package %s", s.at(d.Pos()), work)
					}
				}
			}
		}
	}
}

// work says what the program has to do before main for a declaration.
func (s *source) work(decl *ast.GenDecl) (work string) {
	ast.Inspect(decl, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncLit:
			return false // it does not run yet
		case *ast.CompositeLit:
			if _, ok := s.info.TypeOf(n).Underlying().(*types.Map); ok {
				work = "fills a map"
			}
		case *ast.CallExpr:
			if called := types.ExprString(n.Fun); !s.info.Types[n.Fun].IsType() && called != "errors.New" {
				work = "calls " + called
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				work = "receives from a channel"
			}
		}
		return work == ""
	})
	return work
}
