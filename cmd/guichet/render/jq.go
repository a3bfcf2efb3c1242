package render

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/itchyny/gojq"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// filter runs a jq expression over everything at once: a list is kept in
// memory until it is complete.
type filter struct {
	lineWriter
	context    context.Context
	expression string
	raw        bool
	code       *gojq.Code
	input      []any
	sources    sources
}

// sources remembers the bytes of every object that was decoded. The filter
// language does not keep the order of members, but an object that it passes on
// untouched is still the same map, and is then printed as the service sent it.
type sources map[uintptr]source

// source holds the map too: were it freed, another could get its address.
type source struct {
	object map[string]any
	raw    []byte
}

func newFilter(lines lineWriter, o *Options) (*filter, error) {
	query, err := gojq.Parse(o.JQ)
	if err != nil {
		return nil, filterError(o.JQ, err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, filterError(o.JQ, err)
	}
	stop := o.Context
	if stop == nil {
		stop = context.Background()
	}
	return &filter{lineWriter: lines, context: stop, expression: o.JQ, raw: o.Raw, code: code, input: []any{}, sources: sources{}}, nil
}

func filterError(expression string, err error) error {
	return &UsageError{Flag: "jq", Value: expression, Problem: message.Fail(message.RenderFilter, err)}
}

func (f *filter) row(raw []byte) error {
	value, err := f.decode(raw)
	f.input = append(f.input, value)
	return err
}

func (f *filter) one(raw []byte) error {
	value, err := f.decode(raw)
	if err != nil {
		return err
	}
	return f.run(value)
}

func (f *filter) flush() error { return nil }
func (f *filter) close() error { return f.run(f.input) }

// run prints each result on a line of its own.
func (f *filter) run(input any) error {
	results := f.code.RunWithContext(f.context, input)
	for {
		result, more := results.Next()
		if !more {
			return nil
		}
		if err, failed := result.(error); failed {
			return f.stopped(err)
		}
		if err := f.print(result); err != nil {
			return err
		}
	}
}

// print prints one result: as JSON, or a string as it is.
func (f *filter) print(result any) error {
	text, isText := result.(string)
	if !isText || !f.raw {
		f.scratch = f.sources.append(f.scratch[:0], result)
		return f.writeLine(f.scratch)
	}
	if f.terminal {
		text = SanitizeLines(text)
	}
	_, err := f.out.WriteString(text + "\n")
	return err
}

// stopped is the end of a filter before its last result. A text that the filter
// itself ends with is shown; any other value may hold rows.
func (f *filter) stopped(err error) error {
	var halt *gojq.HaltError
	var own gojq.ValueError
	switch {
	case errors.As(err, &halt) && halt.Value() == nil && halt.ExitCode() == 0:
		return nil
	case f.context.Err() != nil:
		return context.Cause(f.context)
	case !errors.As(err, &own):
		return filterError(f.expression, errors.New(shortened(err.Error())))
	}
	text, isText := own.Value().(string)
	if text = strings.TrimSpace(text); !isText || text == "" {
		return exit.Unexpected.New(message.RenderFilterStopped)
	}
	return exit.Unexpected.Wrap(errors.New(shortened(text)))
}

// shortened keeps a message short: what a filter ends with may be made of rows.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > maxFilterMessage {
		return string(runes[:maxFilterMessage]) + "…"
	}
	return text
}

// maxFilterMessage is how much is shown of what a filter ends with, in characters.
const maxFilterMessage = 200

func (f *filter) decode(raw []byte) (any, error) {
	// The objects are referred to until the end, the caller's bytes are not
	// ours to keep.
	raw, err := rawjson.AppendCompact(nil, raw)
	if err != nil {
		return nil, err
	}
	r := rawjson.Lenient(raw)
	defer r.Free()
	return f.sources.decode(r), r.End()
}

// decode reads one value. Its depth is limited by the Reader.
func (s sources) decode(r *rawjson.Reader) any {
	mark := r.Mark()
	switch r.Kind() {
	case '{':
		object := map[string]any{}
		for name := range r.Members {
			key := string(name)
			object[key] = s.decode(r)
		}
		s[reflect.ValueOf(object).Pointer()] = source{object, r.Since(mark)}
		return object
	case '[':
		array := []any{}
		for range r.Elements {
			array = append(array, s.decode(r))
		}
		return array
	case '"':
		text, _ := rawjson.Text(r.Value())
		return text
	case '0':
		return json.Number(r.Value())
	case 'n':
		r.Value()
		return nil
	}
	return string(r.Value()) == "true"
}

// append adds the JSON of a result. Members of new objects are sorted.
func (s sources) append(dst []byte, value any) []byte {
	switch value := value.(type) {
	case map[string]any:
		if source, untouched := s[reflect.ValueOf(value).Pointer()]; untouched {
			return append(dst, source.raw...)
		}
		return s.appendObject(dst, value)
	case []any:
		dst = append(dst, '[')
		for i, element := range value {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = s.append(dst, element)
		}
		return append(dst, ']')
	}
	// What the filter language emits is always one of the types it encodes.
	text, _ := gojq.Marshal(value)
	return append(dst, text...)
}

func (s sources) appendObject(dst []byte, object map[string]any) []byte {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	dst = append(dst, '{')
	for i, name := range names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = s.append(dst, name)
		dst = append(dst, ':')
		dst = s.append(dst, object[name])
	}
	return append(dst, '}')
}
