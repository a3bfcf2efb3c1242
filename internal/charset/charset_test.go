package charset_test

import (
	"testing"

	"github.com/guichet-go/guichet/internal/charset"
)

func TestATextIsReadInItsEncoding(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"ISO-8859-1", "Zo\xe9 \x80", "Zoé €"},
		{"latin1", "\xff\xa0", "ÿ\u00a0"},
		{"windows-1252", "l\x92\xe9t\xe9 \x9c\x9f", "l’été œŸ"},
		{"us-ascii", "a", "a"},
		{"UTF-8", "\xef\xbb\xbfZoé", "Zoé"},
		{"utf-16", "\xff\xfeZ\x00\xe9\x00", "Zé"},
		{"utf-16", "\xfe\xff\x00Z\x00\xe9", "Zé"},
		{"utf-16", "\x00Z\x00\xe9", "Zé"},
		{"utf-16le", "=\xd8\x00\xde", "😀"},
		{"utf-16be", "\xd8=\xde\x00", "😀"},
		{"utf-16le", "\xff\xfea\x00", "a"},
	} {
		if got, ok := charset.Decode(c.name, []byte(c.text)); !ok || string(got) != c.want {
			t.Errorf("%s %q: %q, %v", c.name, c.text, got, ok)
		}
	}
}

func TestTextInAnotherEncodingIsRefused(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"utf-8", "\xe9"},
		{"windows-1252", "\x81"},
		{"utf-16", "\xff\xfea"},
		{"utf-16", "\xff\xfe=\xd8"},
		{"utf-16", "\xff\xfe=\xd8a\x00"},
		{"utf-16le", "\x00\xde"},
		{"ebcdic", "a"},
		{"", "a"},
	} {
		if got, ok := charset.Decode(c.name, []byte(c.text)); ok {
			t.Errorf("%s %q: %q", c.name, c.text, got)
		}
	}
}
