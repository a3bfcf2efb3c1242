package app_test

import (
	"bufio"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// stored are a field for each service, and a command that needs it.
var stored = map[string]struct {
	field   string
	command []string
}{
	"rdv":    {"bearer", []string{"rdv", "agent", "me"}},
	"zops":   {"token", []string{"zops", "me"}},
	"gopaas": {"api_key", []string{"gopaas", "item", "clients", "1"}},
	"astor":  {"token", []string{"api", "astor", "GET", "/users"}},
}

// store writes the entry of a credential for an address, with the canary as its value.
func store(t *testing.T, dir, profile, service, base, field string) {
	t.Helper()
	origin, err := credential.OriginOf(base)
	if err != nil {
		t.Fatal(err)
	}
	entry := fmt.Sprintf(`{"origin":%q,"values":{%q:%q}}`, origin, field, canary)
	if err := credential.File(dir, nil).Set(t.Context(), credential.Key{Profile: profile, Service: service}, entry); err != nil {
		t.Fatal(err)
	}
}

func TestAStoredCredentialGoesToItsOwnOriginAlone(t *testing.T) {
	var seen []string
	stranger := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = append(seen, r.URL.Path) }))
	defer stranger.Close()
	host := strings.TrimPrefix(stranger.URL, "http://")
	port := host[strings.LastIndexByte(host, ':'):]
	for service, s := range stored {
		for what, own := range map[string]string{
			"another port": "http://127.0.0.1:1", "another host": "http://localhost" + port, "another scheme": "https://" + host, "a sub-domain": "https://" + service + ".example.fr",
		} {
			for _, way := range []string{"flag", "variable", "configuration"} {
				dir := filepath.Join(t.TempDir(), "guichet")
				store(t, dir, "default", service, own, s.field)
				w, args := world{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "file"}, slices.Clone(s.command)
				switch way {
				case "flag":
					args = append(args, "--base-url", stranger.URL)
				case "variable":
					w = w.with("GUICHET_"+strings.ToUpper(service)+"_BASE_URL", stranger.URL)
				default:
					config := "profiles:\n  default:\n    " + service + ":\n      base_url: " + stranger.URL + "\n"
					if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(config), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				var out, errs strings.Builder
				if code := w.here(t.Context(), nil, &out, &errs, args...); code != 4 || len(seen) > 0 || strings.Contains(errs.String(), "canari") {
					t.Errorf("%s, %s by %s: exit %d, the stranger saw %q: %s", service, what, way, code, seen, errs.String())
				}
			}
		}
	}
}

func TestAnEntryThatAnotherProgramChangedIsNotUsed(t *testing.T) {
	var seen []string
	own := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = append(seen, r.URL.Path) }))
	defer own.Close()
	for service, s := range stored {
		dir := filepath.Join(t.TempDir(), "guichet")
		for _, profile := range []string{"default", "Mairie.Prod"} {
			store(t, dir, profile, service, own.URL, s.field)
		}
		if err := credential.File(dir, nil).Set(t.Context(), credential.Key{Profile: "default", Service: service}, "canari-autre"); err != nil {
			t.Fatal(err)
		}
		w := world{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "file", "GUICHET_" + strings.ToUpper(service) + "_BASE_URL": own.URL}
		var errs strings.Builder
		if code := w.here(t.Context(), nil, io.Discard, &errs, append(s.command, "--retries", "0")...); code != 6 || len(seen) > 0 || strings.Contains(errs.String(), "canari") {
			t.Errorf("%s: exit %d, the service saw %q: %s", service, code, seen, errs.String())
		}
		w.here(t.Context(), nil, io.Discard, io.Discard, "profile", "create", "Mairie.Prod")
		if w.here(t.Context(), nil, io.Discard, io.Discard, append(s.command, "-p", "Mairie.Prod", "--retries", "0")...); len(seen) == 0 {
			t.Errorf("%s: another profile suffers from it", service)
		}
		seen = nil
	}
}

func TestALoginReplacesACredentialThatAnotherProgramChanged(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	w.login(t)
	w.change(t, "default/rdv")
	w.run(t, "rdv", "agent", "me").want(t, 6)
	w.login(t)
	w.run(t, "rdv", "agent", "me").want(t, 0)
}

// TestALogoutRemovesEveryEntry has other programs and killed processes leave
// the store in every state.
func TestALogoutRemovesEveryEntry(t *testing.T) {
	const credential, session = "default/rdv", "default/rdv/session"
	for name, test := range map[string]struct {
		damage func(all map[string]string)
		ended  int // how many sessions the service was asked to end
	}{
		"whole":                {func(map[string]string) {}, 1},
		"a session alone":      {func(all map[string]string) { delete(all, credential) }, 1},
		"a credential alone":   {func(all map[string]string) { delete(all, session) }, 0},
		"a damaged credential": {func(all map[string]string) { all[credential] = "autre" }, 1},
		"half a credential":    {func(all map[string]string) { all[credential] = all[credential][:40] }, 1},
		"a damaged session":    {func(all map[string]string) { all[session] = "autre" }, 0},
		"both damaged":         {func(all map[string]string) { all[credential], all[session] = "", "{}" }, 0},
		"an unknown entry":     {func(all map[string]string) { all[credential+"/password"] = "autre" }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
			w := newWorld(t, s)
			w.login(t)
			all := w.entries(t)
			all["other/rdv"] = all[credential]
			test.damage(all)
			w.write(t, all)
			w.run(t, "auth", "logout", "rdv").want(t, 0)
			if left := w.entries(t); len(left) != 1 || left["other/rdv"] == "" {
				t.Errorf("the store holds %v", slices.Collect(maps.Keys(left)))
			}
			if got := count(s.Server, "DELETE /api/v1/auth/sign_out"); got != test.ended {
				t.Errorf("the service was asked %d times to end a session, not %d", got, test.ended)
			}
			w.run(t, "auth", "logout", "rdv").want(t, 4)
		})
	}
}

func TestASessionOfAnotherOriginIsEndedThereAndNotHere(t *testing.T) {
	there := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	here := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, there)
	w.login(t)
	all := w.entries(t)
	delete(all, "default/rdv")
	w.write(t, all)
	w.with("GUICHET_RDV_BASE_URL", here.url).run(t, "auth", "logout", "rdv").want(t, 0)
	if ended := count(there.Server, "DELETE /api/v1/auth/sign_out"); ended != 1 || count(here.Server, "") != 0 {
		t.Errorf("%d sessions ended there, %d requests here", ended, count(here.Server, ""))
	}
	if left := w.entries(t); len(left) > 0 {
		t.Errorf("the store holds %v", slices.Collect(maps.Keys(left)))
	}
}

func TestALogoutWithVariablesAlsoRemovesTheStoredSet(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	w.login(t)
	w.agent().run(t, "auth", "logout", "rdv").want(t, 0)
	if left := w.entries(t); len(left) > 0 {
		t.Errorf("the store holds %v", slices.Collect(maps.Keys(left)))
	}
	if got := count(s.Server, "DELETE /api/v1/auth/sign_out"); got != 1 {
		t.Errorf("%d sessions were ended", got)
	}
}

// TestAHeldLockNamesItsHolderWhenTheTimeIsOver holds the lock as a process that
// hangs would.
func TestAHeldLockNamesItsHolderWhenTheTimeIsOver(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	w.login(t)
	s.RevokeSessions()
	locks, err := filepath.Glob(filepath.Join(w["GUICHET_STATE_DIR"], "locks", "rdv-*.lock"))
	if err != nil || len(locks) != 1 {
		t.Fatalf("the locks are %v, %v", locks, err)
	}
	unlock, err := lock.Try(locks[0], time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	for _, args := range [][]string{{"rdv", "agent", "me"}, {"auth", "logout", "rdv"}} {
		o := w.with("GUICHET_OUTPUT", "json").run(t, append(args, "--timeout", "2s")...)
		o.want(t, 7)
		if !strings.Contains(o.errors, locks[0]) || !strings.Contains(o.errors, fmt.Sprintf("process %d", os.Getpid())) {
			t.Errorf("%v: %s", args, o.errors)
		}
	}
	unlock()
	// The file's own lock, with which the entries of all services are replaced.
	file := filepath.Join(w["GUICHET_CONFIG_DIR"], "credentials.lock")
	unlock, err = lock.Try(file, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	o := w.run(t, "rdv", "agent", "me", "--timeout", "2s")
	o.want(t, 7)
	if !strings.Contains(o.errors, file) {
		t.Errorf("stderr: %s", o.errors)
	}
	if got := w.entries(t); len(got) != 2 {
		t.Errorf("the store holds %d entries", len(got))
	}
}

// entries are those of the file store.
func (w world) entries(t *testing.T) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(w["GUICHET_CONFIG_DIR"], "credentials.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]string
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// change writes another text into the entry.
func (w world) change(t *testing.T, name string) {
	t.Helper()
	all := w.entries(t)
	if all[name] == "" {
		t.Fatalf("there is no entry %s", name)
	}
	all[name] = "autre"
	w.write(t, all)
}

// write replaces all entries of the file store.
func (w world) write(t *testing.T, all map[string]string) {
	t.Helper()
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w["GUICHET_CONFIG_DIR"], "credentials.json"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestASecretThatIsTooLongIsNotSentInPart(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	cmd := newWorld(t, s).command(t, "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin")
	cmd.Stdin = strings.NewReader(strings.Repeat("x", 64<<10+2))
	if code := codeOf(t, cmd.Run()); code != 2 {
		t.Errorf("exit code %d", code)
	}
	if seen := s.Requests(); len(seen) > 0 {
		t.Errorf("the service saw %v", seen)
	}
}

// proxy is a proxy that keeps all that it can read, and leads every name to one
// server.
type proxy struct {
	net.Listener
	mu   sync.Mutex
	seen []string
}

func startProxy(t *testing.T, server string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{Listener: listener}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(conn, server)
		}
	}()
	return p
}

func (p *proxy) serve(client net.Conn, server string) {
	defer client.Close()
	var head strings.Builder
	reader := bufio.NewReader(client)
	for {
		line, err := reader.ReadString('\n')
		head.WriteString(line)
		if err != nil || line == "\r\n" {
			break
		}
	}
	p.mu.Lock()
	p.seen = append(p.seen, head.String())
	p.mu.Unlock()
	if !strings.HasPrefix(head.String(), "CONNECT ") {
		_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}")
		return
	}
	upstream, err := net.Dial("tcp", server)
	if err != nil {
		return
	}
	defer upstream.Close()
	_, _ = io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n")
	go func() { _, _ = io.Copy(upstream, reader); _ = upstream.Close() }()
	_, _ = io.Copy(client, upstream)
}

// heads are the requests that the proxy could read.
func (p *proxy) heads() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.seen)
}

// TestACredentialNeverLeavesItsOrigin sends the command through a proxy to a
// service that redirects it elsewhere.
func TestACredentialNeverLeavesItsOrigin(t *testing.T) {
	for location, want := range map[string]int{
		"/deplace":                              0, // the same origin, to see that the rest is no accident
		"https://rdv.example.com/deplace":       0,
		"https://sous.rdv.example.com/deplace":  8,
		"https://example.com/deplace":           8,
		"https://autre.example.com/deplace":     8,
		"//autre.example.com/deplace":           8,
		"https://rdv.example.com:8443/deplace":  8,
		"http://rdv.example.com/deplace":        8,
		"http://rdv.example.com:443/deplace":    8,
		"https://moi@rdv.example.com/deplace":   8,
		"https://rdv.example.com.evil.test/api": 8,
	} {
		var sent []string
		service := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			sent = append(sent, r.Host+r.URL.Path+" "+r.Header.Get("Authorization"))
			if r.URL.Path != "/deplace" {
				w.Header().Set("Location", location)
				w.WriteHeader(http.StatusFound)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"agent":{"id":1}}`)
		}))
		p := startProxy(t, strings.TrimPrefix(service.URL, "https://"))
		dir := t.TempDir()
		ca := filepath.Join(dir, "ca.pem")
		if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: service.Certificate().Raw}), 0o600); err != nil {
			t.Fatal(err)
		}
		w := world{"PATH": os.Getenv("PATH"), "GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none", "GUICHET_RDV_BEARER": canary,
			"GUICHET_RDV_BASE_URL": "https://rdv.example.com", "GUICHET_CA_FILE": ca, "HTTPS_PROXY": "http://" + p.Addr().String(), "HTTP_PROXY": "http://" + p.Addr().String()}
		o := w.run(t, "rdv", "agent", "me", "-o", "json", "--retries", "0")
		service.Close()
		if o.code != want {
			t.Errorf("%s: exit %d: %s%s", location, o.code, o.out, o.errors)
		}
		if requests := map[int]int{0: 2, 8: 1}[want]; len(sent) != requests {
			t.Errorf("%s: the service was sent %q", location, sent)
		}
		for _, head := range p.heads() {
			if !strings.HasPrefix(head, "CONNECT rdv.example.com:443 ") || strings.Contains(strings.ToLower(head), "canari") {
				t.Errorf("%s: the proxy could read %q", location, head)
			}
		}
		for _, request := range sent {
			if !strings.HasPrefix(request, "rdv.example.com/") || !strings.HasSuffix(request, "Bearer "+canary) {
				t.Errorf("%s: the service was sent %q", location, request)
			}
		}
	}
}
