package rawjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
	"unsafe"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// everything has a field of each form that answers have.
type everything struct {
	ID      int64   `json:"id"`
	Small   int8    `json:"small"`
	Count   uint16  `json:"count"`
	Ratio   float64 `json:"ratio"`
	Half    float32
	Yes     bool
	Name    string            `json:"first_name,omitempty"`
	Status  status            `json:"status"`
	Any     any               `json:"any"`
	Raw     json.RawMessage   `json:"raw"`
	Level   level             `json:"level"`
	Mark    mark              `json:"mark"`
	Self    *everything       `json:"self"`
	List    []everything      `json:"list"`
	Numbers []int             `json:"numbers"`
	Grid    [][]string        `json:"grid"`
	Pair    [2]int            `json:"pair"`
	Words   map[string]string `json:"words"`
	Levels  map[level]*int    `json:"levels"`
	Deep    **string          `json:"deep"`
	Left    string            `json:"-"`
	Quoted  int               `json:"quoted,string"`
	embedded
	*Pointed
}

type (
	status   string
	embedded struct {
		Inner string `json:"inner"`
		ID    int64  `json:"id"` // the outer one counts
	}
	Pointed struct{ Outer bool }
	level   struct{ Value string }
	mark    struct{ Value string }
)

func (l *level) UnmarshalText(text []byte) error {
	if len(text) > 3 {
		return errors.New("too long")
	}
	l.Value = string(text)
	return nil
}

func (m *mark) UnmarshalJSON(text []byte) error {
	if text[0] == 'f' {
		return errFalse
	}
	m.Value = string(text)
	return nil
}

var errFalse = errors.New("it is false")

// FuzzADecoderGivesWhatGoJSONExperimentGives compares two decoders.
func FuzzADecoderGivesWhatGoJSONExperimentGives(f *testing.F) {
	for _, text := range []string{
		`{"id":7,"small":-128,"count":65535,"ratio":-1.5e3,"Half":0.1,"Yes":true,"first_name":"Zoé \"\u00e9\ud83d","status":"seen"}`,
		`{"ID":7,"FirstName":"a","yes":false,"YES":true,"first-name":"b","hidden":"x","left":"x","-":"y"}`,
		`{"any":{"a":[1,null,"x",{"b":true}]},"raw":{"a" : 1},"level":"abc","mark":[1],"levels":{"a":1,"b":null},"deep":"x"}`,
		`{"self":{"self":{"id":1},"list":[{"id":2},{"id":3,"list":[]}]},"numbers":[1,2,3],"grid":[["a"],[],null],"pair":[1,2],"words":{"a":"b"}}`,
		`{"id":null,"ratio":null,"Yes":null,"first_name":null,"any":null,"raw":null,"level":null,"mark":null,"self":null,"list":null,"pair":null,"words":null,"deep":null,"quoted":null}`,
		`{"first-name":"b"}`, `{"FIRSTNAME":"\\\" \ud800"}`, "{\"first_name\":\"\u00e9 \xe9\",\"words\":{\"\xe9\":\"\"}}",
		`{"inner":"x","Outer":true,"quoted":"12","unknown":[{"a":{}}]}`,
		`{"id":1.0}`, `{"id":"1"}`, `{"id":9223372036854775808}`, `{"small":128}`, `{"count":-1}`, `{"Half":1e39}`, `{"ratio":1e999}`, `{"Yes":"true"}`, `{"first_name":1}`,
		`{"level":"abcd"}`, `{"level":1}`, `{"mark":false}`, `{"self":[]}`, `{"list":{}}`, `{"pair":[1]}`, `{"pair":[1,2,3]}`, `{"words":{"a":1}}`, `{"levels":{"abcd":1}}`, `{"quoted":12}`, `{"quoted":"x"}`, `{"quoted":""}`,
		`{"id":1,"id":2}`, `{"id":1,"Id":2}`, `{"words":{"a":"1","a":"2"}}`, `{"unknown":{"a":1,"a":2}}`, `[]`, `null`, `5`, `{"id":`, `{"id":1}x`, "{\"first_name\":\"\xff\"}", ``,
	} {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, anyCase bool) {
		decode := rawjson.Unmarshal
		if anyCase {
			decode = rawjson.UnmarshalAnyCase
		}
		var got, want everything
		gotErr := decode(text, &got)
		wantErr := jsonv2.Unmarshal(text, &want, jsontext.AllowInvalidUTF8(true), jsonv2.MatchCaseInsensitiveNames(anyCase))
		if (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("%q gave %v, not %v", text, gotErr, wantErr)
		}
		if json.Valid(text) && errors.Is(wantErr, jsontext.ErrDuplicateName) && !errors.Is(gotErr, rawjson.ErrTwice) {
			t.Errorf("%q gave %v, not %v", text, gotErr, wantErr)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(everything{}, embedded{})); gotErr == nil && diff != "" {
			t.Errorf("%q (any case %v): %s", text, anyCase, diff)
		}
	})
}

func TestAnErrorOfDecodingNamesItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		`{"list":[{"id":1},{"id":"x"}]}`:         "list.1.id does not have the expected type",
		`{"list":[{},{"numbers":[1,2,true]}]}`:   "list.1.numbers.2 does not have the expected type",
		`{"self":{"pair":[1]}}`:                  "self.pair does not have the expected type",
		`{"words":{"a/b":1}}`:                    "words.a/b does not have the expected type",
		`{"quoted":"x"}`:                         "quoted does not have the expected type",
		`{"levels":{"abcd":[{"a":1}]},"id":"x"}`: "levels.abcd does not have the expected type",
		`[{"id":1}]`:                             "the value does not have the expected type",
	} {
		if err := rawjson.Unmarshal([]byte(text), new(everything)); err == nil || err.Error() != want {
			t.Errorf("%s gave %v, not %s", text, err, want)
		}
	}
	if err := rawjson.Unmarshal([]byte(`{"self":{"mark":false}}`), new(everything)); !errors.Is(err, errFalse) {
		t.Errorf("the cause of %v is not the error of the method", err)
	}
	var many []int
	for _, into := range []any{nil, many, (*[]int)(nil)} {
		if err := rawjson.Unmarshal([]byte(`[1]`), into); err == nil {
			t.Errorf("%T takes a value", into)
		}
	}
}

// row, and what it embeds, has names that meet.
type (
	row struct {
		Upper
		*Lower
		Named `json:"named"`
		Plain string `json:"plain"`
	}
	Upper struct {
		Both, Plain string
		Winner      string
		Tagged      string `json:"tagged"`
		Deeper
	}
	Lower struct {
		Both string
		Twin string `json:"Winner"`
		Tag  string `json:"tagged"`
		Low  int    `json:"low"`
		Deeper
	}
	Deeper struct{ Bottom, Both string }
	Named  struct{ Inner string }
)

func TestFieldsOfEmbeddedStructsAreThoseOfEncodingJSON(t *testing.T) {
	for _, name := range []string{"Both", "Plain", "plain", "tagged", "Winner", "low", "Bottom", "Inner", "Upper", "named", "Deeper", "Low"} {
		for _, value := range []string{`"x"`, `{"Inner":"x"}`, `1`} {
			text := []byte(`{"` + name + `":` + value + `}`)
			var got, want row
			gotErr, wantErr := rawjson.Unmarshal(text, &got), json.Unmarshal(text, &want)
			if name == "Low" || name == "Plain" {
				continue // encoding/json takes another case too
			}
			if diff := cmp.Diff(want, got); (gotErr == nil) != (wantErr == nil) || gotErr == nil && diff != "" {
				t.Errorf("%s gave %v, not %v: %s", text, gotErr, wantErr, diff)
			}
		}
	}
}

// Chain embeds itself.
type Chain struct {
	*Chain
	Name string
}

func TestAStructThatEmbedsItselfIsDecoded(t *testing.T) {
	var got Chain
	if err := rawjson.Unmarshal([]byte(`{"Name":"x"}`), &got); err != nil || got.Name != "x" || got.Chain != nil {
		t.Errorf("%+v %v", got, err)
	}
}

func TestATypeOfACallerIsDecodedAsByEncodingJSON(t *testing.T) {
	const text = `{"bytes":"AQI=","octets":[1,2],"by_id":{"-1":"a","7":"b"},"by_size":{"7":true},"yes":"true","word":"\"x\"","wait":1500,"number":1.50,"level":"l"}`
	type own struct {
		Bytes  []byte         `json:"bytes"`
		Octets [2]byte        `json:"octets"`
		ByID   map[int]string `json:"by_id"`
		BySize map[uint8]bool `json:"by_size"`
		Yes    bool           `json:"yes,string"`
		Word   string         `json:"word,string"`
		Wait   time.Duration  `json:"wait"`
		Number json.Number    `json:"number"`
		Level  any            `json:"level"`
	}
	var want own
	got := own{Level: &level{"before"}, ByID: map[int]string{3: "before"}}
	wantErr := json.Unmarshal([]byte(text), &want)
	want.Level, want.ByID[3] = &level{"l"}, "before"
	if err := rawjson.UnmarshalAnyCase([]byte(text), &got); err != nil || wantErr != nil {
		t.Fatal(err, wantErr)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{`{"by_id":{"x":"a"}}`, `{"by_size":{"256":true}}`, `{"yes":"maybe"}`, `{"yes":"true x"}`, `{"octets":[1]}`, `{"octets":[1,2,3]}`, `{"number":"x"}`} {
		if err := rawjson.UnmarshalAnyCase([]byte(text), new(own)); err == nil {
			t.Errorf("%s was decoded", text)
		}
	}
}

func TestANameThatStandsTwiceIsRefusedWhereverADecoderMeetsIt(t *testing.T) {
	for _, text := range []string{
		`{"id":1,"id":1}`, `{"id":1,"\u0069d":1}`, `{"other":1,"other":2}`, `{"other":1,"oth\u0065r":2}`, `{"other":[{"a":1,"a":2}]}`,
		`{"raw":{"a":1,"a":2}}`, `{"mark":{"a":[{"b":1,"b":2}]}}`, `{"any":{"a":1,"a":2}}`, `{"words":{"a":"1","a":"2"}}`, `{"list":[{},{"self":{"id":1,"id":1}}]}`,
	} {
		if err := rawjson.Unmarshal([]byte(text), new(everything)); !errors.Is(err, rawjson.ErrTwice) {
			t.Errorf("%s gave %v", text, err)
		}
	}
	for _, text := range []string{`{"a":1,"b":2,"a":3}`, `{"a":1,"\u0061":3}`, `{"b":{"c":1,"c":2}}`, `{"b":[{"c":1,"c":2}],"a":1}`, `{"a":{"id":1,"id":1}}`} {
		r := rawjson.Typed([]byte(text))
		for name := range r.Members {
			if string(name) == "a" && r.Kind() == '{' {
				r.Decode(new(everything))
			}
		}
		if err := r.End(); !errors.Is(err, rawjson.ErrTwice) {
			t.Errorf("%s gave %v", text, err)
		}
		r.Free()
	}
	r := rawjson.Typed([]byte(`[[{"a":1,"a":2}]]`))
	defer r.Free()
	for range r.Elements {
	}
	if err := r.End(); !errors.Is(err, rawjson.ErrTwice) {
		t.Errorf("an element that was skipped gave %v", err)
	}
}

func TestAVariableThatHadAValueKeepsNothingOfIt(t *testing.T) {
	numbers, name := []int{1, 2, 3}, "before"
	got := everything{ID: 1, Name: "before", Numbers: numbers, List: []everything{{ID: 5, Name: name}}, Pair: [2]int{1, 2}, Words: map[string]string{"a": "b"}, Self: &everything{ID: 4}}
	const text = `{"id":null,"first_name":null,"numbers":[7],"list":[{"id":6}],"pair":[3,4],"words":null,"self":null}`
	if err := rawjson.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	want := everything{Numbers: []int{7}, List: []everything{{ID: 6}}, Pair: [2]int{3, 4}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(everything{}, embedded{})); diff != "" {
		t.Error(diff)
	}
}

func TestEqualTextsShareTheirMemoryAndStayTheirOwn(t *testing.T) {
	body := []byte(`["Arras","Arras","arras","Arr\u0061s","","Lens et Arras ensemble","Lens or Arras ensemble"]`)
	want := []string{"Arras", "Arras", "arras", "Arras", "", "Lens et Arras ensemble", "Lens or Arras ensemble"}
	var got []string
	if err := rawjson.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	clear(body) // a page's memory is used again
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var many []string
	for n := range 2000 {
		many = append(many, fmt.Sprintf("text %d %d", n, -n))
	}
	body, _ = json.Marshal(many)
	var read []string
	if err := rawjson.Unmarshal(body, &read); err != nil || !slices.Equal(read, many) {
		t.Errorf("of many texts, some are those of others (%v)", err)
	}
	if unsafe.StringData(got[0]) != unsafe.StringData(got[1]) {
		t.Error("the same text has two places in memory")
	}
}

func TestSeveralGoroutinesDecodeATypeForTheFirstTime(t *testing.T) {
	type first struct {
		Next *first
		List []map[string]first
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			var value first
			if err := rawjson.Unmarshal([]byte(`{"Next":{"Next":{}},"List":[{"a":{"Next":{}}}]}`), &value); err != nil || value.Next.Next == nil || value.List[0]["a"].Next == nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
