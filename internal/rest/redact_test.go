package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/internal/token"
)

func TestFieldsSetByParseErrorAreRedacted(t *testing.T) {
	cfg := withToken("jeton-canari")
	cfg.Service = "service"
	cfg.ParseError = func(e *guichet.Error, _ string, body []byte) {
		text := string(body)
		cut := text[:min(len(text), 10)]
		e.Message, e.Code, e.Body, e.RequestID, e.Err = cut, text, text, text, refusal.New("none", "no %s", text)
		e.Fields = map[string][]guichet.FieldError{text: {{Code: text}}}
	}
	for _, body := range []string{"le jeton-canari", `"le jeton-canari"`, `{"a":"jeton-canari"}`} {
		cfg.BaseURL = serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, body)
		}).URL
		client, err := rest.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		e := failure(t, do(t.Context(), client, newCall(rest.Read)))
		if shown := fmt.Sprintf("%+v %v", *e, e.Err); strings.Contains(shown, "canari") || body[0] == 'l' && strings.Contains(shown, "jet") {
			t.Errorf("it is in %s", shown)
		}
	}
}

func TestNoTransportErrorShowsASecret(t *testing.T) {
	const secret = "jeton-canari"
	broken := func(status int, contentType, body string) roundTrip {
		return func(*http.Request) (*http.Response, error) {
			return answer(status, http.Header{"Content-Type": {contentType}}, body), nil
		}
	}
	for name, transport := range map[string]roundTrip{
		"the transport":        func(*http.Request) (*http.Response, error) { return nil, errors.New("no way for " + secret) },
		"a body that broke":    brokenBy(errors.New("no end of " + secret)),
		"a page":               broken(200, "text/html", "<p>"+secret),
		"a page that is long":  broken(200, "text/html", "<p>"+strings.Repeat("a", 503)+secret),
		"what decodes it":      broken(200, "application/json", `{"thing":{"id":"`+secret+`"}}`),
		"what knows it":        broken(200, "application/json", secret),
		"a redirect":           broken(302, "", ""),
		"an element of a path": broken(404, "", ""),
	} {
		var log strings.Builder
		client := offlineWith(t, rest.Config{ParseError: parseMessage, Auth: withToken(secret).Auth}, func(r *http.Request) (*http.Response, error) {
			resp, err := transport(r)
			if name == "a redirect" {
				resp.Header.Set("Location", "https://autre.example.fr/"+secret+"/jeton%2Dcanari")
			}
			return resp, err
		}, guichet.WithRetries(0), guichet.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
		call := newCall(rest.Read)
		call.Secrets = []string{secret}
		if name == "an element of a path" {
			call.Elements = []string{secret}
		}
		err := client.Do(t.Context(), call, func(body []byte) error {
			if name == "what knows it" {
				return &guichet.Error{Kind: guichet.ErrInvalid, Message: string(body)}
			}
			return errors.New("it is " + string(body))
		})
		e := failure(t, err)
		if shown := err.Error() + e.Message + e.Path + e.Body + log.String() + fmt.Sprintf("%+v %#v", *e, *e); strings.Contains(shown, "jet") {
			t.Errorf("%s: it is in %s", name, shown)
		}
	}
	call := newCall(rest.Read)
	call.Secrets = []string{secret}
	err := open(t, "https://service.example.fr").Do(t.Context(), call.Fail(errors.New("not "+secret)), nil)
	if shown := fmt.Sprintf("%v %+v", err, *failure(t, err)); strings.Contains(shown, "canari") {
		t.Errorf("a refused call: it is in %s", shown)
	}
}

// TestARefusalFoundInTheChainHasNoSecret is for whoever puts it into other words.
func TestARefusalFoundInTheChainHasNoSecret(t *testing.T) {
	const secret = "jeton-canari"
	why := refusal.New("message", "it is the message %q", "non à "+secret)
	for name, of := range map[string]error{"as it is": why, "wrapped": fmt.Errorf("around: %w", why)} {
		client := offline(t, func(*http.Request) (*http.Response, error) { return answer(200, nil, "{}"), nil })
		call := newCall(rest.Read)
		call.Secrets = []string{secret}
		read := client.Do(t.Context(), call, func([]byte) error { return of })
		refused := client.Do(t.Context(), newCall(rest.Read).Fail(of), nil)
		if found, ok := errors.AsType[*refusal.Refusal](refused); !ok || found.Error() != why.Error() {
			t.Errorf("%s: without a secret it is %v", name, found)
		}
		for _, err := range []error{read, client.Do(t.Context(), call.Fail(of), nil)} {
			found, ok := errors.AsType[*refusal.Refusal](err)
			if !ok || found.Code != "message" || strings.Contains(found.Error()+fmt.Sprint(found.Args), "canari") {
				t.Errorf("%s: it is %v", name, found)
			}
		}
	}
}

func TestTheTargetOfARedirectIsNamedWithoutASecret(t *testing.T) {
	for secret, location := range map[string]string{
		"jeton canari/suite": "https://autre.example.fr/jeton%20canari/suite",
		"jeton-canari":       "https://jeton-canari.example.fr/",
	} {
		client := offline(t, func(*http.Request) (*http.Response, error) {
			return answer(302, http.Header{"Location": {location}}, ""), nil
		})
		call := newCall(rest.Read)
		call.Secrets = []string{secret}
		if err := do(t.Context(), client, call); !strings.Contains(err.Error(), "redirects to https://") || strings.Contains(err.Error(), "canari") {
			t.Errorf("the error reads %q", err)
		}
	}
}

// brokenBy answers with a body that ends in an error.
func brokenBy(err error) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		resp := answer(200, nil, goodThing)
		resp.ContentLength, resp.Body = 100, io.NopCloser(io.MultiReader(strings.NewReader("{"), failingReader{err}))
		return resp, nil
	}
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

func TestOurMessagesAreRedactedForSecretsOfFourCharactersOrMore(t *testing.T) {
	for secret, want := range map[string]string{"cle1": "not [redacted]", "clés": "not [redacted]", "cle": "not cle", "clé": "not clé", "clé\a": "not [redacted]"} {
		for _, text := range []string{secret, fmt.Sprintf("%q", secret)[1 : len(fmt.Sprintf("%q", secret))-1]} {
			call := newCall(rest.Read)
			call.Secrets = []string{secret}
			err := open(t, "https://service.example.fr").Do(t.Context(), call.Fail(errors.New("not "+text)), nil)
			if e := failure(t, err); e.Message != want {
				t.Errorf("%q: got %q", text, e.Message)
			}
		}
	}
}

func TestACredentialWithoutASchemeIsRedacted(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "refus de "+r.Header.Get("Authorization"))
	})
	cfg := rest.Config{BaseURL: s.URL, Auth: auth(rest.Static(rest.Field{Name: "Authorization", Value: guichet.NewSecret("jeton-canari")}))}
	if e := failure(t, do(t.Context(), openWith(t, cfg), newCall(rest.Read))); e.Body != "refus de [redacted]" {
		t.Errorf("the body shown is %q", e.Body)
	}
}

func TestACallCancelledWhileItWaitsForACredentialReportsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	source := token.New(token.Config[int]{Fetch: func(ctx context.Context, _ *int) (int, error) {
		cancel()
		<-t.Context().Done() // the fetch goes on for others
		return 0, ctx.Err()
	}})
	cfg := rest.Config{BaseURL: "https://service.example.fr", Auth: auth(rest.Renewable(source, func(int) []rest.Field { return nil }))}
	err := do(ctx, openWith(t, cfg), newCall(rest.Write))
	if !errors.Is(err, context.Canceled) || !errors.Is(err, guichet.ErrNetwork) || errors.Is(err, guichet.ErrNoCredential) || failure(t, err).Sent != guichet.NotSent {
		t.Errorf("the call returned %v", err)
	}
}
