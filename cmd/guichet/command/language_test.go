package command_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/internal/token"
	"github.com/spf13/cobra"
	"github.com/zalando/go-keyring"
)

// shown is what a person would read of a failure.
func shown(t *testing.T, lang string, failure error) *exit.Error {
	t.Helper()
	dir := t.TempDir()
	e := &command.Env{
		In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, GOOS: "linux", Now: time.Now,
		Getenv: func(name string) string {
			return map[string]string{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_LANG": lang}[name]
		},
		Messages: message.For(lang),
	}
	cmd := &cobra.Command{}
	cmd.SetContext(t.Context())
	err := e.Runs(func(context.Context, *command.Run, []string) error { return failure })(cmd, nil)
	var known *exit.Error
	if !errors.As(err, &known) {
		t.Fatalf("%v became %v", failure, err)
	}
	return known
}

// english are words of which an English line has at least one, and a French one
// none.
var english = regexp.MustCompile(`(?i)\b(the|is|are|was|not|and|with|cannot|must|this|that|which|there|from|into|of|it|its|no|unknown|missing|failed|refused|holds?|needed|sent|use|set|run|too|many|requests|found|allowed|answer|interrupted|timeout|element)\b`)

// names stay as they are in every language.
var names = regexp.MustCompile(`--[a-z-]+( [a-z]+)?|GUICHET_\w*|guichet auth login \w+|"[^"]*"|\bno_|Things\.\w+|gnome-keyring-daemon|dbus-run-session|/[\w./-]+|[\w.]+\.(fr|invalid)`)

func TestEveryFailureSpeaksTheLanguageOfTheRun(t *testing.T) {
	for name, failure := range failures(t) {
		for _, lang := range []string{"en", "fr"} {
			got := shown(t, lang, failure)
			for _, line := range []string{got.In(message.For(lang)), got.HintIn(message.For(lang))} {
				if lang == "fr" {
					if word := english.FindString(names.ReplaceAllString(line, "")); word != "" {
						t.Errorf("%s: %q in %q", name, word, line)
					}
				}
				if strings.ContainsAny(line, "\n\x1b") || strings.Contains(line, "%!") {
					t.Errorf("%s, %s: %q", name, lang, line)
				}
			}
			if got.In(message.For(lang)) == "" {
				t.Errorf("%s, %s: nothing is said", name, lang)
			}
		}
		if fr, en := shown(t, "fr", failure).In(message.For("fr")), shown(t, "en", failure).In(nil); fr == en {
			t.Errorf("%s: the same in both languages: %s", name, fr)
		}
	}
}

// failures are one of each kind that a command can meet.
func failures(t *testing.T) map[string]error {
	t.Helper()
	all := map[string]error{
		"stuck":           guichet.ErrStuck,
		"disk full":       &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC},
		"deadline":        context.DeadlineExceeded,
		"said without it": fmt.Errorf("around: %w", exit.Usage.New(message.LineFlagsOneOf, "--email, --phone")),
		"other":           fs.ErrPermission,
	}
	for name, err := range credentialFailures(t) {
		all[name] = err
	}
	for name, err := range outputFailures() {
		all[name] = err
	}
	for name, err := range callFailures() {
		all[name] = err
	}
	for name, err := range sdkFailures(t) {
		all[name] = err
	}
	return all
}

// credentialFailures are provoked, so that their causes are the real ones.
func credentialFailures(t *testing.T) map[string]error {
	t.Helper()
	ctx, key := t.Context(), credential.Key{Profile: "default", Service: "rdv"}
	sessionKey := credential.Key{Profile: "default", Service: "rdv", Field: credential.SessionField}
	variables := func(set ...string) error {
		_, err := credential.FromEnv(func(name string) string {
			if slices.Contains(set, name) {
				return "x"
			}
			return ""
		}, "x", new(values))
		return err
	}
	open := filepath.Join(t.TempDir(), "open")
	damaged := filepath.Join(t.TempDir(), "damaged")
	for _, err := range []error{
		os.Mkdir(open, 0o700), os.Chmod(open, 0o777), os.Mkdir(damaged, 0o700),
		os.WriteFile(filepath.Join(damaged, "credentials.json"), []byte("[]"), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, insecure := credential.File(open, nil).Get(ctx, key)
	_, unreadable := credential.File(damaged, nil).Get(ctx, key)
	_, locked := lock.Try(filepath.Join(damaged, "credentials.json", "lock"), time.Time{})
	free, err := lock.Try(filepath.Join(damaged, "lock"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer free()
	_, held := lock.Try(filepath.Join(damaged, "lock"), time.Time{})
	_, noBus := credential.Keyring(credential.KeyringOptions{Getenv: func(string) string { return "" }, Backend: broken{}}).Get(ctx, key)
	bare := credential.File(filepath.Join(t.TempDir(), "new"), nil)
	if err := bare.Set(ctx, key, "x"); err != nil {
		t.Fatal(err)
	}
	_, notASet := credential.Load(ctx, bare, key, new(values))
	ofOne := credential.Set{Origin: "https://a.fr:443", Values: &values{c: guichet.NewSecret("b")}}
	if err := credential.Save(ctx, bare, sessionKey, ofOne); err != nil {
		t.Fatal(err)
	}
	save := func(set credential.Set) error { return credential.Save(ctx, bare, key, set) }
	all := map[string]error{
		"half a set": variables("GUICHET_X_A"), "two sets": variables("GUICHET_X_A", "GUICHET_X_C"),
		"another origin":          credential.LoadFor(ctx, bare, sessionKey, "https://b.fr:443", new(values)),
		"a lock held":             credential.StillHeld("keyring", &lock.HeldError{Path: "/x/lock"}),
		"a folder open to others": insecure, "a damaged file": unreadable, "a lock below a file": locked, "a lock in use": held, "no keyring": noBus,
		"a keyring that refuses":   keyringFailure(ctx, fs.ErrPermission),
		"a keyring that hangs up":  keyringFailure(ctx, syscall.ECONNREFUSED),
		"a keyring with no room":   keyringFailure(ctx, keyring.ErrSetDataTooBig),
		"a keyring that is locked": keyringFailure(ctx, errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'")),
		"nothing keeps it":         credential.None().Set(ctx, key, "x"),
		"too long":                 credential.File(damaged, nil).Set(ctx, key, strings.Repeat("x", 4000)),
		"a bad profile":            credential.File(damaged, nil).Set(ctx, credential.Key{Profile: "a/b", Service: "rdv", Field: "x"}, "x"),
		"an empty profile":         credential.File(damaged, nil).Set(ctx, credential.Key{Service: "rdv"}, "x"),
		"no fields":                save(credential.Set{Origin: "https://a:443", Values: new(values)}),
		"no origin":                save(credential.Set{Values: ofOne.Values}),
		"no set":                   notASet,
	}
	for _, line := range []string{"exit 3", "true", "printf 'a\\nb\\n'", `echo '{"a"'`, `echo '{"a":1}'`, `echo '{"A":"b"}'`, `echo '{}'`, `echo '{"z":"b"}'`, `echo '{"c":""}'`, "kill -9 $$"} {
		_, all["token_command "+line] = credential.FromCommand(ctx, line, credential.CommandOptions{}, new(values))
	}
	for _, base := range []string{"://", "https://a:b@c.fr", "ftp://a.fr", "https://a.fr:0", "https://"} {
		_, all["origin of "+base] = credential.OriginOf(base)
	}
	return all
}

// values are those of a service with two ways in.
type values struct{ a, b, c guichet.Secret }

func (v *values) Ways() []credential.Way {
	return []credential.Way{{{Name: "a", Secret: &v.a}, {Name: "b", Secret: &v.b}}, {{Name: "c", Secret: &v.c}}}
}

// broken is a keyring that fails with an error.
type broken struct{ err error }

func (b broken) Get(string, string) (string, error) { return "", b.err }
func (b broken) Set(string, string, string) error   { return b.err }
func (b broken) Delete(string, string) error        { return b.err }

// keyringFailure is what the store says of a keyring that fails with an error.
func keyringFailure(ctx context.Context, err error) error {
	store := credential.Keyring(credential.KeyringOptions{Getenv: func(string) string { return "unix:path=/x" }, Backend: broken{err}})
	_, err = store.Get(ctx, credential.Key{Profile: "default", Service: "rdv"})
	return err
}

func outputFailures() map[string]error {
	row := json.RawMessage(`{"identifiant":1}`)
	print := func(o render.Options) error {
		w, err := render.New(&bytes.Buffer{}, o)
		if err != nil {
			return err
		}
		return w.Row(row)
	}
	return map[string]error{
		"a column":  print(render.Options{Columns: []string{"identifant"}}),
		"columns":   print(render.Options{Columns: []string{"zzz"}}),
		"a format":  print(render.Options{Format: "xml"}),
		"a dialect": print(render.Options{CSVDialect: "x"}),
		"an id":     print(render.Options{Format: "id"}),
	}
}

func callFailures() map[string]error {
	all := map[string]error{}
	for status, kind := range map[int]guichet.Kind{
		401: guichet.ErrUnauthorized, 402: guichet.ErrPaymentRequired, 403: guichet.ErrForbidden, 404: guichet.ErrNotFound,
		405: guichet.ErrUnexpected, 409: guichet.ErrConflict, 422: guichet.ErrInvalid, 429: guichet.ErrRateLimited, 503: guichet.ErrUnavailable,
	} {
		all[fmt.Sprint("status ", status)] = &guichet.Error{
			Service: "rdvsolidarites", Op: "Things.Get", Status: status, Kind: kind, Sent: guichet.Answered, Message: "« mot du service »",
		}
	}
	_, contested := token.Contest([]time.Time{time.Now(), time.Now(), time.Now()}, time.Now())
	all["contested"] = &guichet.Error{Op: "Things.Get", Kind: guichet.ErrSessionContested, Message: "x", Err: contested}
	all["no credential"] = &guichet.Error{Op: "Things.Get", Kind: guichet.ErrNoCredential}
	for name, cause := range map[string]error{
		"refused": &net.OpError{Op: "dial", Addr: &net.TCPAddr{Port: 1}, Err: syscall.ECONNREFUSED},
		"reset":   syscall.ECONNRESET, "no host": &net.DNSError{Name: "a.invalid", IsNotFound: true}, "no name server": &net.DNSError{Name: "a.fr"},
		"authority": x509.UnknownAuthorityError{}, "expired": x509.CertificateInvalidError{Reason: x509.Expired},
		"other host": x509.HostnameError{Certificate: &x509.Certificate{}, Host: "a.fr"}, "not TLS": tls.RecordHeaderError{},
		"late": os.ErrDeadlineExceeded, "over": context.DeadlineExceeded, "cut": io.ErrUnexpectedEOF, "hung up": io.EOF, "pipe": syscall.EPIPE, "stopped": context.Canceled,
	} {
		all["network: "+name] = &guichet.Error{Op: "Things.List", Kind: guichet.ErrNetwork, Err: cause, Message: cause.Error()}
	}
	for name, cause := range map[string]error{
		"syntax": json.Unmarshal([]byte(`{"a"]`), new(any)), "kind": json.Unmarshal([]byte(`{"Port":"x"}`), new(net.TCPAddr)),
		"syntax of an answer": rest.Unmarshal([]byte(`{"a"]`), new(any)), "kind of a member": rest.Unmarshal([]byte(`{"Port":"x"}`), new(net.TCPAddr)),
		"cut answer": rest.CheckJSON([]byte(`{"a":`)), "name twice": rest.CheckJSON([]byte(`{"a":1,"a":2}`)), "more": rest.CheckJSON([]byte(`{} {}`)),
	} {
		all["answer: "+name] = &guichet.Error{Op: "Things.List", Status: 200, Kind: guichet.ErrUnusableAnswer, Sent: guichet.Answered, Err: cause, Message: "unexpected response: " + cause.Error()}
	}
	for _, base := range []string{"", "x", "https://a:b@c.fr", "https://a.fr?b", "http://a.fr", "ftp://a.fr", "https://a.fr/api/v1", "https://a.fr/b"} {
		_, err := rest.ParseBase(base, false)
		all["base URL "+base] = &guichet.Error{Op: "Things.Get", Kind: guichet.ErrInvalid, Err: err, Message: err.Error()}
	}
	for _, path := range []string{"x", "/a b", "/a?%", "/%zz", "/a//b", "/..", "/a%01"} {
		err := rest.CheckRaw(http.MethodGet, path)
		all["path "+path] = &guichet.Error{Op: "Things.Get", Kind: guichet.ErrInvalid, Err: err, Message: err.Error()}
	}
	method := rest.CheckRaw("TELEPORT", "/")
	all["method"] = &guichet.Error{Op: "Things.Get", Kind: guichet.ErrInvalid, Err: method, Message: method.Error()}
	return all
}

func TestOnlyTheOutputsClosedPipeIsASuccess(t *testing.T) {
	for name, failure := range map[string]error{
		"keyring": keyringFailure(t.Context(), syscall.EPIPE),
		"service": &guichet.Error{Op: "Things.List", Kind: guichet.ErrNetwork, Err: syscall.EPIPE},
	} {
		if got := shown(t, "en", failure); got.Code == exit.OK {
			t.Errorf("%s: no failure", name)
		}
	}
}

func TestTheServicesOwnWordsFollowOurs(t *testing.T) {
	refused := &guichet.Error{Op: "Users.Update", Path: "/api/v1/users/9", Status: 422, Kind: guichet.ErrInvalid, Sent: guichet.Answered, Message: "Email est déjà pris"}
	for lang, want := range map[string]string{
		"en": "user 9: the service refused the data (422): Email est déjà pris",
		"fr": "usager 9\u00a0: le service a refusé les données (422)\u00a0: Email est déjà pris",
	} {
		if got := shown(t, lang, refused).In(message.For(lang)); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
