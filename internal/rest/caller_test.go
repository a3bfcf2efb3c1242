package rest_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestARequestIgnoresWhatItsCallerChangesAfterwards(t *testing.T) {
	var sent []string
	given := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		body, _ := io.ReadAll(r.Body)
		sent = append(sent, string(body))
		return answer(200, nil, goodThing), nil
	})}
	client, err := rest.New(rest.Config{Service: "service", BaseURL: "https://service.example.fr"}, guichet.WithHTTPClient(given))
	if err != nil {
		t.Fatal(err)
	}
	if given.CheckRedirect != nil || given.Jar != nil || given.Timeout != 0 {
		t.Error("the caller's client was changed")
	}
	given.Transport, given.Timeout = nil, time.Nanosecond
	body := []byte(`{"n":1}`)
	call := rest.RawCall("POST", "/things", body)
	body[5] = '2'
	if err := client.Do(t.Context(), call, nil); err != nil {
		t.Fatal(err)
	}
	if len(sent) != 1 || sent[0] != `{"n":1}` {
		t.Errorf("sent was %q", sent)
	}
}

func TestARefusalBeforeSendingSaysSo(t *testing.T) {
	client := offline(t, func(*http.Request) (*http.Response, error) {
		t.Error("it was sent")
		return nil, errors.New("refused")
	})
	call := rest.NewCall(rest.Write, "Things.Act", "POST /things").Check(rest.Invalid("name", refusal.New("missing", "it is missing")))
	if err := do(t.Context(), client, call); !errors.Is(err, guichet.ErrInvalid) || !strings.HasSuffix(err.Error(), "name: it is missing (not sent)") {
		t.Errorf("it fails with %v", err)
	}
}
