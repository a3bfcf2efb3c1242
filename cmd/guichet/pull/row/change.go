package row

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// Rules say what is left of a row. Fields are names joined by dots; arrays are
// passed through.
type Rules struct {
	// Fields are kept, all others dropped; none keeps everything.
	Fields []string
	// Mask are replaced by null. A name without dots counts at every depth.
	Mask []string
	// Pseudonyms are replaced by a keyed digest, so that equal values stay equal
	// and nothing leads back to them without the key. Names are as for Mask.
	Pseudonyms []string
	// Key is the key of the pseudonyms.
	Key []byte
}

// Any reports whether a row is changed at all.
func (r Rules) Any() bool { return len(r.Fields)+len(r.Mask)+len(r.Pseudonyms) > 0 }

// Changer applies rules to rows. It is not safe for concurrent use.
type Changer struct {
	rules Rules
	path  []string
	out   []byte
}

// NewChanger returns a changer for the rules.
func NewChanger(rules Rules) *Changer { return &Changer{rules: rules} }

// Apply returns the row as the rules have it, without space between its parts. It
// is valid until the next call.
func (c *Changer) Apply(row []byte) ([]byte, error) {
	c.out, c.path = c.out[:0], c.path[:0]
	r := rawjson.Lenient(row)
	defer r.Free()
	c.value(r, len(c.rules.Fields) == 0)
	return c.out, r.End()
}

// value appends a value; whole says that a field above it was asked for.
func (c *Changer) value(r *rawjson.Reader, whole bool) {
	switch r.Kind() {
	case '{':
		c.object(r, whole)
	case '[':
		c.array(r, func() { c.value(r, whole) })
	default:
		c.out = append(c.out, r.Value()...)
	}
}

func (c *Changer) object(r *rawjson.Reader, whole bool) {
	c.out = append(c.out, '{')
	first, depth := true, len(c.path)
	for name := range r.Members {
		c.path = append(c.path[:depth], string(name))
		kept, below := c.kept()
		if !whole && !kept && !below {
			continue
		}
		if !first {
			c.out = append(c.out, ',')
		}
		first = false
		c.out = append(append(c.out, r.Quoted()...), ':')
		c.member(r, whole || kept)
	}
	c.path = c.path[:depth]
	c.out = append(c.out, '}')
}

// member appends the value of the field at the path.
func (c *Changer) member(r *rawjson.Reader, whole bool) {
	switch {
	case c.named(c.rules.Mask):
		c.out = append(c.out, "null"...)
	case c.named(c.rules.Pseudonyms):
		c.pseudonym(r)
	default:
		c.value(r, whole)
	}
}

func (c *Changer) array(r *rawjson.Reader, element func()) {
	c.out = append(c.out, '[')
	first := true
	for range r.Elements {
		if !first {
			c.out = append(c.out, ',')
		}
		first = false
		element()
	}
	c.out = append(c.out, ']')
}

// pseudonym replaces a value, or each value of a list; null stays null.
func (c *Changer) pseudonym(r *rawjson.Reader) {
	switch r.Kind() {
	case 'n':
		c.out = append(c.out, r.Value()...)
	case '[':
		c.array(r, func() { c.pseudonym(r) })
	case '"':
		c.replace(rawjson.AppendText(nil, r.Value()))
	default:
		c.replace(r.Value())
	}
}

func (c *Changer) replace(plain []byte) {
	c.out = append(append(append(c.out, '"'), Pseudonym(c.rules.Key, plain)...), '"')
}

// Pseudonym is what stands in place of a value, the same in every dataset.
func Pseudonym(key, value []byte) string {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write(value) // a hash takes everything
	return "p" + hex.EncodeToString(mac.Sum(nil)[:16])
}

// kept reports whether the field at the path was asked for, and whether one
// below it was.
func (c *Changer) kept() (kept, below bool) {
	path := strings.Join(c.path, ".")
	for _, field := range c.rules.Fields {
		kept = kept || field == path
		below = below || strings.HasPrefix(field, path+".")
	}
	return kept, below
}

// named reports whether the rules name the field at the path.
func (c *Changer) named(fields []string) bool {
	if len(fields) == 0 {
		return false
	}
	return Named(fields, strings.Join(c.path, "."))
}

// Named reports whether fields have a path, or the last name of it without a
// dot, which counts at every depth.
func Named(fields []string, path string) bool {
	return slices.Contains(fields, path) || slices.Contains(fields, path[strings.LastIndexByte(path, '.')+1:])
}

// Keeps reports whether the rules keep the field at a path, or one below it.
func (c *Changer) Keeps(path string) bool {
	if len(c.rules.Fields) == 0 {
		return true
	}
	for _, field := range c.rules.Fields {
		if field == path || strings.HasPrefix(field, path+".") || strings.HasPrefix(path, field+".") {
			return true
		}
	}
	return false
}
