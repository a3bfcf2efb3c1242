package conform

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// CheckRawForms compares each method XRaw of the services of a client with X: it
// takes the same arguments and returns a json.RawMessage, or a page of them. It returns
// how many there are, AllRaw left out.
func CheckRawForms(t testing.TB, client reflect.Type) (n int) {
	t.Helper()
	checked := map[reflect.Type]bool{}
	for _, field := range reflect.VisibleFields(client) {
		if !field.IsExported() || checked[field.Type] {
			continue
		}
		checked[field.Type] = true
		for i := range field.Type.NumMethod() {
			raw := field.Type.Method(i)
			name, isRaw := strings.CutSuffix(raw.Name, "Raw")
			if !isRaw || name == "All" {
				continue
			}
			n++
			typed, ok := field.Type.MethodByName(name)
			if !ok || !slices.Equal(arguments(typed.Type), arguments(raw.Type)) {
				t.Errorf("%s.%s takes other arguments than %s", field.Type.Name(), raw.Name, name)
			}
			if out := raw.Type.Out(0); out != reflect.TypeFor[json.RawMessage]() && !strings.HasSuffix(out.String(), "Page[encoding/json.RawMessage]") {
				t.Errorf("%s.%s returns %s", field.Type.Name(), raw.Name, raw.Type.Out(0))
			}
		}
	}
	return n
}

func arguments(method reflect.Type) (types []reflect.Type) {
	for i := range method.NumIn() {
		types = append(types, method.In(i))
	}
	return types
}
