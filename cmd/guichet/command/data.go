package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// maxData is how much of a body is read from standard input, in bytes.
const maxData = 64 << 20

// parseObject reads the object of --data. A mistake is named with its offset.
func (r *Run) parseObject(data []byte) (map[string]json.RawMessage, error) {
	var object map[string]json.RawMessage
	err := json.Unmarshal(data, &object)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return nil, BadJSON("--data", data)
	case errors.As(err, &kind), err == nil && object == nil:
		return nil, exit.Usage.New(message.ErrNoObject, "--data")
	case err != nil:
		return nil, err
	}
	return object, r.oneMeaning(data)
}

// oneMeaning refuses JSON where encoding/json would drop a part: a name that
// stands twice in an object, and half of a pair of UTF-16 escapes.
func (r *Run) oneMeaning(data []byte) error {
	err := jsontext.NewDecoder(bytes.NewReader(data)).SkipValue()
	syntax, known := errors.AsType[*jsontext.SyntacticError](err)
	if !known {
		return err
	}
	why := message.InputHalfPair
	if errors.Is(err, jsontext.ErrDuplicateName) {
		why = message.InputNameTwice
	}
	return exit.Usage.New(message.WithCause, "--data", message.Fail(why, syntax.ByteOffset))
}

// BadJSON says where a text stops being JSON.
func BadJSON(where string, data []byte) *exit.Error {
	err := json.Unmarshal(data, new(json.RawMessage))
	at := len(data)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = int(syntax.Offset)
	}
	why := message.Fail(message.BadJSONEnds)
	if err != nil && !strings.Contains(err.Error(), "unexpected end") {
		character, _ := utf8.DecodeRune(data[max(at, 1)-1:])
		why = message.Fail(message.BadJSONCharacter, string(character))
	}
	return exit.Usage.New(message.ErrBadJSON, where, at, why)
}

// ReadData reads the value of --data: JSON, @FILE or - for standard input.
func (r *Run) ReadData(value string) (data []byte, err error) {
	where := "stdin"
	path, inFile := strings.CutPrefix(value, "@")
	switch {
	case value == "-":
		if data, err = input.All(r.Prompt.Context, "stdin", r.In, maxData); err == nil && len(data) > maxData {
			err = exit.Usage.New(message.ErrBadField, "--data", "> 64 MiB")
		}
	case inFile:
		where = path
		data, err = r.ReadFile(path, maxData)
	case namesFile(value):
		return nil, BadJSON("--data", []byte(value)).WithHint(message.HintDataAt, "--data", value)
	default:
		return bytes.TrimPrefix([]byte(value), []byte("\ufeff")), nil // its flag has been checked
	}
	if err != nil {
		return nil, err
	}
	return input.Text(where, data)
}

// namesFile reports whether a value that is not JSON is the path of a file.
func namesFile(value string) bool {
	if json.Valid([]byte(value)) {
		return false
	}
	info, err := os.Stat(value)
	return err == nil && info.Mode().IsRegular()
}
