package rest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

type form struct {
	Name  guichet.Opt[string]  `json:"name,omitzero"`
	Count guichet.Opt[int]     `json:"count,omitzero"`
	IDs   guichet.Opt[[]int64] `json:"ids,omitzero"`
}

func TestAnOptIsWrittenAsItsValueNullOrNothing(t *testing.T) {
	for want, in := range map[string]form{
		`{}`:                             {},
		`{"name":"Ada","count":3}`:       {Name: guichet.Set("Ada"), Count: guichet.Set(3)},
		`{"name":"","count":0,"ids":[]}`: {Name: guichet.Set(""), Count: guichet.Set(0), IDs: guichet.Set([]int64{})},
		`{"name":null,"count":null}`:     {Name: guichet.Null[string](), Count: guichet.Null[int]()},
	} {
		got, err := json.Marshal(in)
		if err != nil || string(got) != want {
			t.Errorf("%s was written, not %s (%v)", got, want, err)
		}
		var back form
		if err := json.Unmarshal([]byte(want), &back); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != want {
			t.Errorf("%s came back as %s (%v)", want, again, err)
		}
	}
}

func TestAnOptTellsItsThreeStatesApart(t *testing.T) {
	var unset guichet.Opt[string]
	for _, c := range []struct {
		name       string
		opt        guichet.Opt[string]
		zero, null bool
		value      string
		has        bool
	}{
		{"unset", unset, true, false, "", false},
		{"null", guichet.Null[string](), false, true, "", false},
		{"empty", guichet.Set(""), false, false, "", true},
		{"a value", guichet.Set("a"), false, false, "a", true},
	} {
		value, has := c.opt.Value()
		if c.opt.IsZero() != c.zero || c.opt.IsNull() != c.null || value != c.value || has != c.has {
			t.Errorf("%s: zero %v, null %v, value %q %v", c.name, c.opt.IsZero(), c.opt.IsNull(), value, has)
		}
	}
	if err := json.Unmarshal([]byte(`{"count":"trois"}`), new(form)); err == nil {
		t.Error("a text was taken for a number")
	}
}

func FuzzAnOptComesBackAsItWas(f *testing.F) {
	f.Add("", 0, uint8(0))
	f.Add("Ada", -3, uint8(1))
	f.Add("\u2028\"", math.MaxInt, uint8(2))
	f.Fuzz(func(t *testing.T, name string, count int, state uint8) {
		in := form{Name: guichet.Set(strings.ToValidUTF8(name, "?")), Count: guichet.Set(count)}
		switch state % 3 {
		case 1:
			in.Name = guichet.Null[string]()
		case 2:
			in.Name = guichet.Opt[string]{}
		}
		data, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var out form
		if err := json.Unmarshal(data, &out); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if out.Name != in.Name || out.Count != in.Count {
			t.Errorf("%+v came back as %+v", in, out)
		}
	})
}

// TestASecretIsRedactedEverywhere hides it in every place that fmt, JSON and
// slog look at, unexported fields included.
func TestASecretIsRedactedEverywhere(t *testing.T) {
	const canary = "canari-secret"
	type inner struct{ hidden guichet.Secret }
	type outer struct {
		Shown  guichet.Secret
		nested inner
		ptr    *inner
		any    any
	}
	secret := guichet.NewSecret(canary)
	in := inner{secret}
	values := []any{
		secret, &secret, in, &in, outer{secret, in, &in, secret}, &outer{secret, in, &in, &secret},
		[]guichet.Secret{secret}, map[string]guichet.Secret{"a": secret}, map[guichet.Secret]int{secret: 1}, [1]inner{in},
		guichet.Set(secret), rest.Field{Name: "Authorization", Value: secret}, rest.Lease{Header: []rest.Field{{Value: secret}}},
		fmt.Errorf("échec avec %v", secret),
	}
	var shown bytes.Buffer
	for _, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%T", "%p", "%08v", "%-20s"} {
			_, _ = fmt.Fprintf(&shown, verb+"\n", value)
		}
		if data, err := json.Marshal(value); err == nil {
			shown.Write(data)
		}
		for _, handler := range []slog.Handler{slog.NewTextHandler(&shown, nil), slog.NewJSONHandler(&shown, nil)} {
			slog.New(handler).Info("valeur", "it", value, slog.Group("g", "it", value))
		}
	}
	for _, form := range []string{canary, fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary), fmt.Sprint([]byte(canary))} {
		if at := strings.Index(shown.String(), form); at >= 0 {
			t.Errorf("the secret shows in %q", shown.String()[max(0, at-80):at+len(form)])
		}
	}
	if !strings.Contains(shown.String(), "[redacted]") {
		t.Error("nothing says that something was left out")
	}
}

func TestASecretGivesItsValueOnlyWhenAsked(t *testing.T) {
	var read struct{ Token guichet.Secret }
	if err := json.Unmarshal([]byte(`{"token":"canari"}`), &read); err != nil || read.Token.Reveal() != "canari" || read.Token.IsZero() {
		t.Errorf("the secret read is %q (%v)", read.Token.Reveal(), err)
	}
	empty := guichet.NewSecret("")
	if !empty.IsZero() || empty.Reveal() != "" || fmt.Sprint(empty) != "" || empty != (guichet.Secret{}) {
		t.Errorf("the empty secret prints as %q", fmt.Sprint(empty))
	}
}
