package input_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
)

func TestASwitchTakesTheSameValueInAnyOfItsSpellings(t *testing.T) {
	f := &input.Flag{Name: "yes", Place: input.Bool}
	if f.String() != "false" {
		t.Errorf("before it is given it is %q", f.String())
	}
	for _, text := range []string{"true", "1", "T"} {
		if err := f.Set(text); err != nil {
			t.Error(err)
		}
	}
	if err := f.Set("false"); exit.Of(err) != exit.Usage || f.String() != "true" {
		t.Errorf("%v, %s", err, f.String())
	}
}

func TestARefusedValueDoesNotCountAsGiven(t *testing.T) {
	bad := errors.New("bad")
	f := &input.Flag{Name: "id", Take: func(text string) error {
		if text == "x" {
			return bad
		}
		return nil
	}}
	if err := f.Set("x"); !errors.Is(err, bad) || f.String() != "" {
		t.Errorf("%v, %q", err, f.String())
	}
	if err := f.Set("1"); err != nil {
		t.Error(err)
	}
}

func TestAnEmptyValueCountsAsGiven(t *testing.T) {
	f := &input.Flag{Name: "name"}
	if err := f.Set(""); err != nil {
		t.Fatal(err)
	}
	if err := f.Set("a"); exit.Of(err) != exit.Usage {
		t.Error(err)
	}
}

func TestTheFirstLineWithBadUTF8IsNamed(t *testing.T) {
	for text, want := range map[string]string{
		"a\n\xe9\n":     "x, line 2: ",
		"\xe9\nb":       "x, line 1: ",
		"a\nb\nc\xe9":   "x, line 3: ",
		"\xe9\r\n":      "x: ",
		"\xe9":          "x: ",
		"\xff\xfea\x00": "x: ",
	} {
		err := input.UTF8("x", []byte(text))
		if exit.Of(err) != exit.Usage || !strings.HasPrefix(err.Error(), want+"this is not UTF-8") {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"", "é", "a\nb", "\ufffd"} {
		if err := input.UTF8("x", []byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}
