package astorgen

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// answerShape is the shape of an operation's successful saved answers, nil when
// none of them is JSON.
func answerShape(o *astor.Operation) *shape {
	var s shape
	for _, e := range o.Examples {
		if e.Status != 0 && (e.Status < 200 || e.Status > 299) {
			continue
		}
		if v, ok := sample(e.Body, nil); ok {
			s.add(v, 0)
		}
	}
	return s.used()
}

// bodyShape is the shape of the JSON that an operation sends, nil when it sends
// another body.
func bodyShape(o *astor.Operation) *shape {
	if o.Body.Dropped || o.Body.Mode != "raw" && o.Body.Mode != "" {
		return nil
	}
	var s shape
	values := known(o)
	texts := []string{o.Body.Text}
	for _, e := range o.Examples {
		texts = append(texts, e.RequestBody)
	}
	for _, text := range texts {
		if v, ok := sample(text, values); ok {
			s.add(v, 0)
		}
	}
	return s.used()
}

func (s *shape) used() *shape {
	if s.samples == 0 {
		return nil
	}
	return s
}

// known are the variables of a request that have a value in the collection, which is JSON.
func known(o *astor.Operation) map[string]string {
	values := map[string]string{}
	for _, use := range o.Variables() {
		if json.Valid([]byte(use.Value)) {
			values[use.Name] = use.Value
		}
	}
	return values
}

// sample reads an object or a list in which variables and comments may stand. Other
// JSON may be text that only looks like it.
func sample(text string, values map[string]string) (v any, ok bool) {
	text = rawjson.Fill(strings.TrimPrefix(text, "\ufeff"), func(name string) string {
		if value := values[name]; value != "" {
			return value
		}
		return `"\u0000` + unknown[1:] + `"`
	})
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&v) != nil {
		return nil, false
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, false
	}
	switch v.(type) {
	case []any, map[string]any:
		return v, true
	}
	return nil, false
}
