package rawjson

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/guichet-go/guichet/internal/refusal"
)

// Decode reads the value that comes next into the variable that into points to, by the
// tags and the methods of encoding/json, with four differences: names are matched in
// their own case and refused if they stand twice, null sets any variable to its zero
// value, an array must have the length of the Go array, and a value of another type ends
// the reading with an error that names its place and does not repeat the value.
//
// The package json of go-json-experiment does the same, but adds 450 kB to each program
// that imports the SDK. A fuzz test compares both.
func (r *Reader) Decode(into any) {
	pointer := reflect.ValueOf(into)
	if pointer.Kind() != reflect.Pointer || pointer.IsNil() {
		r.Fail(&json.InvalidUnmarshalError{Type: reflect.TypeOf(into)})
	}
	value := r.Value()
	if value == nil {
		return
	}
	if r.texts == nil {
		r.texts = new([256]string)
	}
	c := cursor{text: value, anyCase: r.anyCase, texts: r.texts}
	switch fits := decoderOf(pointer.Type().Elem())(&c, pointer.Elem()); {
	case fits:
	case c.twice:
		r.Fail(ErrTwice)
	default:
		r.Fail(c.misfit(slices.Collect(r.decoder.StackPointer().Tokens())))
	}
}

// misfit is the error for the value that does not fit its variable; place is that of
// the value which the cursor reads.
func (c *cursor) misfit(place []string) error {
	slices.Reverse(c.place)
	var where any = strings.Join(append(place, c.place...), ".")
	if where == "" {
		where = refusal.New("the_value", "the value")
	}
	return refusal.New("other_kind", "%s does not have the expected type", where).Because(c.cause)
}

// decoder reads the value that comes next into a variable of one type, and says whether
// it fits.
type decoder func(c *cursor, into reflect.Value) bool

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
	case reflect.Bool:
		return decodeBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return decodeInt
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return decodeUint
	case reflect.Float32, reflect.Float64:
		return decodeFloat
	}
	return decodeStandard // bytes, and the error for what JSON cannot have
}
