package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// answering is a world whose service gives every request the same answer.
func answering(t *testing.T, status int, header map[string]string, body string) world {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(web.Close)
	return newWorld(t, service{url: web.URL}).with("GUICHET_RDV_BEARER", "jeton", "GUICHET_STORE", "none")
}

func TestNoFormatPrintsWhatIsNotUTF8(t *testing.T) {
	const latin = `{"organisation":{"id":101,"name":"Zo` + "\xe9" + `"}}`
	for _, format := range [][]string{{"-o", "json"}, {"-o", "ndjson"}, {"-o", "csv"}, {"-o", "yaml"}, {"-o", "table"}, {"--jq", "."}} {
		line := append([]string{"rdv", "organisation", "get", "101"}, format...)
		w := answering(t, 200, map[string]string{"Content-Type": "application/json"}, latin)
		if got := run(t, w, line...); got.code != 8 || got.out != "" || !strings.Contains(got.err, "UTF-8") {
			t.Errorf("%q: %+v", format, got)
		}
		w = answering(t, 200, map[string]string{"Content-Type": "application/json; charset=ISO-8859-1"}, latin)
		if got := run(t, w, line...); got.code != 0 || !strings.Contains(got.out, "Zoé") {
			t.Errorf("%q, declared: %+v", format, got)
		}
		w = answering(t, 200, map[string]string{"Content-Type": "application/json"}, "\ufeff"+`{"organisation":{"id":101,"name":"Zoé"}}`)
		if got := run(t, w, line...); got.code != 0 || !strings.Contains(got.out, "Zoé") || strings.Contains(got.out, "\ufeff") {
			t.Errorf("%q, behind a byte order mark: %+v", format, got)
		}
	}
}

func TestACompressionThatCannotBeReadIsNamed(t *testing.T) {
	w := answering(t, 200, map[string]string{"Content-Type": "application/json", "Content-Encoding": "br"}, "\x0b\x02\x80")
	for lang, want := range map[string]string{"en": "which was not requested", "fr": "qui n'a pas été demandé"} {
		if got := run(t, w, "rdv", "organisation", "get", "101", "--lang", lang); got.code != 8 || !strings.Contains(got.err, want) || !strings.Contains(got.err, " br") {
			t.Errorf("%+v", got)
		}
	}
}

func TestAWaitIsShownInWholeSeconds(t *testing.T) {
	w := answering(t, 503, map[string]string{"Retry-After": "4000.3"}, "")
	if got := run(t, w, "rdv", "organisation", "get", "101"); got.code != 8 || !strings.Contains(strings.ReplaceAll(got.err, "\u00a0", " "), "wait 1 h 6 min 41 s") {
		t.Errorf("%+v", got)
	}
	soon := time.Now().Add(2 * time.Hour).UTC()
	w = answering(t, 503, map[string]string{"Date": soon.Format(http.TimeFormat), "Retry-After": soon.Add(90 * time.Minute).Format(http.TimeFormat)}, "")
	if got := run(t, w, "rdv", "organisation", "get", "101"); got.code != 8 || !strings.Contains(strings.ReplaceAll(got.err, "\u00a0", " "), "wait 1 h 30 min") {
		t.Errorf("%+v", got)
	}
}

func TestAFailedReadDoesNotAskToSendAgain(t *testing.T) {
	const again = "before sending the request again"
	w := answering(t, 200, map[string]string{"Content-Type": "application/json"}, `{"users":[{"first_name":"x"}],"meta":{"current_page":1,"total_count":1,"total_pages":1}}`)
	for _, format := range []string{"json", "table"} {
		if got := run(t, w, "rdv", "user", "list", "-o", format); got.code != 8 || strings.Contains(got.err, again) || !strings.Contains(got.err, "without an id") {
			t.Errorf("%+v", got)
		}
	}
	if got := run(t, w, "rdv", "organisation", "get", "101"); got.code != 8 || strings.Contains(got.err, again) {
		t.Errorf("%+v", got)
	}
	if got := run(t, w, "rdv", "user", "update", "1", "--first-name", "x"); got.code != 8 || !strings.Contains(got.err, again) {
		t.Errorf("%+v", got)
	}
}

func TestInvisibleCharactersAreEscapedInErrors(t *testing.T) {
	for _, c := range []struct {
		lang, value, want string
	}{
		{"en", "626\r", `invalid id "626\r"`},
		{"en", "626\n", `invalid id "626\n"`},
		{"fr", "626\u00a0", `« 626\u00a0 »`},
		{"en", "6\u200b26", `invalid id "6\u200b26"`},
		{"en", `62"6`, `invalid id "62"6"`},
		{"fr", "été", "« été »"},
	} {
		got := run(t, nil, "rdv", "user", "list", "--organisation-id", c.value, "--lang", c.lang)
		if got.code != 2 || !strings.Contains(got.err, c.want) {
			t.Errorf("%q: %+v, want %s", c.value, got, c.want)
		}
	}
}
