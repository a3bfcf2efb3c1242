package docs_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// shell runs commands of a page on a terminal of 80 columns.
type shell struct {
	guichet, folder string
	env             []string
	shown           []string // pairs of an address of a page and the real one
}

// tools is the folder of the commands that the pages have before all others.
var tools string

// build makes the command with the clock of the pages.
var build = sync.OnceValue(func() error {
	out, err := exec.Command("go", "build", "-o", tools, "./testdata/guichet").CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return os.WriteFile(filepath.Join(tools, "go"), []byte(goScript), 0o755)
})

func TestMain(m *testing.M) {
	var err error
	if tools, err = os.MkdirTemp("", "guichet-docs-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(tools)
	os.Exit(code)
}

// goScript is a Go command that finds the repository wherever it runs. It compiles
// guichet and then takes the one with the clock of the pages in its place.
const goScript = `#!/bin/bash
set -e
case "$*" in
"run -v ./cmd/guichet "* | "run ./cmd/guichet "*)
	"$REAL_GO" build -C "$REPOSITORY" -o /dev/null ./cmd/guichet
	while [ "$1" != ./cmd/guichet ]; do shift; done
	shift
	exec guichet "$@" ;;
"build ./cmd/guichet" | "build -v ./cmd/guichet")
	"$REAL_GO" build -C "$REPOSITORY" -o /dev/null ./cmd/guichet
	cp "$(command -v guichet)" guichet ;;
"run "* | "build "* | "doc "*)
	cd "$REPOSITORY"
	exec "$REAL_GO" "$@" ;;
*)
	exec "$REAL_GO" "$@" ;;
esac
`

// newShell has a home of its own and no variables but those that Go needs.
func newShell(t *testing.T) *shell {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	realGo, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no Go command: ", err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	caches, err := exec.Command(realGo, "env", "GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS").Output()
	if err != nil {
		t.Fatal(err)
	}
	found := strings.Split(string(caches), "\n")
	home, folder := t.TempDir(), t.TempDir()
	return &shell{
		guichet: filepath.Join(tools, "guichet"), folder: folder,
		env: []string{
			"PATH=" + tools + string(os.PathListSeparator) + os.Getenv("PATH"), "REAL_GO=" + realGo, "REPOSITORY=" + root,
			"HOME=" + home, "TMPDIR=" + home, "TERM=xterm", "LANG=C.UTF-8", "NO_COLOR=1", "GUICHET_STORE=none",
			"GOCACHE=" + found[0], "GOMODCACHE=" + found[1], "GOPROXY=" + found[2], "GOFLAGS=" + found[3],
		},
	}
}

// learn reads the variables that a sandbox prints.
func (s *shell) learn(t *testing.T, printed io.Reader) {
	t.Helper()
	address := regexp.MustCompile(`127\.0\.0\.1:\d+`)
	for lines := bufio.NewScanner(printed); lines.Scan(); {
		name, value, found := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		if !found {
			t.Fatal("the sandbox printed ", lines.Text())
		}
		s.env = append(s.env, name+"="+strings.Trim(value, "'"))
		if origin := address.FindString(value); origin != "" {
			s.shown = append(s.shown, "127.0.0.1:"+strconv.Itoa(40001+len(s.shown)/2), origin)
		}
		if name == "GUICHET_ASTOR_COLLECTION" {
			return // the last line
		}
	}
	t.Fatal("the sandbox ended")
}

// script runs the commands one by one. A record separator and a number precede the
// output of each, and "end" and the exit code the end.
func script(commands []command) string {
	b := strings.Builder{}
	b.WriteString("exec </dev/null\nset -euo pipefail\ntrap 'printf \"\\036end %d\\036\" $?' EXIT\n")
	for i, c := range commands {
		fmt.Fprintf(&b, "printf '\\036%d\\036'\n", i)
		if c.shell {
			fmt.Fprintf(&b, "%s\n", c.text)
			continue
		}
		fmt.Fprintf(&b, "set +e\n%s\nended=$?\nset -e\n[ $ended = 0 ] || exit $ended\n", c.text)
	}
	return b.String()
}

// run returns the lines that each command printed, until the first that fails, and its
// exit code.
func (s *shell) run(t *testing.T, commands []command) (outputs [][]string, code int) {
	t.Helper()
	pairs := slices.Clone(s.shown)
	for i := 0; i < len(pairs); i += 2 {
		pairs[i], pairs[i+1] = pairs[i+1], pairs[i]
	}
	text := strings.NewReplacer(s.shown...).Replace(script(commands))
	file := filepath.Join(t.TempDir(), "page.sh")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	seen := strings.NewReplacer(pairs...).Replace(s.onTerminal(t, 80, "bash", file))
	parts := strings.Split(seen, "\x1e")
	for i := 1; i+1 < len(parts); i += 2 {
		if last, ended := strings.CutPrefix(parts[i], "end "); ended {
			code, err := strconv.Atoi(last)
			if err != nil {
				t.Fatal(err)
			}
			return outputs, code
		}
		lines := strings.Split(strings.TrimSuffix(parts[i+1], "\n"), "\n")
		if parts[i+1] == "" {
			lines = nil
		}
		outputs = append(outputs, lines)
	}
	t.Fatalf("the page has no end; on the screen: %s", seen)
	return nil, 0
}

// onTerminal runs a program on a terminal and returns what is on the screen. What the
// program leaves running is killed.
func (s *shell) onTerminal(t *testing.T, width uint16, program string, args ...string) string {
	t.Helper()
	person, terminal := newTerminal(t, width)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env, cmd.Dir = s.env, s.folder
	cmd.Stdout, cmd.Stderr = terminal, terminal
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 1}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen := make(chan string)
	go func() {
		text, _ := io.ReadAll(person) // it ends with an error, when nobody has the terminal open
		screen <- string(text)
	}()
	_ = cmd.Wait() // the exit code is on the screen
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	_ = terminal.Close()
	return <-screen
}

// newTerminal returns both ends of a terminal that changes no byte.
func newTerminal(t *testing.T, width uint16) (person, terminal *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("there are no pseudo-terminals")
	}
	t.Cleanup(func() { _ = person.Close() })
	fd := int(person.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	terminal, err = os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	modes, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err == nil {
		modes.Oflag &^= unix.OPOST
		err = unix.IoctlSetTermios(fd, unix.TCSETS, modes)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: width})
	}
	if err != nil {
		t.Fatal(err)
	}
	return person, terminal
}
