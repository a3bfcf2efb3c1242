package rest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestAnErrorIsMadeOfAnyBody(t *testing.T) {
	binary := "\x00\xff\xfe" + strings.Repeat("\x80", 2000)
	for _, c := range []struct{ name, contentType, body, message, shown string }{
		{"empty", "", "", "no reason given", ""},
		{"empty, called JSON", "application/json", "", "no reason given", ""},
		{"empty, called HTML", "text/html; charset=utf-8", "", "no reason given", ""},
		{"JSON", "application/json; charset=utf-8", `{"message":"le nom manque"}`, "le nom manque", ""},
		{"JSON of another shape", "application/json", `["a"]`, "", `["a"]`},
		{"JSON that breaks off", "application/json", `{"message":"le n`, "", `{"message":"le n`},
		{"HTML", "text/html; charset=utf-8", "<h1>Erreur</h1>", "an HTML page", "<h1>Erreur</h1>"},
		{"HTML called JSON", "application/json", " \n<!DOCTYPE html><h1>Erreur</h1>", "an HTML page", "<!DOCTYPE html>"},
		{"HTML without a type", "", "\ufeff<html></html>", "an HTML page", "<html>"},
		{"XML", "application/xml", "<erreur>le nom manque</erreur>", "", "<erreur>"},
		{"text", "text/plain", "Bad gateway\n", "", "Bad gateway"},
		{"binary", "application/octet-stream", binary, "", "\x00"},
		{"long text", "text/plain", strings.Repeat("é", 3000), "", "éé"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
				w.Header()["Content-Type"] = []string{c.contentType}
				w.Header().Set("X-Request-Id", "req-7")
				w.WriteHeader(http.StatusUnprocessableEntity)
				_, _ = io.WriteString(w, c.body)
			})
			err := do(t.Context(), open(t, s.URL), newCall(rest.Write))
			e := failure(t, err)
			if e.Status != 422 || !errors.Is(err, guichet.ErrInvalid) || e.RequestID != "req-7" || e.Sent != guichet.Answered || e.Attempts != 1 {
				t.Errorf("the error is %+v", *e)
			}
			if e.Message != c.message || !strings.Contains(e.Body, c.shown) || len(e.Body) > 512 {
				t.Errorf("message %q, body %q", e.Message, e.Body)
			}
			if c.name == "long text" && !utf8.ValidString(e.Body) {
				t.Errorf("a letter was cut in %q", e.Body)
			}
			if strings.Contains(err.Error(), "\n") || e.Service != "service" || e.Op != "Things.Act" || e.Method != "POST" || e.Path != "/things/7" {
				t.Errorf("the error reads %q, for %s %s %s %s", err, e.Service, e.Op, e.Method, e.Path)
			}
		})
	}
}

func TestAStatusHasItsKind(t *testing.T) {
	for status, kind := range map[int]guichet.Kind{
		304: guichet.ErrUnusableAnswer, 400: guichet.ErrInvalid, 401: guichet.ErrUnauthorized, 402: guichet.ErrPaymentRequired,
		403: guichet.ErrForbidden, 404: guichet.ErrNotFound, 405: guichet.ErrUnexpected, 409: guichet.ErrConflict, 410: guichet.ErrNotFound,
		415: guichet.ErrUnexpected, 418: guichet.ErrUnexpected, 422: guichet.ErrInvalid, 424: guichet.ErrUnavailable, 505: guichet.ErrUnavailable,
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(status) })
		if e := failure(t, do(t.Context(), open(t, s.URL), newCall(rest.Read))); e.Kind != kind || e.Status != status {
			t.Errorf("%d is %q, not %q", e.Status, e.Kind, kind)
		}
	}
}

func TestAnAnswerWithoutTheDataIsUnusable(t *testing.T) {
	for name, body := range map[string]string{
		"empty": "", "null": "null", "another root": `{"other":{}}`, "a null root": `{"thing":null}`, "text": "OK",
		"a list": `[]`, "another type": `{"thing":{"id":"sept"}}`, "two documents": goodThing + goodThing,
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, body)
		})
		err := do(t.Context(), open(t, s.URL), newCall(rest.Read))
		if e := failure(t, err); !errors.Is(err, guichet.ErrUnusableAnswer) || e.Sent != guichet.Answered || len(s.seen()) != 1 {
			t.Errorf("%s: %d requests and %+v", name, len(s.seen()), *e)
		}
	}
}

// TestAnHTMLAnswerIsUnusableEvenIfNoDataIsExpected serves a login page, of the
// service or a proxy, in answer to a DELETE.
func TestAnHTMLAnswerIsUnusableEvenIfNoDataIsExpected(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<title>Connexion</title>")
	})
	err := open(t, s.URL).Do(t.Context(), rest.NewCall(rest.Write, "Things.Delete", "DELETE /things"), nil)
	if !errors.Is(err, guichet.ErrUnusableAnswer) || len(s.seen()) != 1 {
		t.Errorf("%d requests and %v", len(s.seen()), err)
	}
}

// TestNoErrorRepeatsASecret has the service echo what it was sent, as it came
// and in the escaped forms of the formats that errors have.
func TestNoErrorRepeatsASecret(t *testing.T) {
	const token, password = "jeton-canari/+=é", `mot "de" <passe> & canari`
	forms := []string{
		token, password, `mot \"de\" <passe> & canari`, `mot \"de\" \u003cpasse\u003e \u0026 canari`,
		html.EscapeString(password), url.QueryEscape(password), url.PathEscape(password), url.QueryEscape(token),
		`jeton-canari/+=\u00e9`,
	}
	for _, format := range []struct{ contentType, body string }{
		{"text/html", "<p>%s</p>"}, {"application/json", `{"message":"refus de %s"}`}, {"application/json", `{"autre":"%s"}`},
		{"application/json", `{"field":"%s","code":"%[1]s","message":"non"}`},
		{"text/plain", "Authorization: Bearer %s"}, {"application/xml", "<e>%s</e>"}, {"text/plain", strings.Repeat("a", 490) + "%s"},
	} {
		for _, form := range forms {
			echo := fmt.Sprintf(format.body, form)
			s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
				w.Header().Set("Content-Type", format.contentType)
				w.Header().Set("X-Request-Id", strings.Repeat("a", 116)+form)
				w.WriteHeader(http.StatusForbidden)
				_, _ = io.WriteString(w, echo)
			})
			cfg := withToken(token)
			cfg.BaseURL = s.URL
			call := newCall(rest.Write)
			call.Secrets = []string{password}
			err := do(t.Context(), openWith(t, cfg), call)
			e := failure(t, err)
			encoded, _ := json.Marshal(e)
			shown := fmt.Sprint(err, e.Message, e.Body, e.Code, e.Fields, e.Err, e.RequestID) + string(encoded) + fmt.Sprintf("%+v %#v %+v %q", err, err, *e, err)
			if strings.Contains(shown, "canari") {
				t.Errorf("%q shows in %q", form, shown)
			}
		}
	}
}

func TestALongSecretIsNotShownInPart(t *testing.T) {
	token := strings.Repeat("canari", 2000)
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "refus de "+token)
	})
	cfg := withToken(token)
	cfg.BaseURL = s.URL
	if e := failure(t, do(t.Context(), openWith(t, cfg), newCall(rest.Read))); e.Body != "refus de [redacted]" {
		t.Errorf("the body shown is %q", e.Body)
	}
}

func TestANetworkErrorDoesNotRepeatTheQuery(t *testing.T) {
	for _, base := range []string{refusing(t), "https://nom-inconnu.invalid"} {
		err := do(t.Context(), open(t, base, guichet.WithRetries(0)), newCall(rest.Read, guichet.WithQuery("jeton", "canari")))
		if e := failure(t, err); strings.Contains(fmt.Sprintf("%v %+v %v", err, *e, e.Err), "canari") || e.Sent != guichet.NotSent {
			t.Errorf("the error is %+v", *e)
		}
	}
}

// TestAHeaderThatCannotBeSentIsRefused matters for writes: net/http would
// refuse it too, but nobody could tell that nothing was sent.
func TestAHeaderThatCannotBeSentIsRefused(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	for name, value := range map[string]string{"X-Note": "a\r\nX-Evil: 1", "X Note": "a", "": "a", "X-Nul": "a\x00", "X-Éa": "a"} {
		err := do(t.Context(), open(t, s.URL), newCall(rest.Write, guichet.WithHeader(name, value)))
		if e := failure(t, err); e.Sent != guichet.NotSent || !errors.Is(err, guichet.ErrInvalid) {
			t.Errorf("the header %q: %q gave %v", name, value, err)
		}
	}
	cfg := withToken("jeton-canari\n")
	cfg.BaseURL = s.URL
	err := do(t.Context(), openWith(t, cfg), newCall(rest.Write))
	if e := failure(t, err); e.Sent != guichet.NotSent || !errors.Is(err, guichet.ErrNoCredential) || strings.Contains(err.Error(), "canari") {
		t.Errorf("a credential with a line break gave %v", err)
	}
	if n := len(s.seen()); n != 0 {
		t.Errorf("the server saw %d requests", n)
	}
}

func TestACallCannotReplaceTheCredential(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	cfg := withToken("le-bon")
	cfg.BaseURL = s.URL
	err := do(t.Context(), openWith(t, cfg), newCall(rest.Read, guichet.WithHeader("authorization", "Bearer autre")))
	if !errors.Is(err, guichet.ErrInvalid) || len(s.seen()) != 0 {
		t.Errorf("it gave %v after %d requests", err, len(s.seen()))
	}
}
