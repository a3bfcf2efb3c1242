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
	r := rawjson.Strict(object)
	defer r.Free()
	if r.Kind() != '{' {
		return object, r.End()
	}
	var out []byte
	kept := 0
	for name := range r.Members {
		secret := slices.Contains(fields, string(name)) && r.Kind() == '"'
		value := r.Value()
		if end := r.Mark(); secret && len(value) > 2 {
			out = append(append(out, object[kept:end-len(value)]...), redacted...)
			kept = end
		}
	}
	return append(out, object[kept:]...), r.End()
}
