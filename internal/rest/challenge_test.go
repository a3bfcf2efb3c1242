package rest_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestAnEmptyRefusalIsExplainedByItsChallenge(t *testing.T) {
	for _, c := range []struct {
		status                         int
		challenge, body, code, message string
	}{
		{401, `Bearer realm="a", error="invalid_token", error_description="It \"expired\""`, "", "invalid_token", `It "expired"`},
		{401, `Bearer realm="a",error="invalid_token",error_description="over"`, "", "invalid_token", "over"},
		{401, `Bearer error="invalid_token"`, " {} ", "invalid_token", "invalid_token"},
		{401, `Basic realm="a"`, "", "", ""},
		{401, `Bearer error="invalid`, "", "", ""},
		{401, `Bearer error="invalid\`, "", "", ""},
		{403, `Bearer error="insufficient_scope"`, "", "", ""},
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("WWW-Authenticate", c.challenge)
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		})
		e := failure(t, do(t.Context(), open(t, s.URL), newCall(rest.Read)))
		if e.Code != c.code || e.Message != c.message || e.Body != "" {
			t.Errorf("%d %s: %+v", c.status, c.challenge, *e)
		}
	}
}

func TestADefectIsRepeatedOnceForAReadAndNeverForAWrite(t *testing.T) {
	for class, requests := range map[rest.Class]int{rest.Read: 2, rest.ReadEffect: 1, rest.Idempotent: 1, rest.Write: 1} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(500) })
		cfg := rest.Config{Service: "test", BaseURL: s.URL, Defect: func(status int, _ []byte) bool { return status == 500 }}
		err := do(t.Context(), openWith(t, cfg, guichet.WithBackoff(noWait)), newCall(class))
		if !errors.Is(err, guichet.ErrUnavailable) || len(s.seen()) != requests {
			t.Errorf("class %d: %d requests, %v", class, len(s.seen()), err)
		}
	}
}
