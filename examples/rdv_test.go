// Package examples_test builds the examples and runs them against the test
// servers: they are what readers copy.
package examples_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// example builds one of the examples and returns a command that runs it with
// these variables and no others of ours. It is killed when it does not end.
func example(t *testing.T, name string, variables ...string) *exec.Cmd {
	t.Helper()
	binary := filepath.Join(t.TempDir(), name)
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", binary, "./"+name).CombinedOutput(); err != nil {
		t.Fatalf("%s does not build: %v\n%s", name, err, out)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, binary)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GUICHET_") }), variables...)
	return cmd
}

func rdvServer(t *testing.T, o rdvsolidaritestest.Options) *rdvsolidaritestest.Server {
	t.Helper()
	server := rdvsolidaritestest.New(o)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// rdvVariables let an example sign in.
func rdvVariables(server *rdvsolidaritestest.Server) []string {
	return []string{
		"GUICHET_RDV_BASE_URL=" + server.URL,
		"GUICHET_RDV_EMAIL=" + rdvsolidaritestest.Email,
		"GUICHET_RDV_PASSWORD=" + rdvsolidaritestest.Password,
	}
}

func TestTheFirstProgramPrintsEachAppointmentOfADayOnce(t *testing.T) {
	server := rdvServer(t, rdvsolidaritestest.Options{})
	client, err := rdvsolidarites.New(rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password), guichet.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	const day = "2026-11-18"
	var want []string
	for rdv, err := range client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if rdvsolidarites.DateOf(rdv.StartsAt.Time).String() == day {
			want = append(want, fmt.Sprintf("%d %v %s", rdv.ID, rdv.StartsAt, rdv.Motif.Name))
		}
	}
	cmd := example(t, "first", rdvVariables(server)...)
	cmd.Args = append(cmd.Args, "-day", day)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(failed(err))
	}
	got := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); len(want) < 10 || diff != "" {
		t.Errorf("of %d appointments (-want +printed):\n%s", len(want), diff)
	}
}

func TestTheFirstProgramSaysThatAPasswordIsWrong(t *testing.T) {
	server := rdvServer(t, rdvsolidaritestest.Options{Empty: true})
	out, err := example(t, "first", append(rdvVariables(server), "GUICHET_RDV_PASSWORD=faux")...).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "401") || strings.Contains(string(out), "faux") {
		t.Errorf("it ended with %v and %s", err, out)
	}
}

// failed adds what the program said on stderr.
func failed(err error) string {
	if exit, ok := err.(*exec.ExitError); ok {
		return err.Error() + ": " + string(exit.Stderr)
	}
	return err.Error()
}

func TestTheReceiverPrintsSignedWebhooksAndRefusesOthers(t *testing.T) {
	server := rdvServer(t, rdvsolidaritestest.Options{RDVs: 5})
	cmd := example(t, "webhook", "WEBHOOK_SECRET=le-bon-secret", "WEBHOOK_ADDRESS=127.0.0.1:0")
	var printed bytes.Buffer
	cmd.Stdout = &printed
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	target := address(t, said)
	for _, c := range []struct {
		model, secret string
		status        int
	}{
		{"rdv", "le-bon-secret", http.StatusOK},
		{"user", "le-bon-secret", http.StatusOK},
		{"rdv", "un-autre", http.StatusUnauthorized},
	} {
		statuses, err := server.SendWebhooks(target, c.secret, c.model, "created", 2)
		if err != nil || !slices.Equal(statuses, []int{c.status, c.status}) {
			t.Errorf("two webhooks about a %s signed with %q were answered %v, %v", c.model, c.secret, statuses, err)
		}
	}
	end(t, cmd)
	if n := strings.Count(printed.String(), "created rdv "); n != 2 {
		t.Errorf("it printed %d rdvs, not 2, in %q", n, printed.String())
	}
	if n := strings.Count(printed.String(), "\n"); n != 4 {
		t.Errorf("it printed %d lines, not 4: %q", n, printed.String())
	}
}

func TestTheReceiverDoesNotStartWithoutASecret(t *testing.T) {
	out, err := example(t, "webhook", "WEBHOOK_SECRET=", "WEBHOOK_ADDRESS=127.0.0.1:0").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "secret") {
		t.Errorf("it ended with %v and %q", err, out)
	}
}

// address is where a program says that it listens.
func address(t *testing.T, said io.Reader) string {
	t.Helper()
	line, err := bufio.NewReader(said).ReadString('\n')
	_, target, found := strings.Cut(strings.TrimSpace(line), "listening on ")
	if err != nil || !found {
		t.Fatalf("it said %q, %v", line, err)
	}
	return target
}

// end interrupts a program and waits until it is over.
func end(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if runtime.GOOS == "windows" {
		// Windows has no interrupt that one program could send to another.
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v when it was interrupted", err)
	}
}
