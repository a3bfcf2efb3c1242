package credential_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// saveForever saves two sets in turn and writes a line after each.
func saveForever(dir string) error {
	st := credential.File(dir)
	for {
		for origin, values := range map[credential.Origin]map[string]string{production: oldSet, demo: newSet} {
			if err := credential.Save(context.Background(), st, "default", "rdv", origin, values); err != nil {
				return err
			}
			fmt.Println(origin)
		}
	}
}

// killed runs a process that saves sets, and kills it after so many of them and
// so many times that the file was seen to come or go while it is written.
func killed(t *testing.T, dir string, saves, changes int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], dir)
	cmd.Env = append(os.Environ(), "GUICHET_TEST_ROLE=saves")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for range saves {
		if line, err := lines.ReadString('\n'); err != nil {
			t.Fatal(line, err)
		}
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = io.Copy(io.Discard, lines)
	}()
	for before := false; changes > 0; {
		if now := stat(dir, "credentials.json.new") == nil; now != before {
			before = now
			changes--
		}
		select {
		case <-ended:
			t.Fatal("the process ended by itself")
		default:
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-ended
	if err := cmd.Wait(); err == nil {
		t.Fatal("the process ended by itself")
	}
}

func stat(dir, name string) error {
	_, err := os.Lstat(filepath.Join(dir, name))
	return err
}

func TestAProcessKilledWhileItSavesLeavesOneWholeSet(t *testing.T) {
	dir := privateDir(t)
	st := credential.File(dir)
	save(t, st, production, oldSet)
	for round := range 25 {
		killed(t, dir, 1+rand.IntN(10), rand.IntN(10))
		origin, _, err := credential.Stored(t.Context(), st, "default", "rdv")
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		want := map[credential.Origin]map[string]string{production: oldSet, demo: newSet}[origin]
		if got, err := load(t, st, origin); err != nil || !maps.Equal(got, want) {
			t.Fatalf("round %d: %s is given %v, %v", round, origin, got, err)
		}
		wantPrivate(t, dir)
	}
	save(t, st, demo, otherSet)
	if err := stat(dir, "credentials.json.new"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a save leaves what the killed process wrote: %v", err)
	}
}

// wantPrivate fails the test when others can read a file of the store, or when
// one is there that the store does not know how to remove.
func wantPrivate(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		switch entry.Name() {
		case "credentials.json", "credentials.json.new", "credentials.lock":
		default:
			t.Errorf("%s was left behind", entry.Name())
		}
		if runtime.GOOS != "windows" {
			wantMode(t, filepath.Join(dir, entry.Name()), 0o600)
		}
	}
}

func TestSigningOutRemovesWhatAKilledProcessWrote(t *testing.T) {
	dir := privateDir(t)
	if err := os.WriteFile(filepath.Join(dir, "credentials.json.new"), []byte(`{"default/rdv/token":"s3cret"`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := credential.Remove(t.Context(), credential.File(dir), "default", "rdv", nil); err != nil {
		t.Fatal(err)
	}
	if err := stat(dir, "credentials.json.new"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the secret is still there: %v", err)
	}
}

func TestASetIsReplacedInTheFileWithoutTouchingItsNeighbours(t *testing.T) {
	st := credential.File(privateDir(t))
	for _, profile := range []string{"default", "default-2"} {
		for _, service := range []string{"rdv", "rdv2"} {
			if err := credential.Save(t.Context(), st, profile, service, production, oldSet); err != nil {
				t.Fatal(err)
			}
		}
	}
	save(t, st, demo, otherSet)
	if err := credential.Remove(t.Context(), st, "default", "rdv", nil); err != nil {
		t.Fatal(err)
	}
	wantConfigError(t, credential.Remove(t.Context(), st, "default-2/rdv", "x", nil))
	if _, err := load(t, st, demo); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("what was removed gives %v", err)
	}
	for _, of := range [][2]string{{"default", "rdv2"}, {"default-2", "rdv"}, {"default-2", "rdv2"}} {
		got, err := credential.Load(t.Context(), st, of[0], of[1], production, nil)
		if err != nil || !maps.Equal(got, oldSet) {
			t.Errorf("%v: %v, %v", of, got, err)
		}
	}
}

func TestNothingToRemoveMakesNoFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	if err := credential.Remove(t.Context(), credential.File(dir), "default", "rdv", session); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removing made a folder: %v", err)
	}
}
