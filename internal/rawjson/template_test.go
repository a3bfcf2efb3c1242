package rawjson_test

import (
	"testing"

	"github.com/guichet-go/guichet/internal/rawjson"
)

func TestATemplateIsFilledOutsideOfStrings(t *testing.T) {
	value := func(name string) string { return "<" + name + ">" }
	for template, want := range map[string]string{
		`{"a":{{x}},"b":"{{x}} // \" /* */"}`: `{"a":<x>,"b":"{{x}} // \" /* */"}`,
		`{{ x }}`:                             `<x>`,
		"[1, // {{x}}\r\n2/* {{x}} */]":       "[1, \r\n2]",
		`{"a":{{x`:                            `{"a":{{x`,
		`{{}}}`:                               `<>}`,
		`1 // end`:                            `1 `,
		`"\`:                                  `"\`,
	} {
		if got := rawjson.Fill(template, value); got != want {
			t.Errorf("%s is filled to %s, not %s", template, got, want)
		}
	}
	if got := rawjson.WithoutComments(`{"a":{{x//}}} // note`); got != `{"a":{{x//}}} ` {
		t.Errorf("without comments it is %s", got)
	}
}
