package astor

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/refusal"
)

// dynamic is where the value of a variable comes from that is made for each use, ""
// for one that is not made here. Postman has many more, for invented people and
// places: those would enter a real service.
func dynamic(name string) Source {
	switch name {
	case "$guid", "$randomUUID", "$randomInt", "$randomBoolean", "$randomAlphaNumeric":
		return FromRandom
	case "$timestamp", "$isoTimestamp":
		return FromClock
	}
	return ""
}

// dynamic makes the value of a dynamic variable, or takes the one that was made
// for the same use before.
func (s *scope) dynamic(name string) string {
	if len(s.replay) > 0 {
		text := s.replay[0]
		s.replay = s.replay[1:]
		return text
	}
	if dynamic(name) == "" {
		s.fail(ErrUnsupported, refusal.New("dynamic", "the dynamic variable %s is not supported: give %s a value", quote(name), strings.Trim(quote(name), `"`)))
		return ""
	}
	text := made(name, s.core.settings.Now)
	s.generated = append(s.generated, text)
	return text
}

// made is a new value of a dynamic variable, in Postman's form.
func made(name string, now func() time.Time) string {
	switch name {
	case "$timestamp":
		return strconv.FormatInt(now().Unix(), 10)
	case "$isoTimestamp":
		return now().UTC().Format("2006-01-02T15:04:05.000Z")
	}
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	n := binary.BigEndian.Uint64(b[:])
	switch name {
	case "$randomInt":
		return strconv.FormatUint(n%1001, 10)
	case "$randomBoolean":
		return strconv.FormatBool(n%2 == 1)
	case "$randomAlphaNumeric":
		const all = "0123456789abcdefghijklmnopqrstuvwxyz"
		return all[n%36 : n%36+1]
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
