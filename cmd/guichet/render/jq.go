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

// filter runs a jq expression: on one row after the other where that gives the same,
// otherwise on the array of all rows, which is kept in memory until it is complete.
type filter struct {
	lineWriter
	context context.Context
	raw     bool
	code    *gojq.Code
	input   []any
	sources sources
	compact []byte

	each  *gojq.Code // what runs on each row, nil when the filter needs all of them
	list  bool       // the results of all rows are one array
	safe  bool       // each cannot fail, so that the array can be written as it grows
	array []byte     // what is not yet written of it
	comma string     // before the next element of the array
	ended bool       // by the filter
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
		return nil, filterError(err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, filterError(err)
	}
	f := &filter{lineWriter: lines, context: o.Context, raw: o.Raw, code: code, input: []any{}, sources: sources{}, array: []byte("[")}
	if f.context == nil {
		f.context = context.Background()
	}
	if each, list := rowwise(query, false); each != nil {
		f.list, f.safe = list, safe(each, oneName)
		if f.each, err = gojq.Compile(each); err != nil {
			return nil, filterError(err)
		}
	}
	return f, nil
}

func filterError(err error) error {
	return refused("jq", message.RenderFilter, err)
}

func (f *filter) row(raw []byte) error {
	switch {
	case f.ended:
		return nil
	case f.each == nil:
		value, err := f.decode(nil, raw)
		f.input = append(f.input, value)
		return err
	}
	clear(f.sources)
	value, err := f.decode(f.compact[:0], raw)
	if err != nil {
		return err
	}
	emit := f.print
	if f.list {
		emit = f.collect
	}
	if err := f.run(f.each, value, emit); err != nil || !f.list || !f.safe {
		return err
	}
	return f.writePart()
}

func (f *filter) one(raw []byte) error {
	value, err := f.decode(nil, raw)
	if err != nil {
		return err
	}
	return f.run(f.code, value, f.print)
}

func (f *filter) close() error {
	switch {
	case f.each == nil:
		return f.run(f.code, f.input, f.print)
	case !f.list || f.ended:
		return nil
	}
	f.array = append(f.array, "]\n"...)
	return f.writePart()
}

// run hands each result of the code to emit.
func (f *filter) run(code *gojq.Code, input any, emit func(any) error) error {
	results := code.RunWithContext(f.context, input)
	for {
		result, more := results.Next()
		if !more {
			return nil
		}
		if err, failed := result.(error); failed {
			f.ended = true
			return f.stopped(err)
		}
		if err := emit(result); err != nil {
			return err
		}
	}
}

// collect adds a result to the array of all rows.
func (f *filter) collect(result any) error {
	f.array = f.sources.append(append(f.array, f.comma...), result)
	f.comma = ","
	return nil
}

// writePart writes what there is of the array.
func (f *filter) writePart() error {
	if f.terminal {
		f.array = appendEscaped(nil, f.array)
	}
	_, err := f.out.Write(f.array)
	f.array = f.array[:0]
	return err
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
		return filterError(errors.New(shortened(err.Error())))
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

// decode reads a value. Its objects refer to its bytes, which are appended to
// compact: those of the caller are not kept.
func (f *filter) decode(compact, raw []byte) (any, error) {
	compact, err := rawjson.AppendCompact(compact, raw)
	if err != nil {
		return nil, err
	}
	f.compact = compact
	r := rawjson.Lenient(compact)
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
