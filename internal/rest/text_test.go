package rest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

type person struct {
	Name string `json:"name"`
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// said answers everything with a body and a header.
func said(t *testing.T, status int, body string, header ...string) *service {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

func TestAnAnswerIsReadInTheEncodingThatItDeclares(t *testing.T) {
	latin := `{"thing":{"name":"Zo` + "\xe9" + `"}}`
	for name, c := range map[string]struct{ contentType, body string }{
		"Latin-1":                      {"application/json; charset=ISO-8859-1", latin},
		"Windows-1252":                 {`application/json; charset="windows-1252"`, latin},
		"JSON called a text":           {"text/plain; charset=latin1", latin},
		"UTF-8":                        {"application/json; charset=utf-8", `{"thing":{"name":"Zoé"}}`},
		"UTF-8 called Latin-1":         {"application/json; charset=ISO-8859-1", `{"thing":{"name":"Zoé"}}`},
		"UTF-8 called something else":  {"application/json; charset=klingon", `{"thing":{"name":"Zoé"}}`},
		"a byte order mark":            {"application/json", "\ufeff" + `{"thing":{"name":"Zoé"}}`},
		"two byte order marks":         {"text/html", "\ufeff\r\n\ufeff" + `{"thing":{"name":"Zoé"}}`},
		"UTF-16":                       {"application/json; charset=utf-16le", utf16le(`{"thing":{"name":"Zoé"}}`)},
		"UTF-16 with a mark":           {"application/json; charset=utf-16", "\xff\xfe" + utf16le(`{"thing":{"name":"Zoé"}}`)},
		"UTF-16 with a mark, unspoken": {"application/json", "\xff\xfe" + utf16le(`{"thing":{"name":"Zoé"}}`)},
	} {
		s := said(t, 200, c.body, "Content-Type", c.contentType)
		client := openWith(t, rest.Config{BaseURL: s.URL, AnyContentType: true})
		got, err := rest.One[person](t.Context(), client, newCall(rest.Read), "thing")
		if err != nil || got.Name != "Zoé" {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		var kept []byte
		if err := client.Do(t.Context(), newCall(rest.Read), rest.Into(&kept)); err != nil || !json.Valid(kept) {
			t.Errorf("%s: kept as %q, %v", name, kept, err)
		}
	}
}

func TestUTF16WithoutAnAccentIsReadToo(t *testing.T) {
	s := said(t, 200, utf16le(goodThing), "Content-Type", "application/json; charset=utf-16le")
	if err := do(t.Context(), open(t, s.URL), newCall(rest.Read)); err != nil {
		t.Error(err)
	}
}

func utf16le(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(string([]byte{byte(r), byte(r >> 8)}))
	}
	return b.String()
}

func TestJSONThatIsNotUTF8IsUnusable(t *testing.T) {
	for _, c := range []struct{ contentType, says string }{
		{"application/json", "UTF-8"},
		{"application/json; charset=utf-8", "utf-8"},
		{"application/json; charset=klingon", "klingon"},
		{"text/html", "UTF-8"},
		{"", "UTF-8"},
	} {
		s := said(t, 200, `{"thing":{"name":"Zo`+"\xe9"+`"}}`, "Content-Type", c.contentType)
		client := openWith(t, rest.Config{BaseURL: s.URL, AnyContentType: true})
		var raw json.RawMessage
		for _, into := range []func([]byte) error{rest.Into(&raw), rest.Into(new(person)), nil} {
			e := failure(t, client.Do(t.Context(), newCall(rest.Write), into))
			if e.Kind != guichet.ErrUnusableAnswer || e.Sent != guichet.Answered || !strings.Contains(e.Error(), c.says) {
				t.Errorf("%q: %v", c.contentType, e)
			}
		}
		if len(s.seen()) != 3 {
			t.Errorf("%q: %d requests", c.contentType, len(s.seen()))
		}
	}
}

func TestOtherContentThanJSONIsReturnedUnchanged(t *testing.T) {
	for _, c := range []struct{ contentType, body, want string }{
		{"application/pdf", "%PDF\xe9\x00", "%PDF\xe9\x00"},
		{"application/octet-stream; charset=latin1", "\xff\xfea", "\xff\xfea"},
		{"text/csv", "\ufeffa;\xe9", "\ufeffa;\xe9"},
		{"text/csv; charset=windows-1252", "a;\xe9", "a;é"},
		{"text/csv; charset=klingon", "a;\xe9", "a;\xe9"},
	} {
		s := said(t, 200, c.body, "Content-Type", c.contentType)
		var got []byte
		if err := open(t, s.URL).Do(t.Context(), newCall(rest.Read), rest.Into(&got)); err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v", c.contentType, got, err)
		}
	}
}

func TestTheTextOfAnErrorIsReadInItsEncodingToo(t *testing.T) {
	s := said(t, 422, "{\"message\":\"d\xe9j\xe0 pris\"}", "Content-Type", "application/json; charset=iso-8859-1")
	if e := failure(t, do(t.Context(), open(t, s.URL), newCall(rest.Write))); e.Message != "déjà pris" {
		t.Errorf("%q", e.Message)
	}
	s = said(t, 422, "{\"message\":\"d\xe9j\xe0 pris\"}", "Content-Type", "application/json")
	if e := failure(t, do(t.Context(), open(t, s.URL), newCall(rest.Write))); !strings.Contains(e.Message, " pris") {
		t.Errorf("without a word on the encoding: %q", e.Message)
	}
}

func TestAnUnrequestedCompressionIsUnpackedOrNamed(t *testing.T) {
	for _, c := range []struct{ encoding, body, says string }{
		{"x-gzip", packed(t, goodThing), ""},
		{"X-GZIP", packed(t, goodThing), ""},
		{"identity", goodThing, ""},
		{"br", "\x0b\x02\x80", "br"},
		{"deflate", "\x78\x9c", "deflate"},
		{"gzip, br", "\x0b\x02\x80", "gzip, br"},
	} {
		s := said(t, 200, c.body, "Content-Type", "application/json", "Content-Encoding", c.encoding)
		err := do(t.Context(), open(t, s.URL), newCall(rest.Read))
		if c.says == "" {
			if err != nil {
				t.Errorf("%s: %v", c.encoding, err)
			}
			continue
		}
		e := failure(t, err)
		if e.Kind != guichet.ErrUnusableAnswer || !strings.Contains(e.Error(), "the Content-Encoding "+c.says) || len(s.seen()) != 1 {
			t.Errorf("%s: %v", c.encoding, err)
		}
		refused := said(t, 422, c.body, "Content-Type", "application/json", "Content-Encoding", c.encoding)
		if e := failure(t, do(t.Context(), open(t, refused.URL), newCall(rest.Write))); e.Status != 422 || e.Body != "" {
			t.Errorf("%s: %v", c.encoding, e)
		}
	}
	cut := packed(t, goodThing)
	s := said(t, 200, cut[:len(cut)-6], "Content-Encoding", "x-gzip")
	if e := failure(t, do(t.Context(), open(t, s.URL, guichet.WithRetries(0)), newCall(rest.Read))); e.Kind != guichet.ErrNetwork {
		t.Errorf("a cut: %v", e)
	}
	empty := said(t, 200, "", "Content-Encoding", "x-gzip")
	if err := open(t, empty.URL).Do(t.Context(), newCall(rest.Write), nil); err != nil {
		t.Errorf("an empty answer: %v", err)
	}
	asked := said(t, 200, "\x0b\x02\x80", "Content-Encoding", "br")
	call := newCall(rest.Read)
	call.Header = http.Header{"Accept-Encoding": {"br"}}
	var got []byte
	if err := open(t, asked.URL).Do(t.Context(), call, rest.Into(&got)); err != nil || string(got) != "\x0b\x02\x80" {
		t.Errorf("one that was asked for: %q, %v", got, err)
	}
}

func TestACompressedFileIsUnpackedOrRefused(t *testing.T) {
	all := func(http.Header) bool { return true }
	s := said(t, 200, packed(t, "the file"), "Content-Encoding", "x-gzip")
	resp, err := open(t, s.URL).Stream(t.Context(), newCall(rest.Read), all, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got, err := io.ReadAll(resp.Body); err != nil || string(got) != "the file" {
		t.Errorf("%q, %v", got, err)
	}
	s = said(t, 200, "x", "Content-Encoding", "br")
	if _, err := open(t, s.URL).Stream(t.Context(), newCall(rest.Read), all, nil); !errors.Is(err, guichet.ErrUnusableAnswer) {
		t.Error(err)
	}
}

func TestARetryAfterDateIsReadByTheServicesClock(t *testing.T) {
	ahead := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	var waited time.Duration
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
		if before > 0 {
			good(w)
			return
		}
		w.Header().Set("Date", ahead.Format(http.TimeFormat))
		w.Header().Set("Retry-After", ahead.Add(2*time.Second).Format(http.TimeFormat))
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	client := openWith(t, rest.Config{BaseURL: s.URL}, guichet.WithClock(time.Now, func(_ context.Context, d time.Duration) error { waited += d; return nil }))
	if err := do(t.Context(), client, newCall(rest.Read)); err != nil || waited != 2*time.Second {
		t.Errorf("waited %v, %v", waited, err)
	}
}

// TestASubdomainOfLocalhostIsThisMachine does not depend on a name server.
func TestASubdomainOfLocalhostIsThisMachine(t *testing.T) {
	var hosts []string
	s := serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
		hosts = append(hosts, r.Host)
		if before%2 == 0 {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
			return
		}
		good(w)
	})
	port := s.URL[strings.LastIndexByte(s.URL, ':'):]
	for _, host := range []string{"LOCALHOST", "localhost.", "app.localhost"} {
		hosts = nil
		if err := do(t.Context(), open(t, "http://"+host+port), newCall(rest.Read)); err != nil {
			t.Errorf("%s: %v", host, err)
		}
		if len(hosts) != 2 || hosts[0] != host+port || hosts[1] != host+port {
			t.Errorf("%s: the service saw %q", host, hosts)
		}
	}
	if _, err := rest.ParseBase("http://localhost.example.fr", false); err == nil {
		t.Error("a stranger passes for this machine")
	}
}
