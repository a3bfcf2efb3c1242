package guichet_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

const module = "github.com/guichet-go/guichet"

// public are the packages that a caller imports.
func public() []string {
	return []string{module, module + "/rdvsolidarites", module + "/zops", module + "/gopaas", module + "/astor"}
}

// listed is a package in the words of go list. A package that is compiled for a
// test has a path such as "zops_test [zops.test]".
type listed struct {
	ImportPath string
	ForTest    string
	Dir        string
	Export     string
	Standard   bool
	GoFiles    []string
	ImportMap  map[string]string
}

// goList is every package that the public packages, their tests and the examples
// are made of, by its import path.
var goList = sync.OnceValues(func() (map[string]listed, error) {
	arguments := append([]string{"list", "-export", "-deps", "-test",
		"-json=ImportPath,ForTest,Dir,Export,Standard,GoFiles,ImportMap", module + "/examples/..."}, public()...)
	out, err := exec.Command("go", arguments...).Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		return nil, errors.New(string(failed.Stderr))
	}
	if err != nil {
		return nil, err
	}
	all := map[string]listed{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); err == io.EOF {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all[p.ImportPath] = p
	}
})

// source is a package that was parsed and type-checked.
type source struct {
	path  string
	files []*ast.File
	set   *token.FileSet
	types *types.Package
	info  *types.Info
}

// typeCheck type-checks a package against the compiled form of what it imports.
func typeCheck(p listed) (*source, error) {
	all, err := goList()
	if err != nil {
		return nil, err
	}
	s := &source{set: token.NewFileSet(), info: &types.Info{
		Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{},
	}}
	s.path, _, _ = strings.Cut(p.ImportPath, " ")
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(s.set, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.files = append(s.files, file)
	}
	config := types.Config{Importer: importer.ForCompiler(s.set, "gc", func(path string) (io.ReadCloser, error) {
		if mapped, ok := p.ImportMap[path]; ok {
			path = mapped
		}
		return os.Open(all[path].Export)
	})}
	s.types, err = config.Check(s.path, s.set, s.files, s.info)
	return s, err
}

// publicSources are the public packages, tests left out.
var publicSources = sync.OnceValues(func() (sources []*source, err error) {
	all, err := goList()
	if err != nil {
		return nil, err
	}
	for _, path := range public() {
		s, err := typeCheck(all[path])
		if err != nil {
			return nil, err
		}
		sources = append(sources, s)
	}
	return sources, nil
})

// at is the package and the file of a place.
func (s *source) at(pos token.Pos) string {
	return s.types.Name() + "/" + filepath.Base(s.set.Position(pos).Filename)
}
