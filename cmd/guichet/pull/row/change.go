package row

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
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

// Apply returns the row as the rules have it, valid until the next call.
func (c *Changer) Apply(row []byte) ([]byte, error) {
	c.out, c.path = c.out[:0], c.path[:0]
	err := c.value(row, len(c.rules.Fields) == 0)
	return c.out, err
}

// value appends a value; whole says that a field above it was asked for.
func (c *Changer) value(raw []byte, whole bool) error {
	switch raw[0] {
	case '{':
		return c.object(raw, whole)
	case '[':
		return c.array(raw, whole)
	}
	c.out = append(c.out, raw...)
	return nil
}

func (c *Changer) object(raw []byte, whole bool) error {
	first := true
	c.out = append(c.out, '{')
	err := members(raw, func(name, value []byte) error {
		text, err := jsontext.AppendUnquote(nil, name)
		if err != nil {
			return err
		}
		c.path = append(c.path, string(text))
		defer func() { c.path = c.path[:len(c.path)-1] }()
		kept, below := c.kept()
		if !whole && !kept && !below {
			return nil
		}
		if !first {
			c.out = append(c.out, ',')
		}
		first = false
		c.out = append(append(c.out, name...), ':')
		return c.member(value, whole || kept)
	})
	c.out = append(c.out, '}')
	return err
}

// member appends the value of the field at the path.
func (c *Changer) member(value []byte, whole bool) error {
	switch {
	case c.named(c.rules.Mask):
		c.out = append(c.out, "null"...)
		return nil
	case c.named(c.rules.Pseudonyms):
		return c.pseudonym(value)
	}
	return c.value(value, whole)
}

func (c *Changer) array(raw []byte, whole bool) error {
	c.out = append(c.out, '[')
	first := true
	err := members(raw, func(_, value []byte) error {
		if !first {
			c.out = append(c.out, ',')
		}
		first = false
		return c.value(value, whole)
	})
	c.out = append(c.out, ']')
	return err
}

// pseudonym replaces a value, or each value of a list; null stays null.
func (c *Changer) pseudonym(value []byte) error {
	if value[0] == 'n' {
		c.out = append(c.out, value...)
		return nil
	}
	if value[0] == '[' {
		c.out = append(c.out, '[')
		first := true
		err := members(value, func(_, element []byte) error {
			if !first {
				c.out = append(c.out, ',')
			}
			first = false
			return c.pseudonym(element)
		})
		c.out = append(c.out, ']')
		return err
	}
	plain := value
	if value[0] == '"' {
		var err error
		if plain, err = jsontext.AppendUnquote(nil, value); err != nil {
			return err
		}
	}
	c.out = append(append(append(c.out, '"'), Pseudonym(c.rules.Key, plain)...), '"')
	return nil
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

// members calls visit for each member of an object, or element of an array.
func members(raw []byte, visit func(name, value []byte) error) error {
	d := jsontext.NewDecoder(bytes.NewBuffer(raw), options()...)
	opening, err := d.ReadToken()
	if err != nil {
		return err
	}
	object := opening.Kind() == '{'
	for k := d.PeekKind(); k != '}' && k != ']'; k = d.PeekKind() {
		var name []byte
		if object {
			if name, err = d.ReadValue(); err != nil {
				return err
			}
			name = slices.Clone(name)
		}
		value, err := d.ReadValue()
		if err != nil {
			return fmt.Errorf("a row is not JSON: %w", err)
		}
		if err := visit(name, value); err != nil {
			return err
		}
	}
	_, err = d.ReadToken()
	return err
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
