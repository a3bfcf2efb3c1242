package conform

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

// unprintable is the address of a pointer, the secret that fill gives, and what fmt
// prints for a method that panicked.
var unprintable = regexp.MustCompile(`0x[0-9a-f]{6,}|canary|PANIC.*`)

// CheckPrinted fails for a value that prints an address, or a secret, with %v or %+v,
// and for an exported struct of the package in folder that is not among the values. A
// zero value is filled before it is printed, but for its functions. client stands for
// its services.
func CheckPrinted(t *testing.T, folder string, client any, values ...any) {
	t.Helper()
	missing := map[string]bool{}
	for name := range structs(t, folder) {
		missing[name] = true
	}
	services := reflect.ValueOf(client).Elem()
	for i := range services.NumField() {
		if services.Type().Field(i).IsExported() {
			values = append(values, services.Field(i).Interface())
		}
	}
	for _, value := range append(values, client) {
		shown := reflect.New(reflect.TypeOf(value)).Elem()
		shown.Set(reflect.ValueOf(value))
		switch {
		case shown.Kind() == reflect.Pointer && shown.Elem().IsZero():
			fill(shown.Elem(), 0)
		case shown.IsZero():
			fill(shown, 0)
		}
		name := reflect.Indirect(shown).Type().Name()
		name, _, _ = strings.Cut(name, "[")
		delete(missing, name)
		for _, verb := range []string{"%v", "%+v"} {
			text := fmt.Sprintf(verb, shown.Interface())
			if bad := unprintable.FindString(text); bad != "" {
				t.Errorf("%s of %s prints %s", verb, name, bad)
			}
		}
	}
	for name := range missing {
		t.Errorf("no value of %s is printed here", name)
	}
}

// CheckRequests fails for the body of a Create or an Update that cannot be written as
// one literal, or is not called after its method.
func CheckRequests(t *testing.T, folder string) {
	t.Helper()
	request := regexp.MustCompile(`(Create|Update|Attach|Approve)$`)
	for name, fields := range structs(t, folder) {
		if strings.HasSuffix(name, "Write") {
			t.Errorf("%s is not called after a method", name)
		}
		for _, field := range fields.List {
			if request.MatchString(name) && len(field.Names) == 0 {
				t.Errorf("%s embeds a type: its fields cannot be given by their names", name)
			}
		}
	}
}

// structs are the exported structs of a package, by their names.
func structs(t *testing.T, folder string) map[string]*ast.FieldList {
	t.Helper()
	found := map[string]*ast.FieldList{}
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.IsExported() {
				if fields, isStruct := spec.Type.(*ast.StructType); isStruct {
					found[spec.Name.Name] = fields.Fields
				}
			}
			return true
		})
	}
	return found
}

// fill gives a value something to print, and whatever it points to.
func fill(v reflect.Value, depth int) {
	if !v.CanSet() || depth > 4 {
		return
	}
	if fillOwn(v, depth) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, depth+1)
		fill(value, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64, reflect.Uint8:
		v.Set(reflect.ValueOf(7).Convert(v.Type()))
	}
}

// fillOwn fills a value whose fields are out of reach.
func fillOwn(v reflect.Value, depth int) bool {
	switch v.Type() {
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 9, 17, 9, 30, 0, 0, time.UTC)))
		return true
	case reflect.TypeFor[any]():
		v.Set(reflect.ValueOf(&struct{ ID int }{7}))
		return true
	case reflect.TypeFor[error]():
		v.Set(reflect.ValueOf(errors.New("it failed")))
		return true
	case reflect.TypeFor[io.Reader](), reflect.TypeFor[io.ReadCloser]():
		v.Set(reflect.ValueOf(io.NopCloser(strings.NewReader("text"))))
		return true
	}
	if text, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return text.UnmarshalText([]byte("canary")) == nil
	}
	if optional := v.MethodByName("Value"); optional.IsValid() && v.Kind() == reflect.Struct {
		value := reflect.New(optional.Type().Out(0)).Elem()
		fill(value, depth+1)
		encoded, err := json.Marshal(value.Interface())
		return err == nil && json.Unmarshal(encoded, v.Addr().Interface()) == nil
	}
	return false
}
