package main_test

import (
	"bytes"
	"errors"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"crypto/sha256"
	"encoding/hex"
)

// shared is a folder for what the tests share.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "guichet-packages"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	_ = os.RemoveAll(shared)
	os.Exit(code)
}

// long reports whether every package is built, for every system.
func long() bool { return os.Getenv("GUICHET_LONG") != "" }

// author keeps the settings of the machine out of the repositories of the tests.
func author() []string {
	const who, mail, when = "Test", "test@example.fr", "2026-11-29T08:00:00Z"
	return append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME="+who, "GIT_AUTHOR_EMAIL="+mail, "GIT_AUTHOR_DATE="+when,
		"GIT_COMMITTER_NAME="+who, "GIT_COMMITTER_EMAIL="+mail, "GIT_COMMITTER_DATE="+when)
}

func command(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, author()
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		err = errors.Join(err, errors.New(name+" "+strings.Join(args, " ")+": "+said.String()))
	}
	return string(out), err
}

// errNoGit says that these sources are not a checkout.
var errNoGit = errors.New("these sources are not a checkout of git")

// repository is a repository with the files of this one, changes included, as its only
// commit, which has a tag.
var repository = sync.OnceValues(func() (string, error) {
	list, err := command("../..", "git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return "", errNoGit
	}
	dir := filepath.Join(shared, "repository")
	for name := range strings.SplitSeq(strings.TrimSuffix(list, "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join("../..", name))
		if errors.Is(err, os.ErrNotExist) {
			continue // it was removed, or a test that is running removed it
		}
		path := filepath.Join(dir, name)
		err = errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o755))
		if err == nil {
			err = os.WriteFile(path, content, 0o644)
		}
		if err != nil {
			return "", err
		}
	}
	for _, line := range []string{"init --quiet", "add --all --force", "commit --quiet --message=first", "tag v0.1.0-rc.1"} {
		if _, err := command(dir, "git", strings.Fields(line)...); err != nil {
			return "", err
		}
	}
	return dir, nil
})

// program is this package, built without the race detector of the tests.
var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(shared, "release")
	_, err := command(".", "go", "build", "-o", path, ".")
	return path, err
})

// release builds packages into a directory below the shared one.
func release(name string, flags ...string) (string, error) {
	source, err := repository()
	if err != nil {
		return "", err
	}
	run, err := program()
	if err != nil {
		return "", err
	}
	out := filepath.Join(shared, name)
	_, err = command(shared, run, append([]string{"-repository", source, "-out", out}, flags...)...)
	return out, err
}

// some are the packages that the ordinary run builds; with GUICHET_LONG they are all.
func some() []string {
	if long() {
		return nil
	}
	return []string{"-targets", "linux/amd64", "-formats", "archive,deb,image"}
}

var released = sync.OnceValues(func() (string, error) { return release("first", some()...) })

// packages are the packages, built once for all tests.
func packages(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("it compiles and packs the command")
	}
	dir, err := released()
	if errors.Is(err, errNoGit) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

const version = "0.1.0-rc.1"

// read reads a package by what stands after its version.
func read(t *testing.T, suffix string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(packages(t), "guichet_"+version+"_"+suffix))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestTheSameCommitGivesTheSameBytes(t *testing.T) {
	first := packages(t)
	second, err := release("second", some()...)
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(first, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := os.ReadFile(filepath.Join(second, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(sums, again) {
		t.Errorf("first:\n%s\nsecond:\n%s", sums, again)
	}
}

func TestTheChecksumsAreThoseOfEveryPackage(t *testing.T) {
	dir := packages(t)
	sums, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, entry := range entries {
		if entry.Name() == "SHA256SUMS" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		want.WriteString(hex.EncodeToString(sum[:]) + "  " + entry.Name() + "\n")
	}
	if string(sums) != want.String() {
		t.Errorf("it has\n%s\nwant\n%s", sums, want.String())
	}
	if names := len(entries); long() && names != 6+3*2+1+1+1 || !long() && names != 1+1+1+1+1 {
		t.Errorf("%d files were built:\n%s", names, sums)
	}
}

func TestAReleaseIsRefusedBeforeAnythingIsBuilt(t *testing.T) {
	run, err := program()
	if err != nil {
		t.Fatal(err)
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := command(".", run, "-out", full); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("a directory that is not empty: %v", err)
	}
	if _, err := command(".", run, "-repository", t.TempDir(), "-out", filepath.Join(t.TempDir(), "out")); err == nil || !strings.Contains(err.Error(), "release: git clone") {
		t.Errorf("no repository: %v", err)
	}
}

func TestTheBillOfMaterialsNamesTheVersion(t *testing.T) {
	if bill := read(t, "sbom.cdx.json"); !bytes.Contains(bill, []byte(`"version": "`+version+`",`)) {
		t.Errorf("%s", bill)
	}
}
