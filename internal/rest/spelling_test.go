package rest_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// spellings are ways of writing a secret, beside the one in which it was sent.
func spellings(secret string) map[string]string {
	list := map[string]string{
		"small": strings.ToLower(secret), "large": strings.ToUpper(secret), "as a name of a header": http.CanonicalHeaderKey(secret),
		"hex": hex.EncodeToString([]byte(secret)), "large hex": strings.ToUpper(hex.EncodeToString([]byte(secret))),
	}
	inJSON, _ := json.Marshal(secret)
	list["hex of JSON"] = hex.EncodeToString(inJSON)
	encodings := map[string]*base64.Encoding{"": base64.StdEncoding, " of URLs": base64.URLEncoding, " without padding": base64.RawStdEncoding, " of URLs without padding": base64.RawURLEncoding}
	for name, encoding := range encodings {
		for before := range 4 {
			for after := range 4 {
				text := strings.Repeat("é>", 2)[:before] + secret + strings.Repeat("?:", 2)[:after]
				list[fmt.Sprintf("base64%s, %d bytes before and %d after", name, before, after)] = encoding.EncodeToString([]byte(text))
			}
			text := strings.Repeat(" ", before) + string(inJSON) + "\n"
			list[fmt.Sprintf("base64%s of JSON, %d bytes before", name, before)] = encoding.EncodeToString([]byte(text))
		}
	}
	return list
}

// TestASecretIsRemovedInEverySpelling has the service repeat it where texts are
// kept: a sentence, a name of a field, a body that is not understood, the number
// of the request, a header that cannot be read.
func TestASecretIsRemovedInEverySpelling(t *testing.T) {
	const secret = "Jeton>canari?~É7"
	for name, spelling := range spellings(secret) {
		quoted, _ := json.Marshal(spelling)
		for place, body := range map[string]string{
			"a sentence": `{"message":` + string(quoted) + `}`, "escapes": `{"message":"` + escaped(spelling) + `"}`,
			"a field": `{"field":` + string(quoted) + `}`, "a text": "no " + spelling, "a broken JSON": `{"a":` + string(quoted),
		} {
			var log strings.Builder
			client := offline(t, func(*http.Request) (*http.Response, error) {
				return answer(403, http.Header{"X-Request-Id": {spelling}}, body), nil
			}, guichet.WithRetries(0), guichet.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
			call := newCall(rest.Write)
			call.Secrets = []string{secret}
			e := failure(t, do(t.Context(), client, call))
			shows(t, name+" in "+place, spelling, e.Error()+fmt.Sprintf("%+v %v", *e, e.Err)+log.String())
		}
		client := offline(t, func(*http.Request) (*http.Response, error) {
			return nil, errors.New("malformed MIME header line: " + spelling)
		}, guichet.WithRetries(0))
		call := newCall(rest.Write)
		call.Secrets = []string{secret}
		e := failure(t, do(t.Context(), client, call))
		shows(t, name+" in a header", spelling, e.Error()+fmt.Sprintf("%+v %v", *e, e.Err))
	}
}

// shows fails for a text with a spelling, or with what is left when the
// characters are gone that base64 shares with its neighbours.
func shows(t *testing.T, what, spelling, text string) {
	t.Helper()
	core := spelling
	if strings.HasPrefix(what, "base64") {
		core = spelling[8 : len(spelling)-8]
	}
	if strings.Contains(text, core) || !strings.Contains(text, "[redacted]") {
		t.Errorf("%s: it reads %s", what, text)
	}
}

// escaped writes a text as JSON may, each character by its number.
func escaped(text string) string {
	var out strings.Builder
	for _, r := range text {
		_, _ = fmt.Fprintf(&out, `\u%04x`, r)
	}
	return out.String()
}

func TestAServiceTextWithAShortSecretIsRemovedWhole(t *testing.T) {
	for body, want := range map[string]string{
		`{"message":"the password aBc is weak","code":"weak"}`:  "[redacted]",
		`{"message":"the password is weak","code":"x-abc"}`:     "the password is weak",
		`{"message":"\u0061bc","field":"f"}`:                    "[redacted]",
		`the password abc is weak`:                              "",
		`{"message":"nothing of it","field":"abc","code":"no"}`: "nothing of it",
	} {
		client := offline(t, func(*http.Request) (*http.Response, error) { return answer(422, nil, body), nil })
		call := newCall(rest.Write)
		call.Secrets = []string{"abc"}
		e := failure(t, do(t.Context(), client, call))
		if shown := strings.ToLower(fmt.Sprintf("%+v", *e)); e.Message != want || strings.Contains(shown, "abc") {
			t.Errorf("%s: it reads %s", body, shown)
		}
	}
}

// TestOurOwnMessagesAreNotRedacted uses passwords that are words of our messages.
func TestOurOwnMessagesAreNotRedacted(t *testing.T) {
	told := refusal.New("no_good_time", "%s is no good time for the answer", "midi")
	sentences := map[string]struct {
		transport roundTrip
		want      string
	}{
		"an HTML page": {func(*http.Request) (*http.Response, error) {
			return answer(404, http.Header{"Content-Type": {"text/html"}}, "<p>"), nil
		}, "an HTML page"},
		"a refusal": {func(*http.Request) (*http.Response, error) {
			return answer(404, nil, "the answer is off the page, in time, as HTML expected"), nil
		}, "midi is no good time for the answer"},
		"an answer that breaks off":    {brokenBy(io.ErrUnexpectedEOF), "the response was cut off: "},
		"an answer that does not come": {func(*http.Request) (*http.Response, error) { return nil, &net.OpError{Op: "read", Err: io.EOF} }, "read: EOF"},
		"an answer that cannot be read": {func(*http.Request) (*http.Response, error) { return answer(200, nil, "[1]"), nil },
			"unexpected response: "},
	}
	for _, password := range []string{"answer", "the", "page", "time", "off", "HTML", "is", "expected", "things"} {
		for name, s := range sentences {
			cfg := rest.Config{ParseError: func(e *guichet.Error, _ string, _ []byte) { e.Err, e.Message = told, told.Error() }}
			client := offlineWith(t, cfg, s.transport, guichet.WithRetries(0))
			call := newCall(rest.Write)
			call.Secrets = []string{password}
			e := failure(t, do(t.Context(), client, call))
			if !strings.HasPrefix(e.Message, s.want) || e.Path != "/things/7" {
				t.Errorf("%s with the password %q: %s reads %q", name, password, e.Path, e.Message)
			}
		}
	}
}
