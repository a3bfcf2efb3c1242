package app_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
)

// watched remembers for which services a sandbox was asked: it makes no other.
type watched struct {
	command.Sandbox
	services *[]string
}

func (w watched) Transport(service string) (string, http.RoundTripper) {
	*w.services = append(*w.services, service)
	return w.Sandbox.Transport(service)
}

func (w watched) Variables(service string) map[string]string {
	*w.services = append(*w.services, service)
	return w.Sandbox.Variables(service)
}

func TestACommandAsksTheSandboxForNoServiceButItsOwn(t *testing.T) {
	for line, want := range map[string]string{
		"rdv organisation list": "rdv", "zops me": "zops", "gopaas list 1170": "gopaas", "astor operation list": "astor",
		"auth status zops": "zops", "api rdv GET /api/v1/organisations": "rdv", "pull plan rdv.absences": "rdv",
		"profile list": "", "config list": "", "version": "",
		"__complete --sandbox rdv organisation get ": "rdv", "__complete --sandbox zops ": "",
	} {
		var services []string
		dir := t.TempDir()
		e := &command.Env{
			In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, GOOS: "linux", Now: time.Now,
			Getenv: func(name string) string {
				return map[string]string{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir}[name]
			},
			Sandbox: func(today time.Time, instance string) command.Sandbox {
				return watched{sandbox.InProcess(today, instance), &services}
			},
		}
		args := strings.Split(line, " ")
		if !slices.Contains(args, "--sandbox") {
			args = append(args, "--sandbox")
		}
		code := app.Run(t.Context(), args, e)
		slices.Sort(services)
		if got := strings.Join(slices.Compact(services), " "); code != 0 || got != want {
			t.Errorf("%s: exit %d, it asked for %q", line, code, got)
		}
	}
}

func TestASandboxReadsNoAuthorities(t *testing.T) {
	got := run(t, map[string]string{"SSL_CERT_FILE": t.TempDir() + "/absent.pem"}, "--sandbox", "zops", "me", "-o", "json")
	if got.code != 0 || got.err != "" {
		t.Errorf("exit %d: %s", got.code, got.err)
	}
}
