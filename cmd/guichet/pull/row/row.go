// Package row reads and changes rows as the bytes that the service sent: their
// key, their digest and day, and what is left out or hidden of them.
package row

import (
	"strconv"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
)

// Key finds what identifies a row, which must be a number or a text.
func Key(row []byte, field string) (sorted.Key, error) {
	value := rawjson.Member(row, field)
	if number, err := strconv.ParseInt(string(value), 10, 64); err == nil {
		return sorted.Key{Number: number}, nil
	}
	text, _ := rawjson.Text(value)
	if text == "" {
		return sorted.Key{}, refusal.New("no_member", "the field %q is missing", field)
	}
	return sorted.Key{Text: text}, nil
}
