package command

import (
	"encoding/json"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// Secrets of a body never stand on the command line, where every process of the
// machine reads them. Secrets of an answer are shown only when asked for.

const redacted = `"[redacted]"`

// secret adds the flag that has a secret field read from standard input.
func (b *body) secret(field Field) {
	if b.secrets == nil {
		b.secrets = map[string]*bool{}
	}
	b.secrets[field.Name] = new(bool)
	b.flags.Switch(b.secrets[field.Name], field.flag()+"-stdin", field.Help)
}

// askSecrets reads the secret fields that the data does not have: a line each
// from standard input, or hidden from a terminal. A dry run does without.
func (b *body) askSecrets(r *Run, object map[string]json.RawMessage) error {
	for _, field := range b.fields {
		if _, given := object[field.Name]; field.Kind != SecretField || given {
			continue
		}
		secret, err := guichet.NewSecret(Placeholder()), error(nil)
		switch flag := "--" + field.flag() + "-stdin"; {
		case *b.secrets[field.Name]:
			secret, err = r.Prompt.SecretLine(flag, field.Name)
		case !r.Settings.DryRun:
			secret, err = r.Prompt.Hidden(field.Name, flag)
		}
		if err != nil {
			return err
		}
		if object[field.Name], err = json.Marshal(secret.Reveal()); err != nil {
			return err
		}
	}
	return nil
}

// hide replaces the secret fields of an object, and keeps everything else as
// the service wrote it.
func hide(object json.RawMessage, fields []string) (json.RawMessage, error) {
	if fields == nil {
		return object, nil
	}
	return Replace(object, func(name string, value []byte) []byte {
		if slices.Contains(fields, name) && value[0] == '"' && len(value) > 2 {
			return []byte(redacted)
		}
		return nil
	})
}

// Replace returns an object with other values for some of its names: with returns the
// value for a name, nil to keep the one that is there. What is no object stays as it is.
func Replace(object json.RawMessage, with func(name string, value []byte) []byte) (json.RawMessage, error) {
	r := rawjson.Strict(object)
	defer r.Free()
	if r.Kind() != '{' {
		return object, r.End()
	}
	var out []byte
	kept := 0
	for own := range r.Members {
		name := string(own)
		value := r.Value()
		if end := r.Mark(); len(value) > 0 {
			if other := with(name, value); other != nil {
				out = append(append(out, object[kept:end-len(value)]...), other...)
				kept = end
			}
		}
	}
	return append(out, object[kept:]...), r.End()
}
