package guichet_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// reach is what a caller of one package can name or get hold of: each object
// with the path that leads to it.
type reach struct {
	*source
	all      map[string]listed
	declared map[types.Object]types.Type // what stands after the name in a type declaration
	objects  map[types.Object]string
	problems []string
}

// reachable walks from the exported names of a package.
func reachable(s *source, all map[string]listed) *reach {
	r := &reach{source: s, all: all, declared: map[types.Object]types.Type{}, objects: map[types.Object]string{}}
	for _, file := range s.files {
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.TypeSpec); ok {
				r.declared[s.info.Defs[spec.Name]] = s.info.TypeOf(spec.Type)
			}
			return true
		})
	}
	scope := s.types.Scope()
	for _, name := range scope.Names() {
		if obj := scope.Lookup(name); obj.Exported() {
			r.object(obj, "")
		}
	}
	return r
}

// object visits what a caller sees of obj.
func (r *reach) object(obj types.Object, path string) {
	if pkg := obj.Pkg(); pkg != r.types {
		if pkg != nil && !r.followed(pkg.Path()) {
			r.problems = append(r.problems, fmt.Sprintf("%s leads to %s.%s", path, pkg.Path(), obj.Name()))
		}
		return
	}
	if r.objects[obj] != "" {
		return
	}
	if obj.Exported() && r.types.Scope().Lookup(obj.Name()) == obj {
		path = r.types.Name() + "." + obj.Name()
	}
	r.objects[obj] = path
	name, ok := obj.(*types.TypeName)
	if !ok {
		r.typ(obj.Type(), path)
		return
	}
	r.typ(r.declared[obj], path)
	if named, ok := name.Type().(*types.Named); ok {
		r.params(named.TypeParams(), path)
		r.methods(named, path)
	}
}

// followed reports whether a caller can look a package up: a package of the standard
// library, or a public package of this module, which the test walks by itself.
func (r *reach) followed(path string) bool {
	for _, p := range public() {
		if path == p {
			return true
		}
	}
	return r.all[path].Standard
}

// methods visits the exported methods of a type, those of embedded types too.
func (r *reach) methods(named *types.Named, path string) {
	for selection := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		if m := selection.Obj().(*types.Func); m.Exported() {
			r.object(m.Origin(), path+"."+m.Name())
		}
	}
}

func (r *reach) params(list *types.TypeParamList, path string) {
	for p := range list.TypeParams() {
		r.typ(p.Constraint(), path+" (constraint of "+p.Obj().Name()+")")
	}
}

func (r *reach) args(list *types.TypeList, path string) {
	for arg := range list.Types() {
		r.typ(arg, path+" (type argument)")
	}
}

func (r *reach) tuple(list *types.Tuple, role, path string) {
	n := 0
	for v := range list.Variables() {
		n++
		r.typ(v.Type(), fmt.Sprintf("%s (%s %d)", path, role, n))
	}
}

// typ visits the parts of a type that a caller sees.
func (r *reach) typ(t types.Type, path string) {
	switch t := t.(type) {
	case *types.Alias:
		r.object(t.Obj(), path)
		r.args(t.TypeArgs(), path)
	case *types.Named:
		r.object(t.Obj(), path)
		r.args(t.TypeArgs(), path)
	case interface{ Elem() types.Type }: // pointer, slice, array, channel, map
		if m, ok := t.(*types.Map); ok {
			r.typ(m.Key(), path+" (key)")
		}
		r.typ(t.Elem(), path)
	case *types.Signature:
		r.params(t.TypeParams(), path)
		r.tuple(t.Params(), "parameter", path)
		r.tuple(t.Results(), "result", path)
	case *types.Struct:
		r.fields(t, path)
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			if m.Exported() {
				r.object(m, path+"."+m.Name())
			}
		}
		for embedded := range t.EmbeddedTypes() {
			r.typ(embedded, path)
		}
	case *types.Union:
		for term := range t.Terms() {
			r.typ(term.Type(), path)
		}
	}
}

// fields visits the exported fields of a struct, those of unexported embedded
// structs too.
func (r *reach) fields(t *types.Struct, path string) {
	for field := range t.Fields() {
		if field.Exported() {
			r.object(field.Origin(), path+"."+field.Name())
			continue
		}
		if !field.Embedded() {
			continue
		}
		embedded := field.Type()
		if pointer, ok := embedded.(*types.Pointer); ok {
			embedded = pointer.Elem()
		}
		if s, ok := embedded.Underlying().(*types.Struct); ok {
			r.fields(s, path)
		}
	}
}

// short leaves the module's path out of a text.
func short(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, module+"/", ""), module, "guichet")
}
