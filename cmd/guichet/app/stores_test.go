//go:build linux

package app_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// eachStore runs f with worlds that keep credentials in a file, and in a Secret
// Service where there is one, for as many rounds as the test has time for.
func eachStore(t *testing.T, f func(t *testing.T, s service, w world)) {
	rounds := 2
	if os.Getenv("GUICHET_LONG") != "" {
		rounds = 20
	}
	for _, store := range []string{"file", "keyring"} {
		t.Run(store, func(t *testing.T) {
			var address string
			if store == "keyring" {
				address = session(t)
			}
			for round := range rounds {
				t.Run(fmt.Sprint(round), func(t *testing.T) {
					s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
					f(t, s, newWorld(t, s).with("GUICHET_STORE", store, "DBUS_SESSION_BUS_ADDRESS", address))
				})
			}
		})
	}
}

// session starts a D-Bus session with an unlocked keyring, which lasts as long as
// the test, and returns its address.
func session(t *testing.T) (address string) {
	t.Helper()
	needsKeyring(t)
	cmd := exec.CommandContext(t.Context(), launcher, "sh", "-c", `echo "$DBUS_SESSION_BUS_ADDRESS"; cat`)
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	if inErr != nil || outErr != nil {
		t.Fatal(inErr, outErr)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// secrets are the names of the entries that the world's store holds.
func (w world) secrets(t *testing.T) (names []string) {
	t.Helper()
	if w["GUICHET_STORE"] == "file" {
		return slices.Sorted(maps.Keys(w.entries(t)))
	}
	cmd := exec.CommandContext(t.Context(), "secret-tool", "search", "--all", "service", "guichet")
	cmd.Env = []string{"PATH=" + w["PATH"], "DBUS_SESSION_BUS_ADDRESS=" + w["DBUS_SESSION_BUS_ADDRESS"]}
	out, err := cmd.CombinedOutput()
	if err != nil && len(out) > 0 {
		t.Fatalf("%v: %s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if name, found := strings.CutPrefix(line, "attribute.username = "); found {
			names = append(names, strings.TrimSpace(name))
		}
	}
	slices.Sort(names)
	return names
}

var (
	login  = []string{"auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin"}
	logout = []string{"auth", "logout", "rdv"}
	use    = []string{"rdv", "agent", "me", "-o", "id"}
)

// mixed runs the command lines at once and returns what came of each.
func (w world) mixed(t *testing.T, lines ...[]string) []ended {
	t.Helper()
	all, errs := make([]ended, len(lines)), make([]error, len(lines))
	var running sync.WaitGroup
	for i, line := range lines {
		cmd := w.command(t, line...)
		running.Go(func() {
			var out, stderr bytes.Buffer
			cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(rdvsolidaritestest.Password), &out, &stderr
			errs[i] = cmd.Run()
			all[i] = ended{out: out.String(), errors: stderr.String()}
		})
	}
	running.Wait()
	for i, err := range errs {
		all[i].code = codeOf(t, err)
	}
	return all
}

func TestLoginsAtOnceTakeTurnsAndMakeOneSession(t *testing.T) {
	eachStore(t, func(t *testing.T, s service, w world) {
		for _, o := range w.mixed(t, slices.Repeat([][]string{login}, 8)...) {
			o.want(t, 0)
		}
		if want := []string{"default/rdv", "default/rdv/session"}; !slices.Equal(w.secrets(t), want) {
			t.Errorf("the store holds %v, not %v", w.secrets(t), want)
		}
		w.run(t, use...).want(t, 0)
		if got := s.SignIns(); got != 1 {
			t.Errorf("%d sign-ins, not 1", got)
		}
		w.run(t, logout...).want(t, 0)
		if left := w.secrets(t); len(left) > 0 {
			t.Errorf("the store still holds %v", left)
		}
	})
}

func TestLoginsThatTakeOverAtOnceLeaveALiveSession(t *testing.T) {
	eachStore(t, func(t *testing.T, s service, w world) {
		for _, o := range w.mixed(t, slices.Repeat([][]string{append(slices.Clone(login), "--take-over")}, 4)...) {
			o.want(t, 0)
		}
		before := s.SignIns()
		w.run(t, use...).want(t, 0)
		if got := s.SignIns(); got != before {
			t.Errorf("the session that was kept had ended")
		}
		w.run(t, logout...).want(t, 0)
	})
}

func TestLoginsLogoutsAndUsesAtOnceLeaveNoSetInPieces(t *testing.T) {
	eachStore(t, func(t *testing.T, _ service, w world) {
		lines := slices.Concat(slices.Repeat([][]string{logout}, 6), slices.Repeat([][]string{login}, 6), slices.Repeat([][]string{use}, 12))
		for i, o := range w.mixed(t, lines...) {
			absent := o.code == 4 && !slices.Equal(lines[i], login)
			// A call replaces a refused session once; two logouts may end both.
			ended := o.code == 5 && slices.Equal(lines[i], use)
			if o.code != 0 && !absent && !ended {
				t.Errorf("%s: exit code %d: %s", lines[i][1], o.code, o.errors)
			}
		}
		held := w.secrets(t)
		if len(held) > 0 && !slices.Equal(held, []string{"default/rdv", "default/rdv/session"}) && !slices.Equal(held, []string{"default/rdv"}) {
			t.Errorf("the store holds %v", held)
		}
		want := map[bool]int{true: 0, false: 4}[len(held) > 0]
		w.run(t, "auth", "status", "rdv").want(t, want)
		w.run(t, logout...).want(t, want)
		if left := w.secrets(t); len(left) > 0 {
			t.Errorf("the store still holds %v", left)
		}
	})
}

// counting is a keyring in memory that counts its calls.
type counting struct {
	memory map[string]string
	calls  []string
}

func (c *counting) Get(_, user string) (string, error) {
	c.calls = append(c.calls, "get "+user)
	if text, ok := c.memory[user]; ok {
		return text, nil
	}
	return "", keyring.ErrNotFound
}

func (c *counting) Set(_, user, text string) error {
	c.calls = append(c.calls, "set "+user)
	c.memory[user] = text
	return nil
}

func (c *counting) Delete(_, user string) error {
	c.calls = append(c.calls, "delete "+user)
	if _, ok := c.memory[user]; !ok {
		return keyring.ErrNotFound
	}
	delete(c.memory, user)
	return nil
}

func TestTheKeyringIsCalledAsOftenAsNeededAndNoMore(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s).with("GUICHET_STORE", "keyring", "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	ring := &counting{memory: map[string]string{}}
	for _, step := range []struct {
		args  []string
		calls []string
	}{
		{login, []string{"get default/rdv", "get default/rdv", "set default/rdv", "set default/rdv/session"}},
		{use, []string{"get default/rdv", "get default/rdv/session"}},
		{login, []string{"get default/rdv", "get default/rdv/session"}},
		{append(slices.Clone(login), "--take-over"), []string{"get default/rdv", "set default/rdv", "set default/rdv/session"}},
		{logout, []string{"get default/rdv", "get default/rdv/session", "delete default/rdv", "delete default/rdv", "delete default/rdv/session", "delete default/rdv/session"}},
	} {
		ring.calls = nil
		var errs strings.Builder
		if code := w.with("GUICHET_QUIET", "true").over(ring, strings.NewReader(rdvsolidaritestest.Password), io.Discard, &errs, step.args...); code != 0 {
			t.Errorf("%v: exit code %d: %s", step.args, code, errs.String())
		}
		if !slices.Equal(ring.calls, step.calls) {
			t.Errorf("%v: %v, not %v", step.args, ring.calls, step.calls)
		}
	}
	if len(ring.memory) > 0 {
		t.Errorf("the keyring still holds %v", slices.Collect(maps.Keys(ring.memory)))
	}
}
