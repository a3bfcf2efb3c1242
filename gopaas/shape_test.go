package gopaas_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
)

// answering returns a client of a server that answers every request alike.
func answering(t *testing.T, status int, contentType, body string) *gopaas.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return withKey(t, server.URL+"/crm/", guichet.WithRetries(0))
}

func TestAnErrorDescribesAListOfUnknownShape(t *testing.T) {
	for body, want := range map[string]string{
		`{"result":{"a":1},"count":3}`:        "its fields: count (number), result (object)",
		`{"rows":{"0":{"cle":"a"}}}`:          "its fields: rows (object)",
		`{"msg":"Invalid API key."}`:          `the response is the message "Invalid API key."`,
		`[1,2]`:                               "row 1 is a number",
		`{"rows":[{"cle":"a"},["b"]]}`:        "row 2 is an array",
		`"terminé"`:                           "the response is a string",
		`null`:                                "the response is null",
		`{}`:                                  "its fields: nothing",
		`Fatal error: Uncaught PDO`:           "invalid character",
		`<!DOCTYPE html><title>Login</title>`: "an HTML page",
	} {
		client := answering(t, 200, "text/html; charset=UTF-8", body)
		_, err := client.Lists.Page(t.Context(), "1167", gopaas.ListQuery{})
		if e := failure(t, err, guichet.ErrUnusableAnswer); !strings.Contains(e.Error(), want) {
			t.Errorf("%s: the error is %v, without %q", body, e, want)
		}
	}
}

func TestAByteOrderMarkBeforeAListIsIgnored(t *testing.T) {
	client := answering(t, 200, "application/json", "\ufeff\n[{\"cle\":\"a\"}]\n")
	if p, err := client.Lists.Page(t.Context(), "1167", gopaas.ListQuery{}); err != nil || len(p.Rows) != 1 {
		t.Errorf("the list gave %v", err)
	}
}

func TestTheRowsAreTheServicesOwnBytes(t *testing.T) {
	const row = `{"n":12345678901234567890.10,"cle":"a","é":"\u00e9"}`
	client := answering(t, 200, "application/json", `{"total":"1","rows":[`+row+`]}`)
	p, err := client.Lists.Page(t.Context(), "1167", gopaas.ListQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if string(p.Rows[0].Raw) != row || p.Total != 1 {
		t.Errorf("the row is %s, the total %d", p.Rows[0].Raw, p.Total)
	}
}

func TestA401NamesItsFourPossibleReasons(t *testing.T) {
	for _, body := range []string{`{"msg":"Invalid API key."}`, ``} {
		_, err := answering(t, 401, "application/json", body).Items.Get(t.Context(), "compte", "1")
		e := failure(t, err, guichet.ErrUnauthorized)
		for _, reason := range []string{"key", "application path", "expired token", "address"} {
			if !strings.Contains(e.Error(), reason) {
				t.Errorf("the error %v does not name the %s", e, reason)
			}
		}
	}
}

func TestAnErrorHasTheServicesText(t *testing.T) {
	for body, want := range map[string]string{
		`{"msg":"Something went wrong. Please try again later."}`: "Something went wrong",
		"PHP Fatal error:  Allowed memory size\nstack trace":      "PHP Fatal error:  Allowed memory size",
	} {
		_, err := answering(t, 500, "text/html", body).Items.Get(t.Context(), "compte", "1")
		if e := failure(t, err, guichet.ErrUnavailable); !strings.Contains(e.Error(), want) || strings.Contains(e.Error(), "stack") {
			t.Errorf("the error is %v", e)
		}
	}
}

func TestAValueThatWouldBreakAHeaderIsRefused(t *testing.T) {
	client := answering(t, 200, "application/json", `[]`)
	for name, q := range map[string]gopaas.ListQuery{
		"a line break in a text":       {Text: "a\r\nX-Admin: 1"},
		"a NUL in a raw search":        {Search: gopaas.RawSearch("nom|equal|\x00|")},
		"a pipe in a value":            {Search: gopaas.Contains("nom", "a|OR|b")},
		"a pipe in a field":            {Search: gopaas.Equals("nom|contain", "a")},
		"a condition without a field":  {Search: gopaas.Equals("", "a")},
		"an expression as a value":     {Search: gopaas.Equals("date", "$$CURDATE()")},
		"an error in the second half":  {Search: gopaas.Equals("nom", "a").And(gopaas.Equals("x", "|"))},
		"a raw search without its end": {Search: gopaas.RawSearch("nom|equal|a").And(gopaas.Equals("x", "y"))},
		"a negative page":              {Page: guichet.Set(-1)},
	} {
		_, err := client.Lists.Page(t.Context(), "1167", q)
		if e := failure(t, err, guichet.ErrInvalid); e.Attempts != 0 {
			t.Errorf("%s was sent", name)
		}
	}
	for _, view := range []string{"", "..", "1167/../item", "a\nb"} {
		if _, err := client.Lists.Page(t.Context(), view, gopaas.ListQuery{}); !errors.Is(err, guichet.ErrInvalid) {
			t.Errorf("the view %q gave %v", view, err)
		}
	}
}
