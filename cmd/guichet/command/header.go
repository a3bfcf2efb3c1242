package command

import (
	"bytes"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
)

// maxHeader is how much of the file of a header is read, in bytes.
const maxHeader = 1 << 20

// Header is one --header. Its value is that of the command line, or in a file.
type Header struct{ Name, value, file string }

// Headers adds --header. What a person took for a value is not repeated: it may be
// a secret.
func (f *Flags) Headers(into *[]Header, help message.Key) {
	f.Each("header", message.PlaceAssignment, help, func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		file, inFile := strings.CutPrefix(value, "@")
		if !ok || strings.ContainsAny(name, ": ") || inFile && file == "" {
			return message.Fail(message.ErrHeaderForm)
		}
		switch {
		case inFile:
			*into = append(*into, Header{Name: name, file: file})
		case rest.IsSecretHeader(name):
			return message.Fail(message.ErrHeaderSecret, name, name)
		default:
			*into = append(*into, Header{Name: name, value: value})
		}
		return nil
	})
}

// Value is the value on the command line, or the one line of the file, which is shown
// nowhere.
func (h Header) Value(r *Run) (string, error) {
	if h.file == "" {
		return h.value, nil
	}
	data, err := r.ReadFile(h.file, maxHeader)
	if err != nil {
		return "", err
	}
	data = bytes.TrimSuffix(bytes.TrimSuffix(data, []byte("\n")), []byte("\r"))
	value, err := input.Handed{Where: "--header " + h.Name + "=@" + h.file, Exact: true}.Secret(string(data))
	if err == nil {
		r.Secrets = append(r.Secrets, guichet.NewSecret(value))
	}
	return value, err
}
