package result

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

// refused checks that a directory cannot be taken: exit 2, and why.
func refused(t *testing.T, dir, says string) *exit.Error {
	t.Helper()
	_, err := Take(dir, time.Now())
	failed, ok := errors.AsType[*exit.Error](err)
	if !ok || failed.Code != exit.Usage || !strings.Contains(failed.Error(), says) {
		t.Fatalf("%s: %v, want exit 2 and %q", dir, err, says)
	}
	return failed
}

func TestADirectoryIsTakenByOneProcessAtATime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "copie")
	now := time.Date(2026, 11, 28, 2, 0, 0, 0, time.UTC)
	for range 2 { // it can be taken again once it was given back
		p, err := Take(dir, now)
		if err != nil || p.Previous != nil {
			t.Fatal(p.Previous, err)
		}
		if owner := p.Holder(); owner == nil || owner.PID != os.Getpid() || !owner.Since.Equal(now) {
			t.Errorf("the holder is %+v", owner)
		}
		_, err = Take(dir, now.Add(90*time.Second))
		failed, ok := errors.AsType[*exit.Error](err)
		if !ok || failed.Code != exit.Usage || failed.HintIn(nil) == "" || !strings.Contains(failed.Error(), fmt.Sprintf("process %d", os.Getpid())) || !strings.HasSuffix(failed.Error(), "for 1\u00a0min\u00a030\u00a0s") {
			t.Errorf("%v", err)
		}
		p.Unlock()
		if owner := p.Holder(); owner != nil {
			t.Errorf("the holder is still %+v", owner)
		}
	}
}

func TestADirectoryThatPullDidNotWriteIsRefusedAndGivenBack(t *testing.T) {
	manifest, err := (&Manifest{FormatVersion: 1, Tool: "guichet", Datasets: []Entry{{Dataset: "rdv.rdvs", File: "rdv.rdvs.ndjson"}}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		files map[string]string
		says  string // "" is taken
	}{
		"nothing":               {map[string]string{}, ""},
		"a result":              {map[string]string{ManifestName: string(manifest), "rdv.rdvs.ndjson": "{}"}, ""},
		"a result without file": {map[string]string{ManifestName: string(manifest)}, ""},
		"a foreign file":        {map[string]string{"notes.txt": "mine"}, "contains notes.txt"},
		"a result and a file":   {map[string]string{ManifestName: string(manifest), "notes.txt": "mine"}, "contains notes.txt"},
		"another's manifest":    {map[string]string{ManifestName: `{"tool":"other"}`}, "damaged"},
		"a newer result":        {map[string]string{ManifestName: `{"tool":"guichet","format_version":99}`}, "format version 99"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range c.files {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if c.says != "" {
				refused(t, dir, c.says)
				p, err := At(dir)
				if err != nil || !p.unused() {
					t.Fatalf("it has a lock: %v", err)
				}
				if err := os.WriteFile(p.lock(), nil, 0o600); err != nil {
					t.Fatal(err)
				}
				refused(t, dir, c.says)
				if p.Holder() != nil {
					t.Error("it is still locked")
				}
				return
			}
			p, err := Take(dir, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			defer p.Unlock()
			if found := p.Previous.Find("rdv.rdvs") != nil; found != (c.files[ManifestName] != "") {
				t.Errorf("the previous result: %+v", p.Previous)
			}
		})
	}
}

func TestADirectoryThatCannotBeAResultIsRefused(t *testing.T) {
	refused(t, "", "--out is required")
	refused(t, "/", "contains /")
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, file, file)
	refused(t, filepath.Join(file, "below", "copie"), "cannot write")
}

// What is beside a link would be on another file system.
func TestALinkIsFollowedToTheDirectory(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := errors.Join(os.Mkdir(real, 0o700), os.Symlink(real, link)); err != nil {
		t.Skip(err)
	}
	real, err := filepath.EvalSymlinks(real)
	if p, failed := At(link); err != nil || failed != nil || p.Dir != real {
		t.Errorf("%q, %v, %v", p.Dir, err, failed)
	}
}

func TestTakingADirectoryFinishesWhatAKillLeft(t *testing.T) {
	p := newPlace(t, map[string]string{".next": newManifest})
	if err := os.WriteFile(p.lock(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	// The manifest of the test is not one that was written to its end by pull.
	if _, err := TakeExisting(p.Dir, time.Now()); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(p.Dir, ManifestName)); err != nil {
		t.Errorf("the new result was not moved in: %v", err)
	}
}
