package app_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAnAddressThatCannotStandIsNamedByItsPlace(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte("profiles:\n  default:\n    rdv:\n      base_url: \"rdv.exemple.fr\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		env  map[string]string
		args string
		want []string
	}{
		{map[string]string{"GUICHET_RDV_BASE_URL": "https://rdv.exemple.fr\r"}, "rdv agent me", []string{"GUICHET_RDV_BASE_URL: ", `"https://rdv.exemple.fr\r"`, "hint: "}},
		{map[string]string{"GUICHET_RDV_BASE_URL": " https://rdv.exemple.fr"}, "rdv agent me", []string{"GUICHET_RDV_BASE_URL: ", `" https://rdv.exemple.fr"`, "hint: "}},
		{map[string]string{"GUICHET_RDV_BASE_URL": "http://rdv.exemple.fr"}, "rdv agent me", []string{"GUICHET_RDV_BASE_URL: ", "https"}},
		{map[string]string{"GUICHET_ZOPS_BASE_URL": "https://zops exemple.fr"}, "zops ping", []string{"GUICHET_ZOPS_BASE_URL: ", `"https://zops exemple.fr"`}},
		{map[string]string{"GUICHET_ASTOR_BASE_URL": "https://astor.exemple.fr\r"}, "astor operation list --collection x", []string{"GUICHET_ASTOR_BASE_URL: ", `.fr\r"`}},
		{nil, "rdv agent me --base-url http://::1:8080", []string{"--base-url: ", "http://[::1]/"}},
		{map[string]string{"GUICHET_CONFIG_DIR": dir}, "rdv agent me", []string{"config.yaml:4: ", `"rdv.exemple.fr"`}},
	} {
		env := world{"GUICHET_STORE": "none", "GUICHET_RDV_BEARER": "x", "GUICHET_ZOPS_TOKEN": "x", "GUICHET_ASTOR_TOKEN": "x"}
		for name, value := range c.env {
			env[name] = value
		}
		args := strings.Fields(c.args)
		if args[0] == "astor" {
			args = []string{"auth", "status", "astor"}
		}
		got := run(t, env, args...)
		for _, want := range c.want {
			if got.code != 2 || !strings.Contains(got.err, want) {
				t.Errorf("%v %s: exit %d, %s", c.env, c.args, got.code, got.err)
				break
			}
		}
	}
	got := run(t, world{"GUICHET_RDV_BASE_URL": "https://moi:hunter2@rdv.exemple.fr\r"}, "rdv", "agent", "me")
	if got.code != 2 || strings.Contains(got.err, "hunter2") || !strings.Contains(got.err, "GUICHET_RDV_BASE_URL") {
		t.Error(got)
	}
}

func TestAMalformedProxyVariableIsRefused(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s).agent()
	for _, c := range []struct {
		name, value string
		code        int
	}{
		{"HTTPS_PROXY", "http://127.0.0.1:1\r", 2},
		{"HTTPS_PROXY", " http://127.0.0.1:1", 2},
		{"https_proxy", `"http://127.0.0.1:1"`, 2},
		{"HTTPS_PROXY", "http:/127.0.0.1:1", 2},
		{"HTTPS_PROXY", "ftp://127.0.0.1:1", 2},
		{"HTTPS_PROXY", "http://hunter2:hunter2@127.0.0.1:x", 2},
		{"HTTPS_PROXY", "127.0.0.1:1 ", 2},
		{"HTTP_PROXY", "http://127.0.0.1:1\n", 2},
		{"http_proxy", "http://", 2},
		{"NO_PROXY", "127.0.0.1\r", 2},
		{"NO_PROXY", "127.0.0.1 localhost", 2},
		{"no_proxy", `"127.0.0.1"`, 2},
		{"NO_PROXY", "10.0.0.0/99", 2},
		{"HTTPS_PROXY", "127.0.0.1:1", 0}, // a loopback address goes without a proxy
		{"HTTPS_PROXY", "socks5://moi:clef@127.0.0.1:1", 0},
		{"NO_PROXY", "127.0.0.1, *.exemple.fr,.fr, 10.0.0.0/8,[::1]:80,*,", 0},
	} {
		got := run(t, w.with(c.name, c.value), "rdv", "agent", "me", "-o", "id")
		if got.code != c.code || c.code == 2 && (!strings.Contains(got.err, c.name+" ") || !strings.Contains(got.err, "hint: ")) || strings.Contains(got.err, "hunter2") {
			t.Errorf("%s=%q: exit %d, %s", c.name, c.value, got.code, got.err)
		}
	}
	if got := run(t, map[string]string{"HTTPS_PROXY": "\r"}, "rdv", "agent", "me", "--sandbox"); got.code != 0 {
		t.Errorf("nothing leaves the process with --sandbox: %s", got.err)
	}
}

// TestAProxyThatRefusesIsNamed runs a process: net/http reads the variables of its
// own only.
func TestAProxyThatRefusesIsNamed(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) }))
	t.Cleanup(proxy.Close)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().String()
	_ = closed.Close()
	for _, address := range []string{proxy.Listener.Addr().String(), nobody} {
		w := newWorld(t, service{url: "https://rdv.exemple.fr"}).with("GUICHET_RDV_BEARER", "jeton", "HTTPS_PROXY", "http://moi:hunter2@"+address)
		got := w.run(t, "rdv", "agent", "me", "--retries", "0")
		if got.code != 7 || !strings.Contains(got.errors, "proxy "+address) || strings.Contains(got.errors, "hunter2") {
			t.Errorf("exit %d, %s", got.code, got.errors)
		}
	}
}
