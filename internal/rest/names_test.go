package rest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestAnObjectWithANameTwiceIsNoAnswer(t *testing.T) {
	for root, body := range map[string]string{"thing": `{"thing":{"id":7,"of":[{"a":1,"\u0061":2}]}}`, "": `{"id":7,"id":8}`} {
		client := offline(t, func(*http.Request) (*http.Response, error) { return answer(200, nil, body), nil })
		_, err := rest.One[struct{ ID int }](t.Context(), client, newCall(rest.Read), root)
		if !errors.Is(err, guichet.ErrUnusableAnswer) || !strings.Contains(err.Error(), "the same name twice") {
			t.Errorf("%s gave %v", body, err)
		}
		var raw json.RawMessage
		for _, out := range []any{new(map[string]any), &raw} {
			if err := client.Do(t.Context(), newCall(rest.Read), rest.Into(out)); !errors.Is(err, guichet.ErrUnusableAnswer) {
				t.Errorf("%T: %s gave %v", out, body, err)
			}
		}
	}
}

func TestANameInAnotherCaseIsAnotherName(t *testing.T) {
	for _, body := range []string{`{"thing":{"id":7,"ID":8}}`, `{"thing":{"ID":8,"id":7}}`, `{"thing":{"id":7},"THING":{"id":8}}`, `{"THING":null,"thing":{"id":7,"of":{"a":1,"A":2}}}`} {
		client := offline(t, func(*http.Request) (*http.Response, error) { return answer(200, nil, body), nil })
		type thing struct {
			ID int `json:"id"`
		}
		if got, err := rest.One[thing](t.Context(), client, newCall(rest.Read), "thing"); err != nil || got.ID != 7 {
			t.Errorf("%s gave %v %v", body, got, err)
		}
	}
}

func TestAPartialFileIsRefused(t *testing.T) {
	client := offline(t, func(*http.Request) (*http.Response, error) { return answer(206, nil, "part"), nil })
	_, err := client.Stream(t.Context(), newCall(rest.Read), func(http.Header) bool { return true }, nil)
	if !errors.Is(err, guichet.ErrUnusableAnswer) {
		t.Errorf("it gave %v", err)
	}
}
