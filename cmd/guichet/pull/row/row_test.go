package row_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/rawjson"
)

const person = `{"id":7,"name":"Zoé","n":12345678901234567890,"users":[{"id":1,"email":"a@b.fr","tags":["x",null]},{"id":2,"email":null}],"motif":{"name":"RSA"}}`

func TestMasksChangeOnlyTheirFields(t *testing.T) {
	key := []byte("clé")
	p := func(text string) string { return `"` + row.Pseudonym(key, []byte(text)) + `"` }
	for name, c := range map[string]struct {
		rules row.Rules
		want  string
	}{
		"nothing": {row.Rules{}, person},
		"fields":  {row.Rules{Fields: []string{"id", "users.id", "motif"}}, `{"id":7,"users":[{"id":1},{"id":2}],"motif":{"name":"RSA"}}`},
		"a mask at every depth": {row.Rules{Mask: []string{"name"}, Fields: []string{"id", "name", "motif"}},
			`{"id":7,"name":null,"motif":{"name":null}}`},
		"dropped fields": {row.Rules{Drop: []string{"users.email", "users.tags", "motif.name", "n"}},
			`{"id":7,"name":"Zoé","users":[{"id":1},{"id":2}],"motif":{}}`},
		"fields without some of theirs": {row.Rules{Fields: []string{"id", "motif", "users.id"}, Drop: []string{"motif.name", "users"}}, `{"id":7,"motif":{}}`},
		"rewritten fields, unless they are masked": {row.Rules{Rewritten: []string{"users.id", "motif.name"}, Mask: []string{"motif"}, Drop: []string{"name", "n"},
			Rewrite: func(value []byte) []byte { return append([]byte("1"), value...) }}, `{"id":7,"users":[{"id":11,"email":"a@b.fr","tags":["x",null]},{"id":12,"email":null}],"motif":null}`},
		"a mask at one path":  {row.Rules{Mask: []string{"motif.name"}, Fields: []string{"name", "motif"}}, `{"name":"Zoé","motif":{"name":null}}`},
		"pseudonyms":          {row.Rules{Pseudonyms: []string{"users.id", "email"}, Fields: []string{"users.id", "users.email"}}, `{"users":[{"id":` + p("1") + `,"email":` + p("a@b.fr") + `},{"id":` + p("2") + `,"email":null}]}`},
		"pseudonyms in lists": {row.Rules{Pseudonyms: []string{"tags"}, Fields: []string{"users.tags"}}, `{"users":[{"tags":[` + p("x") + `,null]},{}]}`},
	} {
		c.rules.Key = key
		got, err := row.NewChanger(c.rules).Apply([]byte(person))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, c.want)
		}
	}
}

// TestRulesAndColumnsFollowAPathTheSameWay hides the field at a path, and looks for it.
func TestRulesAndColumnsFollowAPathTheSameWay(t *testing.T) {
	for _, text := range []string{
		`{"a":{"b":{"c":1}},"z":1}`, `{"a":{"b.c":1},"z":1}`, `{"a.b":{"c":1},"z":1}`, `{"a.b.c":1,"z":1}`, `{"a":[{"b":[{"c":1}]}],"z":1}`, `{"a":{"b":[{"c":1}]},"z":1}`,
	} {
		found := func(text []byte) string {
			f, err := rawjson.NewExtractor([]string{"a.b.c"}).Read(text)
			if err != nil {
				t.Fatal(err)
			}
			return string(bytes.Join(f[0].Values, []byte(" ")))
		}
		masked, err := row.NewChanger(row.Rules{Mask: []string{"a.b.c"}}).Apply([]byte(text))
		if err != nil || found(masked) != "null" || found([]byte(text)) != "1" {
			t.Errorf("%s is masked as %s, %v", text, masked, err)
		}
		kept, err := row.NewChanger(row.Rules{Fields: []string{"a.b.c"}}).Apply([]byte(text))
		if err != nil || string(kept) != strings.TrimSuffix(text, `,"z":1}`)+"}" {
			t.Errorf("of %s is kept %s, %v", text, kept, err)
		}
	}
	if !row.NewChanger(row.Rules{Fields: []string{"a.b.c"}}).Keeps("a.b") || row.NewChanger(row.Rules{Fields: []string{"a.b"}}).Keeps("a.x") {
		t.Error("a parent is dropped, or a neighbour kept")
	}
	dropping := row.NewChanger(row.Rules{Drop: []string{"a.b"}})
	if !dropping.Keeps("a") || dropping.Keeps("a.b") || dropping.Keeps("a.b.c") {
		t.Error("a parent of a dropped field is dropped, or a field below it kept")
	}
}

func TestTheDigestIsOfTheValueAndDependsOnTheKey(t *testing.T) {
	of := func(key, text string) row.Digest {
		digest, _, err := row.NewDigester([]byte(key)).Of([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return digest
	}
	if of("k", `{"a":1,"b":{"c":2,"d":"é"}}`) != of("k", `{ "b": {"d":"é","c":2}, "a":1 }`) {
		t.Error("order and space count")
	}
	for _, same := range [][2]string{
		{`{"id":1,"a":"x\\","b":[{"id":2,"c":"}"}]}`, `{"b":[{"c":"}","id":2}],"id":1,"a":"x\\"}`},
		// A text that ends in a backslash hides neither order nor space behind it.
		{`{"a":"x\\","b":2,"c":1}`, `{"a":"x\\","c":1,"b":2}`},
		{`{"a":"x\\","b":"y"}`, `{"a":"x\\", "b":"y"}`},
		{`{"a":"\\\\","b":2,"c":1}`, `{"a":"\\\\","c":1,"b":2}`},
		{`{"a":"\\\"","b":2,"c":1}`, `{"a":"\\\"","c":1,"b":2}`},
		{`{"a\\":1,"b":2,"c":3}`, `{"a\\":1,"c":3,"b":2}`},
		{`{"id":1,"a":{"id":2},"b":"\",\"a\":"}`, `{"b":"\",\"a\":","a":{"id":2},"id":1}`},
		{`{"a":[[1,{"b":1,"c":2}],{}]}`, "{\"a\": [[1, {\"c\": 2, \"b\": 1}], {}]}"},
	} {
		if of("k", same[0]) != of("k", same[1]) {
			t.Errorf("order and space count in %s", same)
		}
	}
	const stamped, later = `X\r\nDTSTAMP:20261128T193756Z\r\nUID:7\r\n`, `X\r\nDTSTAMP:20261129T080000Z\r\nUID:7\r\n`
	if of("k", `{"id":1,"ical":"`+stamped+`","z":1}`) != of("k", `{ "z":1, "ical":"`+later+`","id":1}`) {
		t.Error("the moment at which a calendar entry was written counts")
	}
	for _, other := range [][2]string{
		{`{"ical":"` + stamped + `"}`, `{"ical":"` + stamped + `Y"}`},
		{`{"ical":"` + stamped + `","z":1}`, `{"ical":"` + stamped + `","z":2}`},
		{`{"ical":"` + stamped + `"}`, `{"ical":"X"}`},
		{`{"title":"` + stamped + `"}`, `{"title":"` + later + `"}`},
		{`{"ical":"X\\nDTSTAMP:1\r\n"}`, `{"ical":"X\\nDTSTAMP:2\r\n"}`},
		{`{"ical":"X\r\nDTSTAMP:1"}`, `{"ical":"X\r\nDTSTAMP:2"}`},
		{`{"a":[1,23]}`, `{"a":[12,3]}`}, {`{"a":[[1],2]}`, `{"a":[[1,2]]}`}, {`{"a":["b",1]}`, `{"a":{"b":1}}`},
		{`{"a":[1,2]}`, `{"a":[2,1]}`}, {`{"a":{"b":1},"c":2}`, `{"a":{"b":1,"c":2}}`}, {`{"a":"b c"}`, `{"a":"bc"}`}, {`{"a":1,"a":2}`, `{"a":2,"a":1}`},
	} {
		if of("k", other[0]) == of("k", other[1]) {
			t.Errorf("%s are the same", other)
		}
	}
	if of("k", `{"a":12345678901234567890}`) == of("k", `{"a":12345678901234567891}`) {
		t.Error("digits are lost")
	}
	if of("k", `{"a":1}`) == of("l", `{"a":1}`) {
		t.Error("the key does not count")
	}
}

func TestKeysAreNumbersOrTexts(t *testing.T) {
	for text, want := range map[string]sorted.Key{
		`{"id":12,"a":1}`: {Number: 12}, `{"id":12}`: {Number: 12}, `{"a":{"id":1},"id":3}`: {Number: 3},
		`{"id":"abc"}`: {Text: "abc"}, `{"id": 5 }`: {Number: 5},
	} {
		if got, err := row.Key([]byte(text), "id"); err != nil || got != want {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
	for _, text := range []string{`{}`, `{"id":null}`, `{"id":""}`, `[]`, `{"id":{}}`} {
		if got, err := row.Key([]byte(text), "id"); err == nil {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestTheDayOfARowIsItsOwnAndNotThatOfAnInnerObject(t *testing.T) {
	digester := row.NewDigester([]byte("k"))
	for text, want := range map[string]string{
		`{"id":1,"starts_at":"2026-11-28 09:00:00 +0100","lieu":null}`:          "2026-11-28",
		`{"first":{"starts_at":"2020-01-01"},"starts_at":"2026-11-28"}`:         "2026-11-28",
		`{"list":[{"starts_at":"2020-01-01"}],"starts_at":"2026-11-28"}`:        "2026-11-28",
		`{"starts_at":"2026-11-28","last":{"starts_at":"2020-01-01"}}`:          "2026-11-28",
		`{"first":{"starts_at":"2020-01-01"}}`:                                  "",
		`{"context":"\"starts_at\":\"2020-01-01\" }","starts_at":"2026-11-28"}`: "2026-11-28",
		`{"context":"{\\","starts_at":"2026-11-28"}`:                            "2026-11-28",
		`{"starts_at":null,"first":{"starts_at":"2020-01-01"}}`:                 "",
		`{"starts_at":"soon"}`: "soon", `{"starts_at":5}`: "", `{"starts_at":{"a":"2020-01-01"}}`: "",
		`{"x_starts_at":"2020-01-01"}`: "",
	} {
		if _, got, err := digester.Of([]byte(text)); got != want || err != nil {
			t.Errorf("%s gave %q, not %q (%v)", text, got, want, err)
		}
	}
	for _, text := range []string{`{"starts_at":"2026-11-28`, `{"starts_at":`, `"starts_at":"a"`, ``} {
		if _, _, err := digester.Of([]byte(text)); err == nil {
			t.Errorf("%s has a digest", text)
		}
	}
}
