// Package row reads and changes rows as the bytes that the service sent: their
// key, their digest, and what is left out or hidden of them.
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
		return sorted.Key{}, refusal.New("no_member", "it has no %q", field)
	}
	return sorted.Key{Text: text}, nil
}

// StartsAt returns the row's "starts_at" as the service writes it, "" when it has
// none. Those of objects inside the row do not count.
func StartsAt(row []byte) string {
	text, _ := rawjson.Text(rawjson.Member(row, "starts_at"))
	return text
}

// StartsOn returns the day of StartsAt, "" when there is none.
func StartsOn(row []byte) string {
	const day = "2006-01-02"
	text := StartsAt(row)
	if len(text) < len(day) {
		return ""
	}
	return text[:len(day)]
}
