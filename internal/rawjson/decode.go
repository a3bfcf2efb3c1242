package rawjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/guichet-go/guichet/internal/refusal"
)

// Decode reads the value that comes next into the variable that into points to, by the
// tags and the methods of encoding/json. It differs from encoding/json in this: names
// are matched in their own case, null makes each variable its zero value, an array must
// have the length of the Go array, and a value of another kind ends the reading with an
// error that names its place and does not repeat the value.
//
// The package json of go-json-experiment does the same, and would make each program
// that imports the SDK 450 kB larger. A fuzz test compares.
func (r *Reader) Decode(into any) {
	pointer := reflect.ValueOf(into)
	switch {
	case r.err != nil:
	case pointer.Kind() != reflect.Pointer || pointer.IsNil():
		r.Fail(&json.InvalidUnmarshalError{Type: reflect.TypeOf(into)})
	default:
		if r.unread = false; r.texts == nil {
			r.texts = new([256]string)
		}
		decoderOf(pointer.Type().Elem())(r, pointer.Elem())
	}
}

// decoder reads the value that comes next into a variable of one type.
type decoder func(r *Reader, into reflect.Value)

var decoders sync.Map // by reflect.Type

func decoderOf(t reflect.Type) decoder {
	known, ok := decoders.Load(t)
	if !ok {
		known, _ = decoders.LoadOrStore(t, newDecoder(t))
	}
	return known.(decoder)
}

// later finds the decoder of a part when a value has such a part for the first time: a
// type may be a part of itself.
func later(t reflect.Type) func() decoder {
	return sync.OnceValue(func() decoder { return decoderOf(t) })
}

var (
	jsonMethod = reflect.TypeFor[json.Unmarshaler]()
	textMethod = reflect.TypeFor[encoding.TextUnmarshaler]()
	number     = reflect.TypeFor[json.Number]()
)

func newDecoder(t reflect.Type) decoder {
	switch pointer := reflect.PointerTo(t); {
	case t.Kind() == reflect.Pointer:
		return decodePointer(t)
	case t.Kind() == reflect.Interface || t == number:
		return decodeStandard
	case pointer.Implements(jsonMethod):
		return decodeByMethod
	case pointer.Implements(textMethod):
		return decodeByText
	}
	switch t.Kind() {
	case reflect.Struct:
		return decodeStruct(t)
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return decodeSlice(t)
		}
	case reflect.Array:
		return decodeArray(t)
	case reflect.Map:
		return decodeMap(t)
	case reflect.String:
		return decodeString
	case reflect.Bool, reflect.Float32, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return decodeScalar
	}
	return decodeStandard // bytes, and the error for what JSON cannot have
}

// misfit ends the reading: the value that was read last does not fit its variable.
func (r *Reader) misfit(cause error) {
	var place any = strings.Join(slices.Collect(r.decoder.StackPointer().Tokens()), ".")
	if place == "" {
		place = refusal.New("the_value", "the value")
	}
	r.Fail(refusal.New("other_kind", "%s does not have the expected type", place).Because(cause))
}

// decodeStandard leaves a value to encoding/json.
func decodeStandard(r *Reader, into reflect.Value) {
	if value := r.Value(); value != nil {
		if err := json.Unmarshal(value, into.Addr().Interface()); err != nil {
			r.misfit(nil) // the error may repeat a number
		}
	}
}

func decodeByMethod(r *Reader, into reflect.Value) {
	if value := r.Value(); value != nil {
		if err := into.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(value); err != nil {
			r.misfit(err)
		}
	}
}

func decodeByText(r *Reader, into reflect.Value) {
	value := r.scalar(into)
	if value == nil {
		return
	}
	if value[0] != '"' {
		r.misfit(nil)
		return
	}
	if err := into.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(bytes.Clone(r.plain(value))); err != nil {
		r.misfit(err)
	}
}

// scalar reads a value. For null it sets the variable to zero and returns nil.
func (r *Reader) scalar(into reflect.Value) []byte {
	value := r.Value()
	if value != nil && value[0] == 'n' {
		into.SetZero()
		return nil
	}
	return value
}

func decodeString(r *Reader, into reflect.Value) {
	value := r.scalar(into)
	switch {
	case value == nil:
	case value[0] != '"':
		r.misfit(nil)
	default:
		into.SetString(r.shared(value))
	}
}

// shared returns the text of a JSON string. Rows repeat statuses, names and addresses:
// texts that were equal lately share their memory.
func (r *Reader) shared(quoted []byte) string {
	text := r.plain(quoted)
	hash := len(text)
	for _, c := range text[:min(len(text), 8)] {
		hash = hash*31 + int(c)
	}
	for _, c := range text[max(len(text)-8, 0):] {
		hash = hash*31 + int(c)
	}
	known := &r.texts[uint8(hash^hash>>8)]
	if *known != string(text) {
		*known = string(text)
	}
	return *known
}

func decodeScalar(r *Reader, into reflect.Value) {
	if value := r.scalar(into); value != nil && !setScalar(value, into) {
		r.misfit(nil)
	}
}

func setScalar(value []byte, into reflect.Value) bool {
	switch {
	case into.Kind() == reflect.Bool:
		into.SetBool(value[0] == 't')
		return value[0] == 't' || value[0] == 'f'
	case into.CanInt():
		n, err := strconv.ParseInt(string(value), 10, into.Type().Bits())
		into.SetInt(n)
		return err == nil
	case into.CanUint():
		n, err := strconv.ParseUint(string(value), 10, into.Type().Bits())
		into.SetUint(n)
		return err == nil
	}
	n, err := strconv.ParseFloat(string(value), into.Type().Bits())
	into.SetFloat(n)
	return err == nil
}
