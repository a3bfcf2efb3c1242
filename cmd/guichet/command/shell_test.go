//go:build unix

package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
)

// shell runs curl lines with a curl that writes down its words.
type shell struct{ dir string }

func newShell(t testing.TB) shell {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	s := shell{t.TempDir()}
	const curl = "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\0' \"$word\"; done >\"$WORDS\"\n"
	if err := os.WriteFile(filepath.Join(s.dir, "curl"), []byte(curl), 0o755); err != nil {
		t.Fatal(err)
	}
	return s
}

// variables are what the person who pastes a line has.
func variables() map[string]string {
	return map[string]string{
		"GUICHET_RDV_PASSWORD": "canari-mot-de-passe", "GUICHET_RDV_ACCESS_TOKEN": "canari-at", "GUICHET_RDV_CLIENT": "canari-client", "GUICHET_RDV_UID": "canari-uid",
		"GUICHET_ZOPS_TOKEN": "canari-zops", "GUICHET_GOPAAS_API_KEY": "canari-cle", "GUICHET_GOPAAS_CLIENT_SECRET": "canari-secret", "GUICHET_ASTOR_TOKEN": "canari-astor",
		"GUICHET_SECRET": "motdepasse7",
	}
}

// words are those that curl gets.
func (s shell) words(t testing.TB, line string) []string {
	t.Helper()
	script, out := filepath.Join(s.dir, "line"), filepath.Join(s.dir, "words")
	if err := os.WriteFile(script, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", script)
	cmd.Dir = s.dir
	cmd.Env = []string{"PATH=" + s.dir, "WORDS=" + out, "LC_ALL=C"}
	for name, value := range variables() {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if text, err := cmd.CombinedOutput(); err != nil || len(text) > 0 {
		t.Fatalf("sh: %v, %s; the line: %s", err, text, line)
	}
	written, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(written), "\x00"), "\x00")
}

// request is what curl would send.
type request struct {
	Method, URL, Body string
	Header            []string
	Form              []string
}

// read reads the words as curl does.
func read(t testing.TB, words []string) (r request) {
	t.Helper()
	glob := true
	for i := 0; i < len(words); i++ {
		next := func() string {
			i++
			return words[i]
		}
		switch words[i] {
		case "-X":
			r.Method = next()
		case "--globoff":
			glob = false
		case "-H":
			r.Header = append(r.Header, next())
		case "--data-raw":
			r.Body = next()
		case "--form-string":
			r.Form = append(r.Form, next())
		case "-F":
			r.Form = append(r.Form, "file "+next())
		default:
			if r.URL != "" || strings.HasPrefix(words[i], "-") || glob && strings.ContainsAny(words[i], "[]{}") {
				t.Fatalf("curl does not expect %q in %q", words[i], words)
			}
			r.URL = words[i]
		}
	}
	slices.Sort(r.Header)
	return r
}

// pieces are what a person may write that means something to a shell, to curl or
// to this program.
func pieces() []string {
	return []string{
		"'", `"`, "`id`", "$(id)", "$GUICHET_RDV_PASSWORD", "${GUICHET_SECRET}", "$GUICHET_SECRET", "$GUICHET_ASTOR_TOKEN", "\\", "\n", "\r", "\t", "!", "!!", "*", "~",
		"@x", ";", "&", "|", "<", ">", "#", " ", "%", "{{password}}", "motdepasse7", "é", "日本", "\U0001f600", "\x7f", "\x01", "\u2028", "a", "Z", "0", "=", ",",
	}
}

func written(random *rand.Rand) string {
	var b strings.Builder
	for range random.IntN(8) {
		b.WriteString(pieces()[random.IntN(len(pieces()))])
	}
	return b.String()
}

// planned makes a request of texts that a person wrote, and what must be sent.
func planned(t testing.TB, random *rand.Rand, text func() string) (Plan, request) {
	t.Helper()
	u := url.URL{Scheme: "https", Host: "a.fr", Path: "/x/" + text(), RawQuery: url.Values{"q": {text()}}.Encode()}
	p := Plan{Planned: guichet.Planned{
		Method: []string{"POST", "PATCH", "PUT", "DELETE"}[random.IntN(4)], URL: u.String(), Anonymous: random.IntN(2) == 0,
		Header: http.Header{"Accept": {"application/json"}, "User-Agent": {"guichet"}, "X-Text": {header(text()), header(text())}},
	}}
	want := request{Method: p.Method, URL: p.URL}
	var form []string
	switch random.IntN(5) {
	case 0: // no body
	case 1: // JSON, with a secret that is a value of its own
		p.Secrets = []guichet.Secret{guichet.NewSecret("motdepasse7")}
		p.Header.Set("Content-Type", "application/json")
		p.Body, _ = json.Marshal(map[string]any{"a": "motdepasse7", "c" + text(): text(), "d": []string{text(), "x" + text()}})
	case 2: // a form
		p.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		p.Body = []byte(url.Values{"a": {text()}, "secret": {"motdepasse7"}, text(): {text()}}.Encode())
		p.Secrets = []guichet.Secret{guichet.NewSecret("motdepasse7")}
	case 3: // anything
		p.Header.Set("Content-Type", "text/plain")
		p.Body = []byte(text())
	case 4: // a form with files
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for _, name := range []string{"un", "deux", "un"} {
			value := text()
			_ = w.WriteField(name, value)
			form = append(form, name+"="+value)
		}
		_, _ = w.CreateFormFile("piece", "photo.jpg")
		_ = w.Close()
		p.Header.Set("Content-Type", w.FormDataContentType())
		p.Body = b.Bytes()
		want.Form = append(form, "file piece=@photo.jpg")
	}
	if want.Form == nil {
		want.Body = string(p.Body)
	}
	for name, values := range p.Header {
		for _, value := range values {
			switch {
			case name == "User-Agent", name == "Content-Type" && want.Form != nil:
			case value == "":
				want.Header = append(want.Header, name+";")
			default:
				want.Header = append(want.Header, name+": "+value)
			}
		}
	}
	return p, want
}

// header is a text as the value of a header may be.
func header(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, text))
}

// credentials are the headers of a service with the variables of this test.
func credentials(service string, p Plan) (headers []string) {
	if p.Anonymous {
		return nil
	}
	return map[string][]string{
		"rdv":  {"access-token: canari-at", "client: canari-client", "uid: canari-uid"},
		"zops": {"AUTHORIZATION: canari-zops"}, "gopaas": {"Authorization: Bearer canari-cle"}, "astor": {"Authorization: Bearer canari-astor"},
	}[service]
}

// check runs the line of a plan and compares what curl would send.
func (s shell) check(t testing.TB, service string, p Plan, want request) {
	t.Helper()
	var out strings.Builder
	r := &Run{Env: &Env{Out: &out, Getenv: func(string) string { return "" }}}
	r.Show(service, p)
	want.Header = append(want.Header, credentials(service, p)...)
	slices.Sort(want.Header)
	if diff := cmp.Diff(want, read(t, s.words(t, out.String()))); diff != "" {
		t.Errorf("%s: %s\n%s", service, diff, out.String())
	}
	for _, secret := range p.Secrets {
		if quoted := fmt.Sprintf("%q", secret.Reveal()); strings.Contains(out.String(), ":"+quoted) || strings.Contains(out.String(), "secret="+secret.Reveal()) {
			t.Errorf("%s shows a secret: %s", service, out.String())
		}
	}
}

func TestTheLineOfADryRunSendsTheBytesThatWouldHaveBeenSent(t *testing.T) {
	s, random := newShell(t), rand.New(rand.NewPCG(1, 2))
	for n := range 400 {
		p, want := planned(t, random, func() string { return written(random) })
		s.check(t, []string{"rdv", "zops", "gopaas", "astor"}[n%4], p, want)
	}
}

func FuzzTheLineOfADryRunSendsTheBytesThatWouldHaveBeenSent(f *testing.F) {
	for i, text := range pieces() {
		f.Add(text, uint64(i))
	}
	s := newShell(f)
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		if strings.Contains(text, "\x00") || len(text) > 4096 {
			return // no program has such a word
		}
		p, want := planned(t, rand.New(rand.NewPCG(seed, 0)), func() string { return text })
		s.check(t, "zops", p, want)
	})
}

func TestOnlyATypedSecretIsOpenedOnTheLine(t *testing.T) {
	s := newShell(t)
	for name, c := range map[string]struct {
		plan Plan
		line string // what it has
	}{
		"a text that names a variable":      {Plan{Planned: guichet.Planned{Body: []byte(`{"a":"x $GUICHET_RDV_PASSWORD y"}`)}}, `'{"a":"x $GUICHET_RDV_PASSWORD y"}'`},
		"a text like the secret":            {Plan{Planned: guichet.Planned{Body: []byte(`{"motdepasse7":"un motdepasse7","p":"motdepasse7"}`), Secrets: []guichet.Secret{guichet.NewSecret("motdepasse7")}}}, `'{"motdepasse7":"un motdepasse7","p":"'"$GUICHET_SECRET"'"}'`},
		"a short secret":                    {Plan{Planned: guichet.Planned{Body: []byte(`{"a,b":",","p":":"}`), Secrets: []guichet.Secret{guichet.NewSecret(","), guichet.NewSecret(":")}}}, `'{"a,b":"'"$GUICHET_SECRET"'","p":"'"$GUICHET_SECRET_2"'"}'`},
		"a secret with a quotation mark":    {Plan{Planned: guichet.Planned{Body: []byte(`{"p":"a\\\"b"}`), Secrets: []guichet.Secret{guichet.NewSecret(`a\"b`)}}}, `'{"p":"'"$GUICHET_SECRET"'"}'`},
		"a secret within a text":            {Plan{Planned: guichet.Planned{Body: []byte(`{"p":"user:xyz"}`)}, Variables: []Variable{{"xyz", "GUICHET_ASTOR_TOKEN"}}}, `'{"p":"user:'"$GUICHET_ASTOR_TOKEN"'"}'`},
		"a secret within another":           {Plan{Planned: guichet.Planned{Body: []byte(`{"p":"wxyz"}`)}, Variables: []Variable{{"xyz", ""}, {"wxyz", "GUICHET_ASTOR_TOKEN"}}}, `'{"p":"'"$GUICHET_ASTOR_TOKEN"'"}'`},
		"a secret of a header":              {Plan{Planned: guichet.Planned{Header: http.Header{"Authorization": {"Bearer xyz"}}, Anonymous: true}, Variables: []Variable{{"xyz", "GUICHET_ASTOR_TOKEN"}}}, `-H 'Authorization: Bearer '"$GUICHET_ASTOR_TOKEN"''`},
		"a secret of the address":           {Plan{Planned: guichet.Planned{URL: "https://a/x/a%2Fb/xa%2Fb", Secrets: []guichet.Secret{guichet.NewSecret("a/b")}}}, `'https://a/x/'"$GUICHET_SECRET"'/xa%2Fb'`},
		"two secrets":                       {Plan{Planned: guichet.Planned{Body: []byte(`{"p":"un","t":"deux"}`), Secrets: []guichet.Secret{guichet.NewSecret("deux"), guichet.NewSecret("un")}}}, `"p":"'"$GUICHET_SECRET"'","t":"'"$GUICHET_SECRET_2"'"`},
		"a body that is a file":             {Plan{Planned: guichet.Planned{Body: []byte("x")}, File: "l'été"}, `--data-binary '@l'\''été'`},
		"a body that looks like a file":     {Plan{Planned: guichet.Planned{Body: []byte("@/etc/passwd")}}, `--data-raw '@/etc/passwd'`},
		"an address that curl would unfold": {Plan{Planned: guichet.Planned{URL: "https://a/x?[1-9]"}}, `--globoff`},
	} {
		var out strings.Builder
		r := &Run{Env: &Env{Out: &out, Getenv: func(string) string { return "" }}}
		r.Show("rdv", c.plan)
		if !strings.Contains(out.String(), c.line) {
			t.Errorf("%s: %s", name, out.String())
		}
		s.words(t, out.String())
	}
}
