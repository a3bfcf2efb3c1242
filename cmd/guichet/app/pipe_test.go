//go:build unix

package app_test

import (
	"bufio"
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAClosedPipeEndsSilently(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 700, Users: 5}, nil)
	lines := [][]string{{"completion", "bash"}, {"help", "exit-codes"}, {"rdv", "rdv", "list", "--help"}, {"rdv", "rdv", "list", "--jq", "."}}
	for _, format := range []string{"table", "json", "ndjson", "csv", "yaml", "id"} {
		lines = append(lines, []string{"rdv", "rdv", "list", "-o", format})
	}
	for _, args := range lines {
		cmd := newWorld(t, s).agent().command(t, args...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReaderSize(out, 16).ReadByte(); err != nil {
			t.Fatal(err)
		}
		_ = out.Close()
		if code := codeOf(t, cmd.Wait()); code != 0 || errs.Len() > 0 {
			t.Errorf("%v: exit code %d, stderr %q", args, code, errs.String())
		}
	}
}

func TestAFullDiskIsAFailure(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full")
	}
	defer full.Close()
	s := serve(t, rdvsolidaritestest.Options{RDVs: 230, Users: 5}, nil)
	for _, args := range [][]string{{"rdv", "rdv", "list", "-o", "ndjson"}, {"rdv", "agent", "me"}, {"version"}, {"config", "path"}, {"--help"}, {"rdv", "--help"}, {"help", "rdv"}, {"help", "exit-codes"}, {"--version"}} {
		cmd := newWorld(t, s).agent().with("GUICHET_OUTPUT", "json").command(t, args...)
		var errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = full, &errs
		o := ended{code: codeOf(t, cmd.Run()), errors: errs.String()}
		o.want(t, 1)
		if code, _ := o.failure(t); code != "unexpected" {
			t.Errorf("%v: code %q", args, code)
		}
	}
}

// TestADeadStderrChangesNeitherTheDataNorTheExitCode is about a notice and about
// a failure that nobody can be told.
func TestADeadStderrChangesNeitherTheDataNorTheExitCode(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 230, Users: 5}, nil)
	for name, code := range map[string]int{"--limit=3": 0, "--limit=-1": 2} {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		_ = read.Close()
		cmd := newWorld(t, s).agent().command(t, "rdv", "rdv", "list", "-o", "id", name)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, write
		o := ended{code: codeOf(t, cmd.Run()), out: out.String()}
		_ = write.Close()
		o.want(t, code)
		if rows := strings.Count(o.out, "\n"); code == 0 && rows != 3 {
			t.Errorf("%d rows, not 3", rows)
		}
	}
}

// TestASecretIsNotAskedForOffATerminal has a standard input with nothing
// in it, and none.
func TestASecretIsNotAskedForOffATerminal(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	for _, way := range []string{"</dev/null", "<&-"} {
		for _, args := range []string{"", " --secret-stdin"} {
			w := newWorld(t, s)
			cmd := w.command(t)
			cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", "exec guichet auth login rdv --email x@example.fr --take-over" + args + " " + way}
			var errs bytes.Buffer
			cmd.Stderr = &errs
			o := ended{code: codeOf(t, cmd.Run()), errors: errs.String()}
			o.want(t, 2)
			if !strings.Contains(o.errors, "guichet: ") || strings.Contains(o.errors, "unexpected") {
				t.Errorf("%s%s: %s", args, way, o.errors)
			}
		}
	}
}

// broken panics with a secret in hand, as a defect of ours would.
type broken struct{ value any }

func (b broken) Write([]byte) (int, error) { panic(b.value) }
