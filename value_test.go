package guichet_test

import (
	"encoding/json"
	"testing"

	"github.com/guichet-go/guichet"
)

func TestAFieldIsLeftOutSetOrNull(t *testing.T) {
	type request struct {
		Phone guichet.Opt[string] `json:"phone,omitzero"`
	}
	for text, field := range map[string]guichet.Opt[string]{
		`{}`: {}, `{"phone":""}`: guichet.Set(""), `{"phone":"0612345678"}`: guichet.Set("0612345678"), `{"phone":null}`: guichet.Null[string](),
	} {
		if sent, err := json.Marshal(request{field}); err != nil || string(sent) != text {
			t.Errorf("%s was sent as %s (%v)", text, sent, err)
		}
		var read request
		if err := json.Unmarshal([]byte(text), &read); err != nil || read.Phone != field {
			t.Errorf("%s was read as %v (%v)", text, read, err)
		}
		if out := text == `{}`; read.Phone.IsZero() != out {
			t.Errorf("%s leaves the field out: %t", text, read.Phone.IsZero())
		}
		if null := text == `{"phone":null}`; read.Phone.IsNull() != null {
			t.Errorf("%s has null: %t", text, read.Phone.IsNull())
		}
	}
}
