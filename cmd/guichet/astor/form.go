package astor

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// fill gives the values the files of the call, and the fields of its form. The
// collection says whether @FILE is a file to send or the text of a field.
func (w *wish) fill(values *astor.Values, op *astor.Operation) error {
	values.Files, values.Form = map[string][]astor.File{}, url.Values{}
	for name, paths := range w.files {
		for _, path := range paths {
			if err := addFile(values, name, path); err != nil {
				return err
			}
		}
	}
	for name, texts := range w.form {
		file := slices.ContainsFunc(op.Body.Fields, func(f astor.Field) bool { return f.File && f.Name == name })
		for _, text := range texts {
			path, named := strings.CutPrefix(text, "@")
			switch {
			case named && file:
				if err := addFile(values, name, path); err != nil {
					return err
				}
				continue
			case named:
				content, err := content(path)
				if err != nil {
					return err
				}
				text = string(content)
			}
			values.Form.Add(name, text)
		}
	}
	for _, name := range w.out {
		if w.form.Has(name) {
			return exit.Usage.New(message.LineFlagsExclusive, "--form "+name+", --no-form "+name)
		}
		values.Form[name] = nil
	}
	return nil
}

func addFile(values *astor.Values, name, path string) error {
	content, err := content(path)
	values.Files[name] = append(values.Files[name], astor.File{Name: filepath.Base(path), Content: content})
	return err
}

func content(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, exit.Usage.New(message.ErrFileUnreadable, path, message.WithoutPath(err))
	}
	return content, nil
}
