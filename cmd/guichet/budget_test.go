package main_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The limits that are the same on every machine. Times are not: bench/ prints
// them beside their peers.
const (
	maxBinary = 15_000_000 // bytes, stripped
	maxMemory = 4 << 10    // KiB, anonymous memory of --version at its exit
)

// TestTheReleaseBinaryKeepsItsBudgets looks at the command as a release has it.
func TestTheReleaseBinaryKeepsItsBudgets(t *testing.T) {
	t.Run("it is small", func(t *testing.T) {
		info, err := os.Stat(release(t))
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > maxBinary {
			t.Errorf("it has %d bytes, above %d", info.Size(), maxBinary)
		}
		t.Logf("%d bytes of %d", info.Size(), maxBinary)
	})
	t.Run("it prints its version in little memory", func(t *testing.T) {
		if runtime.GOOS != "linux" {
			t.Skip("anonymous memory is read as Linux counts it")
		}
		out, err := exec.Command(build(t, "./testdata/anonymous"), release(t), "--version").Output()
		if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 3 {
			t.Skip("this system lets nobody trace a process")
		}
		if err != nil {
			t.Fatal(err)
		}
		kib, err := strconv.Atoi(strings.TrimSpace(string(out)))
		if err != nil {
			t.Fatal(err)
		}
		if kib > maxMemory || kib == 0 {
			t.Errorf("it held %d KiB, not 1 to %d", kib, maxMemory)
		}
		t.Logf("%d KiB of %d", kib, maxMemory)
	})
}

// shared is a folder for what the tests of this package share.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "guichet-release"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	_ = os.RemoveAll(shared)
	os.Exit(code)
}

// released builds the command once for all tests, as a release is built.
var released = sync.OnceValues(func() (string, error) {
	return goBuild(shared, ".", "-trimpath", "-ldflags", "-s -w")
})

// release returns the command as a release has it.
func release(t *testing.T) (binary string) {
	t.Helper()
	binary, err := released()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// build builds a package of this folder.
func build(t *testing.T, pkg string) (binary string) {
	t.Helper()
	binary, err := goBuild(t.TempDir(), pkg)
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// goBuild builds a package of this folder into dir, without C.
func goBuild(dir, pkg string, flags ...string) (binary string, err error) {
	binary = filepath.Join(dir, "program")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	cmd := exec.Command("go", append(append([]string{"build", "-o", binary}, flags...), pkg)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return binary, fmt.Errorf("%s does not build: %w\n%s", pkg, err, out)
	}
	return binary, nil
}

// trap is a world where the configuration, the keyring and the network must be
// left alone: reading the first fails, and the others count their callers.
type trap struct {
	config, home    string
	keyring, proxy  atomic.Int32
	bus, proxyAddrs string
}

func newTrap(t *testing.T) *trap {
	t.Helper()
	// The path of a Unix socket is short: that of t.TempDir may be too long.
	dir, err := os.MkdirTemp("", "guichet")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	w := &trap{config: filepath.Join(dir, "config"), home: filepath.Join(dir, "home")}
	if err := os.Mkdir(w.config, 0o700); err != nil {
		t.Fatal(err)
	}
	// Whoever reads it fails.
	if err := os.WriteFile(w.file(), []byte("profiles: [\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.bus = "unix:path=" + counting(t, "unix", filepath.Join(dir, "bus"), &w.keyring)
	w.proxyAddrs = "http://" + counting(t, "tcp", "127.0.0.1:0", &w.proxy)
	return w
}

func (w *trap) file() string { return filepath.Join(w.config, "config.yaml") }

// counting listens, counts its callers and hangs up on each.
func counting(t *testing.T, network, address string, callers *atomic.Int32) string {
	t.Helper()
	listener, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			callers.Add(1)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() { _ = listener.Close(); <-done })
	return listener.Addr().String()
}

// run runs the command in the trap and returns its exit code, -1 when it had to
// be killed.
func (w *trap) run(t *testing.T, binary string, variables []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.home, "GUICHET_CONFIG_DIR=" + w.config,
		"DBUS_SESSION_BUS_ADDRESS=" + w.bus,
		"HTTPS_PROXY=" + w.proxyAddrs, "HTTP_PROXY=" + w.proxyAddrs, "ALL_PROXY=" + w.proxyAddrs,
	}, variables...)
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), said.String(), cmd.ProcessState.ExitCode()
}

// TestHelpVersionAndCompletionUseNoKeyringNetworkOrConfiguration runs them where the first look at
// the configuration, the keyring or the network is seen.
func TestHelpVersionAndCompletionUseNoKeyringNetworkOrConfiguration(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the keyring of other systems is not on D-Bus")
	}
	binary := release(t)
	w := newTrap(t)
	for _, line := range [][]string{
		{"--version"}, {"version"}, {"version", "-o", "json"}, {"--help"}, {"help"}, {"help", "exit-codes"},
		{"rdv", "--help"}, {"rdv", "rdv", "list", "--help"}, {"auth", "login", "rdv", "--help"},
		{"completion", "bash"}, {"completion", "zsh"}, {"completion", "fish"}, {"completion", "powershell"},
		{"__complete", ""}, {"__complete", "rdv", ""}, {"__complete", "rdv", "rdv", "list", "--"},
	} {
		for _, lang := range []string{"en", "fr"} {
			t.Run(strings.Join(line, " ")+" in "+lang, func(t *testing.T) {
				out, said, code := w.run(t, binary, []string{"GUICHET_LANG=" + lang}, line...)
				if code != 0 || out == "" {
					t.Errorf("exit code %d, stdout %q, stderr %q", code, out, said)
				}
			})
		}
	}
	if n := w.keyring.Load(); n != 0 {
		t.Errorf("the keyring was called %d times", n)
	}
	if n := w.proxy.Load(); n != 0 {
		t.Errorf("the network was called %d times", n)
	}
	if _, err := os.Stat(w.home); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was written in the home folder: %v", err)
	}
	t.Run("the trap does see the commands that look", func(t *testing.T) { w.seesOthers(t, binary) })
}

// seesOthers shows that what was not seen above would have been.
func (w *trap) seesOthers(t *testing.T, binary string) {
	if _, said, code := w.run(t, binary, nil, "config", "list"); code != 2 {
		t.Fatalf("a malformed configuration gave exit code %d, stderr %q", code, said)
	}
	if err := os.Remove(w.file()); err != nil {
		t.Fatal(err)
	}
	if _, said, code := w.run(t, binary, nil, "auth", "status", "rdv", "--offline"); code != 6 || w.keyring.Load() == 0 {
		t.Errorf("a keyring that hangs up gave exit code %d after %d calls, stderr %q", code, w.keyring.Load(), said)
	}
	session := []string{"GUICHET_RDV_BEARER=jeton", "GUICHET_RDV_BASE_URL=https://rdv.example.fr"}
	if _, said, code := w.run(t, binary, session, "rdv", "rdv", "list", "--retries", "0"); code != 7 || w.proxy.Load() == 0 {
		t.Errorf("a proxy that hangs up gave exit code %d after %d calls, stderr %q", code, w.proxy.Load(), said)
	}
}
