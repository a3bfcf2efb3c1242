package auth

import (
	"maps"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
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
		text, err := h.Secret(values[field])
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

// maxSecret is far above what a store takes, in bytes.
const maxSecret = 64 << 10

// ReadSecret reads a secret that nobody sees: from a pipe, or hidden on a
// terminal, with flag or without. name is the field that the secret is for.
func ReadSecret(r *command.Run, stdin bool, flag, name string) (string, error) {
	if !stdin || r.InTerminal {
		return r.Hidden(name, flag)
	}
	data, err := r.ReadInput(maxSecret)
	if err != nil {
		return "", err
	}
	text, err := input.Text("stdin", data)
	if err != nil {
		return "", err
	}
	secret := strings.TrimRight(string(text), "\r\n")
	if secret == "" || len(data) > maxSecret || strings.ContainsAny(secret, "\r\n\x00") {
		return "", exit.Usage.New(message.ErrBadSecret, flag)
	}
	handed := input.Handed{Where: flag, Field: name, Exact: true}
	if secret, err = handed.Secret(secret); err == nil && strings.TrimSpace(secret) != secret {
		r.Spaced = flag
	}
	return secret, err
}
