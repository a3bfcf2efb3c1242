package zops_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/zops"
)

// saying is a client of a server that answers with a status and a body.
func saying(t *testing.T, status int, body string) *zops.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return must[*zops.Client](t)(zops.New(zops.Token("jeton"), guichet.WithBaseURL(server.URL), guichet.WithRetries(0)))
}

func TestARawObjectIsTheServicesOwnText(t *testing.T) {
	const keys = `{"fcmApiKeys": "a", "apnsCert": "b'x'", "neuf": [1]}`
	client := saying(t, http.StatusOK, `{"meta": {}, "content": `+keys+`}`)
	if raw, err := client.ProjectKeys.UpdateRaw(t.Context(), "1f", zops.KeysUpdate{}); err != nil || string(raw) != keys {
		t.Errorf("the object is %s (%v)", raw, err)
	}
}

func TestARawModificationSendsTheObjectThatWasReadAndChanged(t *testing.T) {
	_, client := admin(t)
	raw, err := client.Account.ModifyRaw(t.Context(), func(in *zops.AccountUpdate) { in.Address, in.Phone = "Rodez", "33565000001" })
	if err != nil {
		t.Fatal(err)
	}
	now := must[*zops.AccountInfo](t)(client.Account.Get(t.Context()))
	var shown zops.AccountInfo
	if err := json.Unmarshal(raw, &shown); err != nil || shown != *now || shown.Address != "Rodez" || shown.OrganizationName == "" {
		t.Errorf("%s is shown, and %+v was stored (%v)", raw, now, err)
	}
}

func TestARawModificationEndsWithTheErrorOfItsRead(t *testing.T) {
	_, client := admin(t)
	raw, err := client.Projects.ModifyRaw(t.Context(), "inconnu", func(*zops.ProjectUpdate) { t.Error("there is nothing to change") })
	if want(t, err, guichet.ErrNotFound); raw != nil {
		t.Errorf("the answer is %s", raw)
	}
}

func TestARawFormExplainsTheSameDefectsOfTheService(t *testing.T) {
	client := saying(t, http.StatusInternalServerError, `{"title": "500 Internal Server Error"}`)
	_, err := client.ProjectKeys.GetRaw(t.Context(), "1f")
	var e *guichet.Error
	if !errors.As(err, &e) || !strings.Contains(e.Message, "a project without keys") {
		t.Errorf("the error is %v", err)
	}
}

func TestARawAnswerWithoutAnObjectIsUnusable(t *testing.T) {
	for _, body := range []string{`{}`, `{"content": null}`, `{"content": []}`, `{"content": "x"}`, `{"content": {"a": 1, "a": 2}}`, `[]`, ``} {
		raw, err := saying(t, http.StatusOK, body).Me.GetRaw(t.Context())
		if want(t, err, guichet.ErrUnusableAnswer); raw != nil {
			t.Errorf("%s gave %s", body, raw)
		}
	}
}

func TestARawFormTakesWhatItsTypedFormTakes(t *testing.T) {
	if n := conform.CheckRawForms(t, reflect.TypeFor[zops.Client]()); n != 21 {
		t.Errorf("there are %d raw forms", n)
	}
}
