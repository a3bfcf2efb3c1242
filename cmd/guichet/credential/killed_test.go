package credential_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	st := credential.File(dir, nil)
	for {
		for _, set := range []credential.Set{oldSet, newSet} {
			if err := credential.Save(context.Background(), st, key, set); err != nil {
				return err
			}
			fmt.Println(set.Origin)
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

func TestAKillDuringASaveLeavesOneWholeSet(t *testing.T) {
	dir := privateDir(t)
	st := credential.File(dir, nil)
	save(t, st, key, oldSet)
	for round := range 25 {
		killed(t, dir, 1+rand.IntN(10), rand.IntN(10))
		set, err := load(t.Context(), st, key)
		if err != nil || !same(set, oldSet) && !same(set, newSet) {
			t.Fatalf("round %d: %v, %v", round, set, err)
		}
		wantPrivate(t, dir)
	}
	save(t, st, key, oldSet)
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
	if err := os.WriteFile(filepath.Join(dir, "credentials.json.new"), []byte(`{"default/rdv":"s3cret"`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := credential.Remove(t.Context(), credential.File(dir, nil), "default", "rdv"); err != nil {
		t.Fatal(err)
	}
	if err := stat(dir, "credentials.json.new"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the secret is still there: %v", err)
	}
}

func TestRemovingAnAbsentSetMakesNoFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	if _, err := credential.Remove(t.Context(), credential.File(dir, nil), "default", "rdv"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removing made a folder: %v", err)
	}
}
