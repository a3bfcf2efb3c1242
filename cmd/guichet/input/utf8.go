package input

import (
	"bytes"
	"unicode/utf8"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/charset"
)

// UTF8 refuses a text in another encoding: encoding/json would replace what it
// cannot read, and the service would store that. where names the place of the
// text, which is not repeated: it may be a secret. A text of several lines is
// named with the first line that is wrong.
func UTF8(where string, text []byte) error {
	line := NotUTF8(text)
	if line == 0 {
		return nil
	}
	if bytes.IndexByte(bytes.TrimRight(text, "\r\n"), '\n') < 0 {
		return exit.Usage.New(message.WithCause, where, message.Fail(message.InputNotUTF8)).WithHint(message.HintUTF8)
	}
	return exit.Usage.New(message.InputLine, where, line, message.Fail(message.InputNotUTF8)).WithHint(message.HintUTF8)
}

// NotUTF8 is the number of the first line that is not UTF-8, from 1; 0 is none.
func NotUTF8(text []byte) int {
	if utf8.Valid(text) {
		return 0
	}
	line := 1
	for part := range bytes.Lines(text) {
		if !utf8.Valid(part) {
			break
		}
		line++
	}
	return line
}

// Text returns a text that was read from a file or a pipe as UTF-8 without a byte
// order mark: UTF-16 that begins with one is turned into it, and any other encoding
// is refused as by [UTF8].
func Text(where string, text []byte) ([]byte, error) {
	if decoded, wide := charset.Marked(text); wide {
		if decoded == nil {
			return nil, exit.Usage.New(message.WithCause, where, message.Fail(message.InputNotUTF16)).WithHint(message.HintUTF8)
		}
		return decoded, nil
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), UTF8(where, text)
}
