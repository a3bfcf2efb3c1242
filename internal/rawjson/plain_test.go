package rawjson_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// member is a member as one of the two ways to walk over a text gives it.
type member struct {
	depth       int
	name, value string
}

// FuzzAPlainTextIsReadAsAnyOtherText reads anything at all: what counts as plain is what a
// Reader accepts, has no space and no name twice, and has the members that a Reader finds.
func FuzzAPlainTextIsReadAsAnyOtherText(f *testing.F) {
	for _, text := range append(slices.Concat(plainTexts, otherTexts), `{"rows":[{"id":1},{"id":2,"a":null},{"a":{"a":1},"b":2},{"b":{"a":1}}],"meta":{"n":2}}`) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var got []member
		plain := rawjson.Plain(text, func(depth int, name []byte, from, to int) {
			got = append(got, member{depth, string(name), string(text[from:to])})
		})
		if rows, values, meta, ok := rawjson.PlainPage(text, "rows", "a"); ok && rawjson.Check(meta) == nil {
			page(t, text, rows, values, meta)
		}
		if !plain {
			return
		}
		compact, err := rawjson.AppendCompact(nil, text)
		if err != nil || string(compact) != string(text) || rawjson.Check(text) != nil {
			t.Fatalf("%q is plain, and %q, %v, %v", text, compact, err, rawjson.Check(text))
		}
		var want []member
		descend(&want, text, 1)
		if !slices.Equal(got, want) {
			t.Errorf("%q has the members %v, not %v", text, got, want)
		}
	})
}

// descend collects the members of a text, those of a value before the member itself.
func descend(all *[]member, text []byte, depth int) {
	switch text[0] {
	case '{':
		_ = rawjson.Members(text, func(name, value []byte) {
			descend(all, value, depth+1)
			*all = append(*all, member{depth, string(name), string(value)})
		})
	case '[':
		elements, _ := rawjson.Elements(text)
		for _, element := range elements {
			descend(all, element, depth)
		}
	}
}

// page checks a page that was cut against encoding/json.
func page(t *testing.T, text []byte, rows, values []json.RawMessage, meta []byte) {
	var want struct {
		Rows []json.RawMessage `json:"rows"`
		Meta json.RawMessage   `json:"meta"`
	}
	if err := rawjson.Unmarshal(text, &want); err != nil {
		t.Fatalf("%q is a page, and %v", text, err)
	}
	same := func(a, b json.RawMessage) bool { return string(a) == string(b) }
	if !slices.EqualFunc(rows, want.Rows, same) || strings.TrimSpace(string(meta)) != string(want.Meta) {
		t.Errorf("%q has the rows %q and %q, not %q and %q", text, rows, meta, want.Rows, want.Meta)
	}
	for i, row := range rows {
		if !same(values[i], rawjson.Member(row, "a")) || (values[i] == nil) != (rawjson.Member(row, "a") == nil) {
			t.Errorf("%q has the member %q", row, values[i])
		}
	}
}

var plainTexts = []string{
	`{}`, `[]`, `""`, `0`, `-0.5e+10`, `1E9`, `null`, `true`, `false`, `[{},[],""]`, `{"id":1,"a":{"id":2,"b":[{"c":1},{"c":2}]},"b":"x"}`,
	`{"a":"é\u00e9\\\"\/\b\f\n\r\t"}`, `{"a":1,"a_b":2,"ab":3}`, `{"id":"12345678","a":"1234567\\","b":"1234567\"1234567"}`, "\"\xff\"",
}

var otherTexts = []string{
	``, ` {}`, `{} `, `{"a": 1}`, `{"a" :1}`, `{ }`, `[ ]`, `[1 ]`, `[1,]`, `[,1]`, `{"a":1,}`, `{,"a":1}`, `{"a"}`, `{"a",1}`, `{"a"x1}`, `{"a":}`, `{a:1}`, `{"a":1`, `[1`, `[1}`, `{"a":1]`,
	`{"b":1,"a":2}`, `{"a":1,"a":2}`, `{"a":1,"id":2}`, `{"id":1,"id":2}`, `{"é":1}`, `{"\u0061":1}`, "{\"\xff\":1}", `[{"a":1,"a":2}]`,
	`01`, `-`, `+1`, `.5`, `1.`, `1e`, `1e+`, `0x1`, `nul`, `nulll`, `truefalse`, `NaN`, `"`, `"a`, `"\"`, `"\x"`, `"\u12"`, `"\u12g4"`, `"\ud800"`, `"\udc00"`,
	"\"a\nb\"", "\"12345678\x1f\"", "\"1234567\x00\"", "\"\t\"", `{}{}`, "\ufeff{}", strings.Repeat("[", 33) + "1" + strings.Repeat("]", 33),
}

func TestAPlainTextIsToldFromOthers(t *testing.T) {
	for _, text := range append(plainTexts, strings.Repeat("[", 32)+"1"+strings.Repeat("]", 32)) {
		if !rawjson.Plain([]byte(text), nil) {
			t.Errorf("%s is not plain", text)
		}
	}
	for _, text := range otherTexts {
		if rawjson.Plain([]byte(text), nil) {
			t.Errorf("%s is plain", text)
		}
	}
}

func TestAPlainPageIsCut(t *testing.T) {
	for text, want := range map[string]string{
		`{"rows":[{"id":1},{"id":2}],"meta":{"n":2}}`: `{"id":1}{"id":2} {"n":2}`,
		`{"rows":[],"meta":{}}`:                       ` {}`,
	} {
		rows, values, meta, ok := rawjson.PlainPage([]byte(text), "rows", "")
		var got strings.Builder
		for _, row := range rows {
			got.Write(row)
		}
		if !ok || values != nil || got.String()+" "+string(meta) != want {
			t.Errorf("%s: %s %s %v", text, got.String(), meta, ok)
		}
	}
	for _, text := range []string{
		`{"other":[],"meta":{}}`, `{"meta":{},"rows":[]}`, `{"rows":[]}`, `{"rows":[{"id":1},],"meta":{}}`, `{"rows":[,{"id":1}],"meta":{}}`, `{"rows":[1],"meta":{}}`,
		`{"rows":[null],"meta":{}}`, `{"rows":[{"b":1,"a":1}],"meta":{}}`, `{"rows":[{"id":1} ],"meta":{}}`, `{"rows":[{"id":1}{"id":2}],"meta":{}}`, `{"rows":null,"meta":{}}`, ``,
		`{"rows":[{"id":1}],"meta":{}`[:20],
	} {
		if rows, _, _, ok := rawjson.PlainPage([]byte(text), "rows", "a"); ok {
			t.Errorf("%s is cut into %q", text, rows)
		}
	}
}

func BenchmarkPlain(b *testing.B) {
	row := []byte(`{"id":7,"address":"1 rue de la Paix, 62000 Arras","agents":[{"id":1,"email":"a@b.fr","first_name":"Zoe","last_name":"Martin"}],"context":null,"duration_in_min":30,"motif":{"id":3,"name":"RSA - Premier rendez-vous","service_id":4},"starts_at":"2026-11-28 09:00:00 +0100","status":"unknown","users_count":1}`)
	b.SetBytes(int64(len(row)))
	for b.Loop() {
		if !rawjson.Plain(row, nil) {
			b.Fatal("it is not plain")
		}
	}
}
