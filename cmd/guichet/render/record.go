package render

import (
	"strings"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// pair is one line of a single object.
type pair struct{ name, text string }

// one writes a single object as aligned lines of a name and a value. Nothing
// is cut: who asks for one object wants all of it.
func (t *table) one(raw []byte) error {
	pairs, err := t.pairs(raw)
	if err != nil {
		return err
	}
	width := 0
	for i := range pairs {
		pairs[i].name = Sanitize(pairs[i].name) + ":"
		width = max(width, displayWidth(pairs[i].name))
	}
	for _, p := range pairs {
		t.line.Reset()
		if !t.options.NoHeader {
			t.line.WriteString(p.name)
			if p.text != "" {
				pad(&t.line, width-displayWidth(p.name)+gap)
			}
		}
		t.line.WriteString(p.text)
		t.line.WriteByte('\n')
		if _, err := t.out.WriteString(t.line.String()); err != nil {
			return err
		}
	}
	return nil
}

func (t *table) pairs(raw []byte) ([]pair, error) {
	if !t.selection.chosen {
		return flattened(raw)
	}
	texts, err := t.texts(raw)
	if err != nil {
		return nil, err
	}
	pairs := make([]pair, len(texts))
	for i, path := range t.selection.columns {
		pairs[i] = pair{path, texts[i]}
	}
	return pairs, nil
}

// flattened gives the fields of an object, those of the objects directly below
// it under dotted names.
func flattened(raw []byte) ([]pair, error) {
	r := rawjson.Lenient(raw)
	defer r.Free()
	if r.Kind() != '{' {
		value := r.Value()
		if err := r.End(); err != nil {
			return nil, err
		}
		return []pair{{wholeName, valueText(value)}}, nil
	}
	var pairs []pair
	add := func(path string) {
		if value := r.Value(); value != nil {
			pairs = append(pairs, pair{path, valueText(value)})
		}
	}
	for name := range r.Members {
		path := string(name)
		if r.Kind() != '{' {
			add(path)
			continue
		}
		for name := range r.Members {
			add(path + "." + string(name))
		}
	}
	return pairs, r.End()
}

func valueText(value []byte) string {
	return strings.TrimSpace(Sanitize(string(appendValue(nil, value, true))))
}
