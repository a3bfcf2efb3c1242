//go:build linux

package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// terminal is a pseudo-terminal with guichet in its foreground.
type terminal struct {
	*testing.T
	person, program *os.File // what a person types and sees; what guichet has
	cmd             *exec.Cmd
	seen            bytes.Buffer
}

func (w world) attached(t *testing.T, args ...string) *terminal {
	t.Helper()
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Skip("there are no pseudo-terminals")
	}
	person := os.NewFile(uintptr(fd), "/dev/ptmx")
	t.Cleanup(func() { _ = person.Close() })
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Close() })
	cmd := w.command(t, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = program, program, program
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &terminal{T: t, person: person, program: program, cmd: cmd}
}

// sees waits until the text is on the screen.
func (t *terminal) sees(text string) {
	t.Helper()
	_ = t.person.SetReadDeadline(time.Now().Add(time.Minute)) // a failure, not a wait for ever
	for part := make([]byte, 4096); !strings.Contains(t.seen.String(), text); {
		n, err := t.person.Read(part)
		t.seen.Write(part[:n])
		if err != nil {
			t.Fatalf("%v; on the screen: %s", err, t.seen.String())
		}
	}
}

func (t *terminal) types(text string) {
	t.Helper()
	if _, err := t.person.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// ends waits for guichet and reads what is left on the screen.
func (t *terminal) ends(code int) {
	t.Helper()
	if got := codeOf(t.T, t.cmd.Wait()); got != code {
		t.Errorf("exit code %d, not %d; on the screen: %s", got, code, t.seen.String())
	}
	_, _ = t.program.WriteString("\x04end")
	t.sees("\x04end")
}

func (t *terminal) echoes() bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(t.program.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// hides waits until guichet has turned the echo off.
func (t *terminal) hides() {
	t.Helper()
	for t.echoes() {
		runtime.Gosched()
	}
}

func TestALoginOnATerminalAsksAndHidesThePassword(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	screen := w.attached(t, "auth", "login", "rdv")
	screen.sees(": ")
	screen.types(rdvsolidaritestest.Email + "\n")
	screen.sees("[y/N]")
	screen.types("y\n")
	screen.hides()
	screen.types(rdvsolidaritestest.Password + "\n")
	screen.ends(0)
	if strings.Contains(screen.seen.String(), rdvsolidaritestest.Password) || !screen.echoes() {
		t.Errorf("on the screen: %s", screen.seen.String())
	}
	w.run(t, "rdv", "agent", "me").want(t, 0)

	// A secret is hidden on a terminal, --secret-stdin or not.
	screen = w.attached(t, "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin", "--take-over")
	screen.hides()
	screen.types(rdvsolidaritestest.Password + "\n")
	screen.ends(0)
	if got := s.SignIns(); got != 2 {
		t.Errorf("%d sign-ins", got)
	}
}

func TestWithoutConfirmationNothingIsSent(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	for _, answer := range []string{"n\n", "\n", "\x04"} {
		screen := newWorld(t, s).agent().attached(t, "rdv", "participation", "update", "1", "--status", "excused")
		screen.sees("[y/N]")
		screen.types(answer)
		screen.ends(130)
	}
	screen := newWorld(t, s).attached(t, "auth", "login", "rdv", "--email", rdvsolidaritestest.Email)
	screen.sees("[y/N]")
	screen.types("non\n")
	screen.ends(130)
	if got := count(s.Server, ""); got != 0 {
		t.Errorf("%d requests were sent", got)
	}
}

func TestControlCAtAPromptLeavesTheTerminalAsItWas(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	screen := newWorld(t, s).attached(t, "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--take-over")
	screen.hides()
	screen.types("\x03")
	screen.ends(130)
	if !screen.echoes() {
		t.Error("what is typed next does not show")
	}
	screen = newWorld(t, s).agent().attached(t, "rdv", "participation", "update", "1", "--status", "excused")
	screen.sees("[y/N]")
	screen.types("\x03")
	screen.ends(130)
}

func TestARawAnswerCannotControlATerminal(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = fmt.Fprint(w, "un \x1b]0;titre\x07\x1b[2J\u009b31m\u202eabc\ndeux\n")
	}))
	t.Cleanup(web.Close)
	w := newWorld(t, service{url: web.URL}).with("GUICHET_RDV_BEARER", "jeton")
	screen := w.attached(t, "api", "rdv", "GET", "/text")
	screen.ends(0)
	if shown := screen.seen.String(); strings.ContainsAny(shown, "\x1b\x07\u009b\u202e") || !strings.Contains(shown, "abc\r\ndeux\r\n") {
		t.Errorf("on the screen: %q", shown)
	}
	if o := w.run(t, "api", "rdv", "GET", "/text"); !strings.Contains(o.out, "\x1b[2J") {
		t.Errorf("a file does not get what came: %q", o.out)
	}
}
