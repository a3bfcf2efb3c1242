package rdvsolidarites_test

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// unread compares a JSON document with the value that it was decoded into. It
// lists the fields that no Go field takes, and those whose value is another.
func unread(path string, doc any, v reflect.Value) []string {
	if text, ok := written(v); ok {
		if doc == nil && v.IsZero() || doc == text {
			return nil
		}
		return []string{fmt.Sprintf("%s: %v was read as %q", path, doc, text)}
	}
	if optional, ok := v.Interface().(interface{ IsNull() bool }); ok {
		if doc == nil && optional.IsNull() {
			return nil
		}
		v = v.MethodByName("Value").Call(nil)[0]
	}
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			if doc == nil {
				return nil
			}
			return []string{fmt.Sprintf("%s: %v was read as nil", path, doc)}
		}
		v = v.Elem()
	}
	switch doc := doc.(type) {
	case map[string]any:
		return unreadFields(path, doc, v)
	case []any:
		if v.Kind() != reflect.Slice || v.Len() != len(doc) {
			return []string{fmt.Sprintf("%s: %d elements were read as %v", path, len(doc), v)}
		}
		var list []string
		for i, item := range doc {
			list = append(list, unread(path+"[]", item, v.Index(i))...)
		}
		return list
	case nil:
		if v.IsZero() {
			return nil
		}
	case float64:
		if v.CanInt() && v.Int() == int64(doc) || v.CanFloat() && v.Float() == doc {
			return nil
		}
	default:
		if v.Interface() == doc || v.Kind() == reflect.String && v.String() == doc {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s: %v was read as %v", path, doc, v)}
}

func unreadFields(path string, doc map[string]any, v reflect.Value) []string {
	if v.Kind() != reflect.Struct {
		return []string{fmt.Sprintf("%s: an object was read as %v", path, v)}
	}
	var list []string
	for key, value := range doc {
		field, ok := fieldOf(v, key)
		if !ok {
			list = append(list, path+"."+key)
			continue
		}
		list = append(list, unread(path+"."+key, value, field)...)
	}
	return list
}

// fieldOf finds the field that encoding/json fills from key, embedded structs
// included.
func fieldOf(v reflect.Value, key string) (reflect.Value, bool) {
	for _, field := range reflect.VisibleFields(v.Type()) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name == key {
			return v.FieldByIndex(field.Index), true
		}
	}
	return reflect.Value{}, false
}

// written is how the service writes the value of a type that reads by itself.
func written(v reflect.Value) (string, bool) {
	switch value := v.Interface().(type) {
	case rdvsolidarites.Time:
		return value.Format("2006-01-02 15:04:05 -0700"), true
	case rdvsolidarites.Date:
		return value.String(), true
	case rdvsolidarites.Clock:
		return value.String(), true
	case guichet.Secret:
		return value.Reveal(), true
	}
	return "", false
}
