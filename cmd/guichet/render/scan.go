package render

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

var errNotOneValue = errors.New("the service's answer holds no single JSON value")

// scanner reads members and elements of raw JSON values. It keeps one decoder
// for each level of nesting, so that reading rows in turn allocates little.
type scanner struct {
	decoders []*jsontext.Decoder
	buffers  []*bytes.Buffer
	name     []byte
}

func (s *scanner) open(level int, value []byte) *jsontext.Decoder {
	for len(s.decoders) <= level {
		s.decoders = append(s.decoders, new(jsontext.Decoder))
		s.buffers = append(s.buffers, new(bytes.Buffer))
	}
	*s.buffers[level] = *bytes.NewBuffer(value)
	s.decoders[level].Reset(s.buffers[level], jsontext.AllowDuplicateNames(lenient), jsontext.AllowInvalidUTF8(lenient))
	return s.decoders[level]
}

// object calls visit for each member of an object, in order. The name is valid
// until the next call of the scanner, the value as long as the object.
func (s *scanner) object(level int, object []byte, visit func(name, value []byte) error) error {
	decoder := s.open(level, object)
	if _, err := decoder.ReadToken(); err != nil {
		return err
	}
	for decoder.PeekKind() != '}' {
		quoted, err := decoder.ReadValue()
		if err != nil {
			return err
		}
		name := []byte(quoted[1 : len(quoted)-1])
		if bytes.IndexByte(name, '\\') >= 0 {
			s.name = unquote(s.name[:0], quoted)
			name = s.name
		}
		value, err := decoder.ReadValue()
		if err != nil {
			return err
		}
		if err := visit(name, value); err != nil {
			return err
		}
	}
	_, err := decoder.ReadToken()
	return err
}

// array calls visit for each element of an array.
func (s *scanner) array(level int, array []byte, visit func(index int, value []byte) error) error {
	decoder := s.open(level, array)
	if _, err := decoder.ReadToken(); err != nil {
		return err
	}
	for i := 0; decoder.PeekKind() != ']'; i++ {
		value, err := decoder.ReadValue()
		if err != nil {
			return err
		}
		if err := visit(i, value); err != nil {
			return err
		}
	}
	_, err := decoder.ReadToken()
	return err
}

// value reads the one value that raw must hold, without the space around it.
func (s *scanner) value(raw []byte) ([]byte, error) {
	decoder := s.open(0, raw)
	value, err := decoder.ReadValue()
	if err != nil {
		return nil, err
	}
	return value, atEnd(decoder)
}

// The decoders are lenient: RFC 8259 advises against duplicate names and bytes
// that are not UTF-8, but what a service sent is shown all the same.
const lenient = true

func newDecoder(raw []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(lenient), jsontext.AllowInvalidUTF8(lenient))
}

// atEnd reports an error unless everything was read.
func atEnd(decoder *jsontext.Decoder) error {
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return errNotOneValue
	}
	return nil
}

// unquote appends the text of a JSON string. Bytes that are not UTF-8 become
// U+FFFD, which is all that its error would say.
func unquote(dst, quoted []byte) []byte {
	dst, _ = jsontext.AppendUnquote(dst, quoted)
	return dst
}

// compact appends a JSON value without insignificant space; strings and
// numbers keep their spelling.
func compact(dst, value []byte) ([]byte, error) {
	return jsontext.AppendFormat(dst, value,
		jsontext.AllowDuplicateNames(lenient), jsontext.AllowInvalidUTF8(lenient), jsontext.PreserveRawStrings(true))
}

func nested(value []byte) bool { return value[0] == '{' || value[0] == '[' }

func numeric(value []byte) bool { return value[0] == '-' || value[0] >= '0' && value[0] <= '9' }
