package app

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
)

// maxHeader is how much of the file of a header is read, in bytes.
const maxHeader = 1 << 20

// header is one --header. Its value is that of the command line, or in a file.
type header struct{ name, value, file string }

// headersFlag adds --header. What a person took for a value is not repeated: it may be
// a secret.
func headersFlag(f *command.Flags, into *[]header) {
	f.Each("header", message.PlaceAssignment, message.FlagAPIHeader, func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		file, inFile := strings.CutPrefix(value, "@")
		if !ok || strings.ContainsAny(name, ": ") || inFile && file == "" {
			return message.Fail(message.ErrHeaderForm)
		}
		if inFile {
			value = ""
		} else if rest.IsSecretHeader(name) {
			return message.Fail(message.ErrHeaderSecret, name, name)
		}
		*into = append(*into, header{name, value, file})
		return nil
	})
}

// headerOptions reads the files and gives each header to the call. credential says
// that a header carries one.
func headerOptions(r *command.Run, headers []header) (options []guichet.CallOption, credential bool, err error) {
	all := http.Header{}
	for _, h := range headers {
		if h.file != "" {
			if h.value, err = headerFile(r, h); err != nil {
				return nil, false, err
			}
			r.Secrets = append(r.Secrets, guichet.NewSecret(h.value))
		}
		all[h.name] = append(all[h.name], h.value)
		credential = credential || rest.IsSecretHeader(h.name)
		options = append(options, guichet.WithHeader(h.name, h.value))
	}
	if err := rest.CheckHeader(all); err != nil {
		return nil, false, exit.Usage.Wrap(err)
	}
	return options, credential, nil
}

// headerFile is the one line of the file of a header.
func headerFile(r *command.Run, h header) (string, error) {
	data, err := r.ReadFile(h.file, maxHeader)
	if err != nil {
		return "", err
	}
	data = bytes.TrimSuffix(bytes.TrimSuffix(data, []byte("\n")), []byte("\r"))
	return input.Handed{Where: "--header " + h.name + "=@" + h.file, Exact: true}.Secret(string(data))
}
