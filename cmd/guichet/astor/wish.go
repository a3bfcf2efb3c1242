package astor

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// wish is what the flags of a call say.
type wish struct {
	source
	vars     map[string]string
	segments map[string]string
	hidden   []hidden
	query    url.Values
	headers  []command.Header
	data     string
	files    map[string][]string
	form     url.Values
	out      []string // fields of the form that are left out
	hosts    map[string]string
	trusted  []string // hosts that credentials may go to
	save     string
	show     bool
}

// hidden is a variable or a field of a form whose value is read, by its flag.
type hidden struct{ flag, name string }

const varStdin, formStdin = "var-stdin", "form-stdin"

func (w *wish) flags(f *command.Flags) {
	f.Each("var", message.PlaceAssignment, message.FlagVar, w.variable)
	f.Each(varStdin, message.PlaceName, message.FlagVarStdin, func(name string) error {
		if _, shown := w.vars[name]; shown {
			return message.Fail(message.AstorVariableTwice, strconv.Quote(name))
		}
		w.hide(hidden{varStdin, name})
		return nil
	})
	f.Each("segment", message.PlaceAssignment, message.FlagSegment, func(text string) error {
		name, value, err := assignment(text)
		if err != nil {
			return err
		}
		return once(w.segments, name, value)
	})
	f.Each("query", message.PlaceAssignment, message.FlagQuery, func(text string) error {
		name, value, err := assignment(text)
		w.query.Add(name, value)
		return err
	})
	f.Each("form", message.PlaceAssignment, message.FlagForm, func(text string) error {
		name, value, err := assignment(text)
		w.form[name] = append(w.form[name], value)
		return err
	})
	f.Each("no-form", message.PlaceName, message.FlagNoForm, func(name string) error {
		w.out = append(w.out, name)
		return nil
	})
	f.Each(formStdin, message.PlaceName, message.FlagFormStdin, func(name string) error {
		w.hide(hidden{formStdin, name})
		return nil
	})
	f.Headers(&w.headers, message.FlagHeader)
	f.Data(&w.data, message.PlaceBody, message.FlagCallData)
	f.Each("file", message.PlaceFileOf, message.FlagFile, w.file)
	f.Each("host", message.PlaceAssignment, message.FlagHost, func(text string) error {
		name, address, err := assignment(text)
		if err != nil {
			return err
		}
		return once(w.hosts, name, address)
	})
	f.Each("send-token-to", message.PlaceName, message.FlagSendTokenTo, func(name string) error {
		w.trusted = append(w.trusted, name)
		return nil
	})
	f.Text(&w.save, "save-token", message.FlagSaveToken)
	f.Switch(&w.show, "show-secret", message.FlagShowSecret)
	w.source.flags(f)
}

func (w *wish) hide(h hidden) {
	if !slices.Contains(w.hidden, h) {
		w.hidden = append(w.hidden, h)
	}
}

func assignment(text string) (name, value string, err error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok || name == "" {
		return "", "", message.Fail(message.ErrAssignment, text)
	}
	return name, value, nil
}

func (w *wish) variable(text string) error {
	name, value, err := assignment(text)
	if err != nil {
		return err
	}
	if name == astor.VarToken {
		return message.Fail(message.ErrTokenVariable)
	}
	if slices.Contains(w.hidden, hidden{varStdin, name}) {
		return message.Fail(message.AstorVariableTwice, strconv.Quote(name))
	}
	return once(w.vars, name, value)
}

// once keeps a value, and refuses a second one of the same name.
func once(values map[string]string, name, value string) error {
	if before, twice := values[name]; twice && before != value {
		return message.Fail(message.LineTwice, name, before, value)
	}
	values[name] = value
	return nil
}

func (w *wish) file(text string) error {
	name, path, ok := strings.Cut(text, "=@")
	if !ok || name == "" || path == "" {
		return message.Fail(message.ErrFileOf, text)
	}
	w.files[name] = append(w.files[name], path)
	return nil
}
