package rest_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestDuplicateNamesAreFoundAtEveryDepth(t *testing.T) {
	for _, text := range []string{
		`{"a":1,"a":2}`, `{"a":1,"A":2}`, `{"a":1,"\u0041":2}`, `[{"b":{"a":[{"c":1,"C":2}]}}]`, `{"é":1,"É":2}`, `{"k":1,"K":2}`, `{"a":"\\","a":1}`, `{"a":"\"","A":1}`,
	} {
		if rest.CheckNames([]byte(text)) == nil {
			t.Errorf("%s was accepted", text)
		}
	}
	for _, text := range []string{
		`{}`, `[]`, `null`, `5`, `""`, `{"a":1,"b":2}`, `{"a":{"a":{"a":1}}}`, `[{"a":1},{"a":1}]`, `{"a":"a","b":"a\",\"a\":1"}`, `{"a":"\\","b":"\\\""}`, `{"first_name":1,"firstName":2}`,
	} {
		if err := rest.CheckNames([]byte(text)); err != nil {
			t.Errorf("%s was refused: %v", text, err)
		}
	}
}

func TestAnObjectWithANameInTwoCasesIsUnusable(t *testing.T) {
	for root, body := range map[string]string{"thing": `{"thing":{"id":7,"ID":8}}`, "": `{"id":7,"ID":8}`} {
		client := offline(t, func(*http.Request) (*http.Response, error) { return answer(200, nil, body), nil })
		if _, err := rest.One[struct{ ID int }](t.Context(), client, newCall(rest.Read), root); !errors.Is(err, guichet.ErrUnusableAnswer) {
			t.Errorf("%s gave %v", body, err)
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
