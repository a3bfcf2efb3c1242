package auth

import (
	"maps"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/input"
)

// checkVariables checks a credential from variables.
func (s Service) checkVariables(r *command.Run, values map[string]string) error {
	names := map[string]string{}
	for _, set := range s.Sets {
		for _, v := range set.Vars {
			names[v.Field] = v.Name
		}
	}
	return check(r, values, func(field string) input.Handed { return input.Handed{Where: names[field]} })
}

// check looks at each value of a credential, and notes where one has a space at an
// end, for when it is refused.
func check(r *command.Run, values map[string]string, handed func(field string) input.Handed) error {
	for _, field := range slices.Sorted(maps.Keys(values)) {
		h := handed(field)
		h.Field = field
		text, err := h.Secret(r.Messages, values[field])
		if err != nil {
			return err
		}
		if strings.TrimSpace(text) != text {
			r.Spaced = h.Where
		}
		values[field] = text
	}
	return nil
}
