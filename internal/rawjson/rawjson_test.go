package rawjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// FuzzWalksGiveWhatEncodingJSONGives reads anything at all: members, elements, one
// member and the compact form are those of encoding/json, and what it refuses is
// refused.
func FuzzWalksGiveWhatEncodingJSONGives(f *testing.F) {
	for _, text := range []string{
		`{"id":1,"a":{"b":[1,2,{"c":null}]}}`, `{"a":"x\\","b":2}`, `{"":0,"a":1}`, `{"\u0061":1}`, `{"a" : [ 1 , 2 ] , "b":"é\ud83d\ude00"}`, `[]`, `{}`, `[[[]]]`, ` null `,
		`"a\"b"`, `{"a" : "x\" , \\\" y\\" , "b" : [ "\\" ] }`, `-1.50e+3`, ``, `{`, `[1,]`, `{"a":1}{"b":2}`, `nul`, `{"a":1,"a":2}`, "{\"a\":\"\xff\"}", `{"a":"\ud800"}`, "[1\n,2]\t", "\ufeff{}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		valid := json.Valid(text)
		r := rawjson.Lenient(text)
		value, err := r.Value(), r.End()
		if r.Free(); (err == nil) != valid {
			t.Fatalf("%q: valid %v, and %v", text, valid, err)
		}
		compact, err := rawjson.AppendCompact(nil, text)
		if (err == nil) != valid {
			t.Fatalf("%q: valid %v, and compact %v", text, valid, err)
		}
		if !valid {
			walk(text) // only the end of it counts
			return
		}
		var plain bytes.Buffer
		if err := json.Compact(&plain, text); err != nil || !bytes.Equal(compact, plain.Bytes()) || !bytes.Equal(value, bytes.Trim(text, " \t\r\n")) {
			t.Errorf("%q is %q and %q, not %q %v", text, compact, value, &plain, err)
		}
		if utf8.Valid(text) { // encoding/json makes one name of two that are not UTF-8
			members(t, text)
		}
		elements(t, text)
		var want string
		isText := value[0] == '"' && json.Unmarshal(text, &want) == nil
		if got, ok := rawjson.Text(value); ok != isText || got != want {
			t.Errorf("%q is the text %q, not %q", text, got, want)
		}
	})
}

func walk(text []byte) {
	_ = rawjson.Members(text, func(name, value []byte) { walk(value) })
	_, _ = rawjson.Elements(text)
	rawjson.Member(text, "a")
	rawjson.Find(text, "a.0.b")
}

func members(t *testing.T, text []byte) {
	var want map[string]json.RawMessage
	isObject := json.Unmarshal(text, &want) == nil && want != nil
	got := map[string]json.RawMessage{}
	count := 0
	err := rawjson.Members(text, func(name, value []byte) { got[string(name)], count = value, count+1 })
	if (err == nil) != isObject {
		t.Fatalf("%q: object %v, and %v", text, isObject, err)
	}
	if !isObject {
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q: %s", text, diff)
	}
	if err := rawjson.Check(text); err == nil && count != len(got) || err != nil && !errors.Is(err, rawjson.ErrTwice) {
		t.Errorf("%q has %d members with %d names, and %v", text, count, len(got), err)
	}
	if count == len(got) {
		for name, value := range want {
			if one := rawjson.Member(text, name); !bytes.Equal(one, value) {
				t.Errorf("%q: %q is %s, not %s", text, name, one, value)
			}
		}
	}
}

func elements(t *testing.T, text []byte) {
	var want []json.RawMessage
	isArray := json.Unmarshal(text, &want) == nil && want != nil
	got, err := rawjson.Elements(text)
	if (err == nil) != isArray || len(got) != len(want) {
		t.Fatalf("%q: array %v, and %d elements %v", text, isArray, len(got), err)
	}
	for i := range got {
		if !bytes.Equal(got[i], want[i]) {
			t.Errorf("%q: element %d is %s, not %s", text, i, got[i], want[i])
		}
	}
}

func TestAValueIsFoundAtItsPath(t *testing.T) {
	const text = `{"a":{"b.c":1,"b":[{"c":"x"},[2]]},"d":null, "e" : {"f":"\u0067"}}`
	for path, want := range map[string]string{
		"a.b.0.c": `"x"`, "a.b.1.0": "2", "a.b.2": "", "a.b.-1": "", "a.b.x": "", "a.b.c": "1", "a.b.1.x": "", ".": "", "d": "null", "d.e": "", "e.f": `"\u0067"`, "x": "", "": text, "a.b.0.c.d": "",
	} {
		if got := string(rawjson.Find([]byte(text), path)); got != want {
			t.Errorf("%s is %s, not %s", path, got, want)
		}
	}
}

func TestANameThatStandsTwiceIsRefusedAtAnyDepth(t *testing.T) {
	for _, text := range []string{
		`{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `[{"b":{"a":[{"c":1,"c":2}]}}]`, `{"é":1,"\u00e9":2}`, `{"a":"\\","a":1}`, `{"a":"\"","a":1}`, `{"":1,"":2}`,
	} {
		if err := rawjson.Check([]byte(text)); !errors.Is(err, rawjson.ErrTwice) {
			t.Errorf("%s gave %v", text, err)
		}
		var value any
		if err := rawjson.Unmarshal([]byte(text), &value); !errors.Is(err, rawjson.ErrTwice) {
			t.Errorf("%s was decoded: %v", text, err)
		}
	}
	for _, text := range []string{
		`{}`, `[]`, `null`, `5`, `""`, `{"a":1,"b":2}`, `{"a":{"a":{"a":1}}}`, `[{"a":1},{"a":1}]`, `{"a":"a","b":"a\",\"a\":1"}`, `{"a":1,"A":2}`, `{"first_name":1,"firstName":2}`,
	} {
		if err := rawjson.Check([]byte(text)); err != nil {
			t.Errorf("%s was refused: %v", text, err)
		}
	}
}

func TestANameIsMatchedInItsOwnCase(t *testing.T) {
	for text, want := range map[string]int{`{"id":7,"ID":8}`: 7, `{"ID":8,"id":7}`: 7, `{"Id":7}`: 0} {
		var row struct {
			ID int `json:"id"`
		}
		if err := rawjson.Unmarshal([]byte(text), &row); err != nil || row.ID != want {
			t.Errorf("%s is %d, not %d (%v)", text, row.ID, want, err)
		}
	}
}

func TestAFieldOfACallerTakesANameInAnyCaseButNotTwo(t *testing.T) {
	var numbers struct {
		Plain, Quoted, Null json.Number
		Any                 any
		Text                int `json:",string"`
	}
	const text = `{"plain":12345678901234567890.10,"quoted":"12","null":null,"any":{"a":[1]},"TEXT":"7"}`
	if err := rawjson.UnmarshalAnyCase([]byte(text), &numbers); err != nil || numbers.Plain != "12345678901234567890.10" || numbers.Quoted != "12" || numbers.Null != "" || numbers.Text != 7 {
		t.Errorf("%+v %v", numbers, err)
	}
	for text, ok := range map[string]bool{`{"ID":7}`: true, `{"id":7}`: true, `{"Id":7}`: true, `{"id":7,"ID":7}`: false, `{"Id":7,"iD":7}`: false} {
		var row struct{ ID int }
		if err := rawjson.UnmarshalAnyCase([]byte(text), &row); (err == nil) != ok || ok && row.ID != 7 {
			t.Errorf("%s is %d (%v)", text, row.ID, err)
		}
	}
}

func TestWhatIsNotOneValueHasAnError(t *testing.T) {
	for text, want := range map[string]error{
		`{"a":1} 2`: rawjson.ErrFollows, `{"a":1}}`: rawjson.ErrFollows, ``: io.ErrUnexpectedEOF, `{"a":`: io.ErrUnexpectedEOF, `{"a"`: io.ErrUnexpectedEOF, `{`: io.ErrUnexpectedEOF,
	} {
		if err := rawjson.Check([]byte(text)); !errors.Is(err, want) {
			t.Errorf("%s: %v", text, err)
		}
		var object map[string]int
		if err := rawjson.Unmarshal([]byte(text), &object); !errors.Is(err, want) {
			t.Errorf("%s was decoded: %v", text, err)
		}
	}
	for _, text := range []string{`[]`, `5`, `"a"`, `null`} {
		if err := rawjson.Members([]byte(text), func(_, _ []byte) {}); !errors.Is(err, rawjson.ErrNotObject) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := rawjson.Elements([]byte(`{}`)); !errors.Is(err, rawjson.ErrNotArray) {
		t.Error(err)
	}
}

// A value of the service may be about a person.
func TestAnErrorOfDecodingHasNoValueInIt(t *testing.T) {
	var row struct{ Count int }
	err := rawjson.Unmarshal([]byte(`{"Count":"Zoé"}`), &row)
	if err == nil || bytes.Contains([]byte(err.Error()), []byte("Zoé")) {
		t.Errorf("it reads %v", err)
	}
	err = rawjson.Unmarshal([]byte(`{"Count":12345.678}`), &row)
	if err == nil || bytes.Contains([]byte(err.Error()), []byte("12345")) {
		t.Errorf("it reads %v", err)
	}
}
