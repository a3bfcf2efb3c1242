//go:build unix

package app_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/astor/astortest"
)

// nasty means something to a shell and to this program, and nothing to a service.
const nasty = "l'été $GUICHET_RDV_PASSWORD `id` $(id) \"x\" \\ $GUICHET_SECRET {{AUTH_TOKEN}} 😀"

// received is what a service gets of a request.
type received struct {
	Method, URL, Type, Accept, Authorization, Body string
}

// TestTheCurlLineSendsWhatTheCommandSends runs each command twice: it sends its
// request, and a shell runs the line that its dry run prints.
func TestTheCurlLineSendsWhatTheCommandSends(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	var got []received
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, received{r.Method, "http://" + r.Host + r.RequestURI, r.Header.Get("Content-Type"), r.Header.Get("Accept"), r.Header.Get("Authorization"), string(body)})
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = io.WriteString(w, "{}")
	}))
	t.Cleanup(web.Close)
	dir := t.TempDir()
	t.Chdir(dir) // a push leaves a file
	collection := filepath.Join(dir, "v210.json")
	if err := astortest.WriteCollection(collection); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, service{url: web.URL}).with(
		"GUICHET_RDV_BEARER", "jeton-rdv", "GUICHET_ZOPS_TOKEN", "jeton-zops", "GUICHET_GOPAAS_API_KEY", "cle-gopaas", "GUICHET_ASTOR_TOKEN", "jeton-astor",
		"GUICHET_ZOPS_BASE_URL", web.URL, "GUICHET_GOPAAS_BASE_URL", web.URL+"/crm", "GUICHET_ASTOR_BASE_URL", web.URL, "GUICHET_ASTOR_CAMS_BASE_URL", web.URL+"/cams",
		"GUICHET_ASTOR_COLLECTION", collection)
	secret := "mot-de-passe-canari"
	for _, args := range [][]string{
		{"rdv", "user", "create", "--first-name", nasty, "--last-name", "b", "--organisation-ids", "101"},
		{"rdv", "absence", "update", "1", "--title", nasty},
		{"rdv", "user-profile", "delete", "--organisation-id", "101", "--user-id", "1", "-y"},
		{"zops", "project", "create", "--name", "x", "--description", nasty},
		{"zops", "admin", "create", "--email", "a@b.fr", "--first-name", "x " + secret, "--last-name", "y", "--password-stdin"},
		{"gopaas", "push", "compte", "--data", `[{"cle":"1","nom":"l'été $GUICHET_SECRET"}]`},
		{"api", "astor", "POST", "/x?q=%24a", "--data", `["$GUICHET_ASTOR_TOKEN"]`},
		{"astor", "call", "Log in/Log in", "--var", "email=" + nasty, "--var-stdin", "password"},
		{"astor", "call", "Who am I", "--query", "q=" + nasty, "--header", "X-A={{AUTH_TOKEN}}"},
		{"astor", "call", "Log in/Log in", "--data", `{"email":"{{password}} $GUICHET_ASTOR_TOKEN"}`, "-q"},
	} {
		got = nil
		sent := w.from(t, secret+"\n", args...)
		if len(got) != 1 {
			t.Fatalf("%q sent %d requests: %s", args, len(got), sent.errors)
		}
		line := w.from(t, secret+"\n", append(args, "--dry-run")...)
		if line.code != 0 || len(got) != 1 || strings.Contains(line.out, `"`+secret) {
			t.Fatalf("%q: exit %d, %s%s", args, line.code, line.out, line.errors)
		}
		if diff := cmp.Diff(got[0], w.pasted(t, dir, line.out, secret)); diff != "" {
			t.Errorf("%q: %s\n%s", args, diff, line.out)
		}
	}
}

func TestADryRunTakesNoTextForTheSecretThatItDoesNotAskFor(t *testing.T) {
	got := run(t, nil, "zops", "admin", "create", "--sandbox", "--dry-run", "--email", "a@b.fr", "--first-name", "$GUICHET_SECRET", "--last-name", "b")
	if !strings.Contains(got.out, `"firstName":"$GUICHET_SECRET"`) || !strings.Contains(got.out, `"password":"'"$GUICHET_SECRET"'"`) {
		t.Error(got)
	}
}

// from runs guichet with a standard input.
func (w world) from(t *testing.T, stdin string, args ...string) ended {
	t.Helper()
	var out, errs strings.Builder
	code := w.here(t.Context(), strings.NewReader(stdin), &out, &errs, args...)
	return ended{code, out.String(), errs.String()}
}

// pasted is what curl would send for a line in a shell.
func (w world) pasted(t *testing.T, dir, line, secret string) (r received) {
	t.Helper()
	const curl = "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\0' \"$word\"; done\n"
	if err := os.WriteFile(filepath.Join(dir, "curl"), []byte(curl), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
	cmd.Env = []string{"PATH=" + dir, "LC_ALL=C", "GUICHET_SECRET=" + secret}
	for name, value := range w {
		if name != "PATH" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	words := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	headers := http.Header{}
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case "-X":
			r.Method = words[i+1]
		case "-H":
			name, value, _ := strings.Cut(words[i+1], ": ")
			headers.Add(name, value)
		case "--data-raw":
			r.Body = words[i+1]
		case "--globoff":
			i--
		default:
			r.URL = words[i]
			continue
		}
		i++
	}
	r.Type, r.Accept, r.Authorization = headers.Get("Content-Type"), headers.Get("Accept"), headers.Get("Authorization")
	return r
}
