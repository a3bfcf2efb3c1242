package pull

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/cmd/guichet/pull/tables"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// shape is how the rows of a stream are sent.
type shape struct {
	_ incomparable.Field

	schema  *dataset.Schema // nil for a view without rows, or without a field that is kept
	key     string
	changer *row.Changer
	unread  int // texts that should be moments and are not
}

// describe finds the shape of the stream.
func (s *stream) describe() error {
	d := &s.dataset
	s.key = d.Key
	rules := rulesFor(s.rules, d)
	for _, path := range s.chosen[d.Name].Dropped() {
		if path != d.Key {
			rules.Drop = append(rules.Drop, path)
		}
	}
	s.changer = row.NewChanger(rules)
	if d.Open {
		if s.before.Key == tables.DigestKey {
			s.key = tables.DigestKey
		}
		return s.view(s.store.Each, &rules)
	}
	s.schema = sent(d, s.changer, &rules)
	s.schema.Properties = append(s.schema.Properties, dataset.Property{Name: deletedAt, Schema: optional("date-time")})
	rules.Rewrite = s.rewrite
	s.changer = row.NewChanger(rules)
	return nil
}

// sent returns the schema of the rows of a dataset as they are sent, and notes in the
// rules what has to be rewritten: moments are in RFC 3339, and lists that are too deep are
// texts.
func sent(d *dataset.Dataset, changer *row.Changer, rules *row.Rules) *dataset.Schema {
	return d.Schema.Map(func(path string, f *dataset.Schema) *dataset.Schema {
		switch {
		case !changer.Keeps(path):
			return nil
		case row.Named(rules.Pseudonyms, path):
			return pseudonymous(f)
		case f.Moment:
			rules.Rewritten, f = append(rules.Rewritten, path), optional("date-time")
		case d.Open, tooDeep(d, path, f):
			rules.Rewritten, f = append(rules.Rewritten, path), optional("")
		}
		return f
	})
}

// optional is the schema of a text that may be null.
func optional(format string) *dataset.Schema {
	return &dataset.Schema{Types: dataset.Types{"string", "null"}, Format: format}
}

// tooDeep reports whether a target that makes a table of each list cannot name that of
// this one: PostgreSQL takes 63 bytes, and the name has those of the stream, of the
// version and of the path.
func tooDeep(d *dataset.Dataset, path string, f *dataset.Schema) bool {
	return f.Items != nil && len(d.Name)+len("__1234567890123__")+len(path)+strings.Count(path, ".") > 63
}

// pseudonymous is the schema of a field whose values are pseudonyms. A key stays without
// null.
func pseudonymous(f *dataset.Schema) *dataset.Schema {
	text := &dataset.Schema{Types: slices.Clone(f.Types)}
	if f.Items != nil {
		text.Items = &dataset.Schema{Types: dataset.Types{"string"}}
	} else {
		text.Types[0] = "string"
	}
	return text
}

// rewrite rewrites a moment of the service, or a list that is too deep.
func (s *shape) rewrite(value []byte) []byte {
	if value[0] == '[' {
		return text(value)
	}
	moment, ok := dataset.Moment(value)
	if !ok {
		s.unread++
	}
	return moment
}

// view finds the shape of a view from its rows: its columns are those that they have. Its
// key is the one of the dataset when each row has another one, else a digest of the row.
// If it was the digest it stays so: targets refuse another key.
func (s *shape) view(each eachRowOf, rules *row.Rules) error {
	known := map[string]bool{}
	last := ""
	err := each(func(key sorted.Key, raw []byte) error {
		if text := key.String(); text == "" || text == last {
			s.key = tables.DigestKey
		} else {
			last = text
		}
		raw, err := s.changer.Apply(raw)
		if err != nil {
			return err
		}
		return rawjson.Members(raw, func(name, _ []byte) {
			if !known[string(name)] {
				known[string(name)] = true
				rules.Rewritten = append(rules.Rewritten, string(name))
			}
		})
	})
	if err != nil || len(rules.Rewritten) == 0 {
		return err
	}
	s.schema = &dataset.Schema{Types: dataset.Types{"object"}, Required: []string{s.key}}
	if s.key == tables.DigestKey {
		rules.Rewritten = append(rules.Rewritten, tables.DigestKey)
	}
	for _, name := range rules.Rewritten {
		field := optional("")
		if name == s.key {
			field.Types = field.Types[:1]
		}
		s.schema.Properties = append(s.schema.Properties, dataset.Property{Name: name, Schema: field})
	}
	rules.Rewrite = text
	s.changer = row.NewChanger(*rules)
	return nil
}

// text makes a text of any value of a view but null: which type the application means,
// nobody knows.
func text(value []byte) []byte {
	if value[0] == '"' || value[0] == 'n' {
		return value
	}
	quoted, _ := jsontext.AppendQuote(nil, value) // its error is about UTF-8 only
	return quoted
}

// sent is a row as it is sent, nil without a schema.
func (s *shape) sent(raw []byte) ([]byte, error) {
	if s.schema == nil {
		return nil, nil
	}
	raw, err := s.changer.Apply(raw)
	if s.key == tables.DigestKey && err == nil {
		sum := sha256.Sum256(raw)
		raw = with(raw, tables.DigestKey, hex.EncodeToString(sum[:16]))
	}
	return raw, err
}

// with adds a member to an object. The text needs no escapes.
func with(object []byte, name, text string) []byte {
	object = object[:len(object)-1]
	if len(object) > 1 {
		object = append(object, ',')
	}
	return fmt.Appendf(object, `"%s":"%s"}`, name, text)
}
