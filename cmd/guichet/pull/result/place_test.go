package result

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const (
	oldManifest = `{"tool":"guichet","started":"2026-11-27T02:00:00Z"}`
	newManifest = `{"tool":"guichet","started":"2026-11-28T02:00:00Z"}`
)

// newPlace returns the place of a result, with directories beside it that have
// these manifests: "" is the result itself, a directory without a text has no
// manifest.
func newPlace(t *testing.T, manifests map[string]string) Place {
	t.Helper()
	p, err := At(filepath.Join(t.TempDir(), "copie"))
	if err != nil {
		t.Fatal(err)
	}
	for suffix, text := range manifests {
		dir := p.Dir
		if suffix != "" {
			dir = p.beside(suffix)
		}
		err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, "rdv.rdvs.ndjson"), []byte(text), 0o600))
		if text != "" {
			err = errors.Join(err, os.WriteFile(filepath.Join(dir, ManifestName), []byte(text), 0o600))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// holds checks that the result has this manifest, "" for no result at all, its
// file, and nothing beside it.
func (p Place) holds(t *testing.T, want string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(filepath.Dir(p.Dir), ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left beside the result: %v %v", left, err)
	}
	for _, name := range []string{ManifestName, "rdv.rdvs.ndjson"} {
		text, err := os.ReadFile(filepath.Join(p.Dir, name))
		if want == "" && !errors.Is(err, fs.ErrNotExist) || string(text) != want {
			t.Errorf("%s holds %q (%v), not %q", name, text, err, want)
		}
	}
}

// TestAKillWhileAResultIsPublishedLeavesOneResultWhole recovers from every state
// in which a kill can leave the directories. A complete new result wins once the
// old one was moved away; until then the old one stays.
func TestAKillWhileAResultIsPublishedLeavesOneResultWhole(t *testing.T) {
	for name, c := range map[string]struct {
		left map[string]string
		want string
	}{
		"while the new one was written":           {map[string]string{"": oldManifest, ".next": ""}, oldManifest},
		"before the exchange":                     {map[string]string{"": oldManifest, ".next": newManifest}, oldManifest},
		"after the exchange":                      {map[string]string{"": newManifest, ".next": oldManifest}, newManifest},
		"between the two renames":                 {map[string]string{".old": oldManifest, ".next": newManifest}, newManifest},
		"after the two renames":                   {map[string]string{"": newManifest, ".old": oldManifest}, newManifest},
		"between the renames over an empty one":   {map[string]string{".old": "", ".next": newManifest}, newManifest},
		"while the first one was written":         {map[string]string{".next": ""}, ""},
		"while the first manifest was written":    {map[string]string{".next": newManifest[:20]}, ""},
		"before the first one was renamed":        {map[string]string{".next": newManifest}, newManifest},
		"with a new one that lost its manifest":   {map[string]string{".old": oldManifest, ".next": ""}, oldManifest},
		"with a new one whose manifest is cut":    {map[string]string{".old": oldManifest, ".next": newManifest[:20]}, oldManifest},
		"before anything was there":               {nil, ""},
		"with nothing but a result":               {map[string]string{"": oldManifest}, oldManifest},
		"with what a newer program had published": {map[string]string{".old": `{"tool":"guichet","format_version":99}`}, `{"tool":"guichet","format_version":99}`},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t, c.left)
			if err := p.finish(); err != nil {
				t.Fatal(err)
			}
			p.holds(t, c.want)
		})
	}
}

func TestAResultIsPublishedOverAnother(t *testing.T) {
	for name, left := range map[string]map[string]string{
		"the first one":                     {".next": newManifest},
		"another one":                       {"": oldManifest, ".next": newManifest},
		"another one, with an old one left": {"": oldManifest, ".next": newManifest, ".old": oldManifest},
	} {
		for _, able := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, where the system can exchange directories: %v", name, able), func(t *testing.T) {
				p := newPlace(t, left)
				if !able {
					p.exchange = func(_, _ string) error { return errors.ErrUnsupported }
				}
				if err := p.Publish(); err != nil {
					t.Fatal(err)
				}
				p.holds(t, newManifest)
			})
		}
	}
}

// TestWithoutAnExchangeTheOldResultIsKeptUntilTheNewOneIsThere takes the way of
// systems that cannot exchange two directories.
func TestWithoutAnExchangeTheOldResultIsKeptUntilTheNewOneIsThere(t *testing.T) {
	for _, left := range []map[string]string{
		{"": oldManifest, ".next": newManifest},
		{"": oldManifest, ".next": newManifest, ".old": "older"},
	} {
		p := newPlace(t, left)
		if err := p.replace(); err != nil {
			t.Fatal(err)
		}
		names, err := filepath.Glob(filepath.Join(filepath.Dir(p.Dir), ".*"))
		if err != nil || !slices.Equal(names, []string{p.old()}) {
			t.Errorf("beside the new result are %v (%v), not the old one alone", names, err)
		}
		if text, _ := os.ReadFile(filepath.Join(p.old(), ManifestName)); string(text) != oldManifest {
			t.Errorf("the old result holds %q", text)
		}
		if err := p.finish(); err != nil {
			t.Fatal(err)
		}
		p.holds(t, newManifest)
	}
	t.Run("the new one cannot be moved in", func(t *testing.T) {
		p := newPlace(t, map[string]string{"": oldManifest})
		if err := p.replace(); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("a missing directory was moved in: %v", err)
		}
		p.holds(t, oldManifest)
	})
}
