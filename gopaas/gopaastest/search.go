package gopaastest

import (
	"errors"
	"strings"
)

// condition is one triple of an advanced search.
type condition struct{ field, operator, value string }

var errSearch = errors.New("the search cannot be read")

// parseSearch parses groups of four: field, operator, value and a logical
// operator, which may be missing or trailing at the end.
func parseSearch(text string) ([]condition, error) {
	if text == "" {
		return nil, nil
	}
	parts := strings.Split(strings.TrimSuffix(text, "|"), "|")
	var all []condition
	for len(parts) > 0 {
		if len(parts) < 3 || parts[1] != "contain" && parts[1] != "equal" || len(parts) > 3 && parts[3] != "AND" {
			return nil, errSearch
		}
		all = append(all, condition{parts[0], parts[1], parts[2]})
		parts = parts[min(4, len(parts)):]
	}
	return all, nil
}

// matches reports whether a row meets every condition.
func (v *view) matches(from source, conditions []condition) (bool, error) {
	for _, c := range conditions {
		found := v.column(c.field)
		if found == nil {
			return false, errSearch // the database has no such column
		}
		value, wanted := strings.ToLower(found.value(from)), strings.ToLower(c.value)
		if c.operator == "equal" && value != wanted || c.operator == "contain" && !strings.Contains(value, wanted) {
			return false, nil
		}
	}
	return true, nil
}

// mentions reports whether any column contains text.
func (v *view) mentions(from source, text string) bool {
	text = strings.ToLower(text)
	for _, c := range v.columns {
		if strings.Contains(strings.ToLower(c.value(from)), text) {
			return true
		}
	}
	return false
}

func (v *view) column(name string) *column {
	for i := range v.columns {
		if v.columns[i].name == name {
			return &v.columns[i]
		}
	}
	return nil
}
