package row

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// Rules say what is left of a row. Fields are names joined by dots; arrays are
// passed through.
type Rules struct {
	// Fields are kept, all others dropped; none keeps everything.
	Fields []string
	// Drop are left out of what Fields keep.
	Drop []string
	// Mask are replaced by null. A name without dots counts at every depth.
	Mask []string
	// Pseudonyms are replaced by a keyed digest, so that equal values stay equal
	// and nothing leads back to them without the key. Names are as for Mask.
	Pseudonyms []string
	// Key is the key of the pseudonyms.
	Key []byte
	// Rewritten are replaced by what Rewrite makes of their JSON.
	Rewritten []string
	Rewrite   func(value []byte) []byte
}

// Changer applies rules to rows. It is not safe for concurrent use.
type Changer struct {
	// None says that nothing of a row is changed but the space between its parts.
	None bool

	key     []byte
	rewrite func(value []byte) []byte
	root    place
	out     []byte
}

// place is where in the rules a value stands.
type place struct {
	fields, drop, mask, pseudonyms, rewritten *rawjson.Paths
	whole                                     bool // a field at or above it was asked for
}

// NewChanger returns a changer for the rules.
func NewChanger(rules Rules) *Changer {
	none := len(rules.Fields)+len(rules.Drop)+len(rules.Mask)+len(rules.Pseudonyms)+len(rules.Rewritten) == 0
	return &Changer{key: rules.Key, rewrite: rules.Rewrite, None: none, root: place{
		fields:     rawjson.NewPaths(rules.Fields),
		drop:       rawjson.NewPaths(rules.Drop),
		rewritten:  rawjson.NewPaths(rules.Rewritten),
		mask:       rawjson.NewPaths(rules.Mask),
		pseudonyms: rawjson.NewPaths(rules.Pseudonyms),
		whole:      len(rules.Fields) == 0,
	}}
}

// below is the place of a field.
func (p place) below(name []byte) place {
	fields := p.fields.Below(name)
	return place{
		fields: fields, drop: p.drop.Below(name), mask: p.mask.Below(name), pseudonyms: p.pseudonyms.Below(name),
		rewritten: p.rewritten.Below(name), whole: p.whole || fields.End(),
	}
}

// kept reports whether the rules keep the value, or a field below it.
func (p place) kept() bool { return (p.whole || p.fields != nil) && !p.drop.End() }

// Apply returns the row as the rules have it, without space between its parts. It
// is valid until the next call.
func (c *Changer) Apply(row []byte) (changed []byte, err error) {
	c.out = c.out[:0]
	if c.None {
		c.out, err = rawjson.AppendCompact(c.out, row)
		return c.out, err
	}
	r := rawjson.Lenient(row)
	defer r.Free()
	c.value(r, c.root)
	return c.out, r.End()
}

func (c *Changer) value(r *rawjson.Reader, at place) {
	switch r.Kind() {
	case '{':
		c.object(r, at)
	case '[':
		c.array(r, func() { c.value(r, at) })
	default:
		c.out = append(c.out, r.Value()...)
	}
}

func (c *Changer) object(r *rawjson.Reader, at place) {
	c.out = append(c.out, '{')
	first := true
	for name := range r.Members {
		field := at.below(name)
		if !field.kept() {
			continue
		}
		if !first {
			c.out = append(c.out, ',')
		}
		first = false
		c.out = append(append(c.out, r.Quoted()...), ':')
		switch {
		case named(c.root.mask, field.mask, name):
			c.out = append(c.out, "null"...)
		case named(c.root.pseudonyms, field.pseudonyms, name):
			c.pseudonym(r)
		case field.rewritten.End():
			c.out = append(c.out, c.rewrite(r.Value())...)
		default:
			c.value(r, field)
		}
	}
	c.out = append(c.out, '}')
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
	c.out = append(append(append(c.out, '"'), Pseudonym(c.key, plain)...), '"')
}

// Pseudonym is what stands in place of a value, the same in every dataset.
func Pseudonym(key, value []byte) string {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write(value) // a hash takes everything
	return "p" + hex.EncodeToString(mac.Sum(nil)[:16])
}

// named reports whether a field is one of those of a set: at is where its path leads
// in the set. A name without dots counts at every depth.
func named(set, at *rawjson.Paths, name []byte) bool {
	return at.End() || set.Below(name[bytes.LastIndexByte(name, '.')+1:]).End()
}

// Named reports whether fields have a path, or the last name of it without a
// dot, which counts at every depth.
func Named(fields []string, path string) bool {
	set := rawjson.NewPaths(fields)
	return named(set, set.Below([]byte(path)), []byte(path))
}

// Keeps reports whether the rules keep the field at a path, or one below it.
func (c *Changer) Keeps(path string) bool {
	at := c.root
	for name := range bytes.SplitSeq([]byte(path), []byte(".")) {
		if at = at.below(name); !at.kept() {
			return false
		}
	}
	return true
}
