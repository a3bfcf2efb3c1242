package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

// FuzzAnyFileIsReadOrRefusedWithItsLine reads anything at all as the
// configuration.
func FuzzAnyFileIsReadOrRefusedWithItsLine(f *testing.F) {
	for _, text := range []string{
		complete, "", "---\n", "output: json\n  x: y\n", "a: *b\n", "profiles:\n  a: &a {limit: 3}\n  b: *a\n", "limit: 1\n\t- b\n", "? [a]\n: b\n",
		"output: \"\x01\"\n", "\xff\xfeo\x00", "limit: 1\n---\nx: [\n", "profiles: {a/b: {}}\n", "<<: {output: json}\n", "!!binary x: y\n", "a: !t [\n",
		"profiles: {a: {rdv: {base_url: 'https://u:p@h'}}}\n", "%YAML 9.9\n---\n", "output: !!int json\n", "{", "}", "&a", "*a", "? ", "- - -", "|", "\u0085\u2028",
	} {
		f.Add(text)
	}
	path := filepath.Join(f.TempDir(), config.FileName)
	lined := regexp.MustCompile(`^` + regexp.QuoteMeta(path) + `:[1-9][0-9]*: `)
	breaks := regexp.MustCompile("\r\n|[\r\n\u0085\u2028\u2029]") // as YAML counts lines
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := config.Read(path)
		if err != nil {
			e, ok := errors.AsType[*exit.Error](err)
			if !ok || e.Code != exit.Usage || !lined.MatchString(e.Error()) {
				t.Fatalf("%q: %v", text, err)
			}
			if line := e.Error()[len(path)+1:]; count(line) > 1+len(breaks.FindAllString(text, -1)) {
				t.Errorf("%q has no such line: %v", text, err)
			}
			return
		}
		for _, name := range file.Profiles() {
			for _, service := range config.Services() {
				_ = file.Service(name, service)
			}
		}
		_, _ = config.Resolve(config.Sources{File: file})
		if err := file.CreateProfile("neuf"); err != nil {
			return // it is there already
		}
		if err := file.Write(); err != nil {
			if kept, _ := os.ReadFile(path); string(kept) != text {
				t.Fatalf("%q became %q, although writing failed: %v", text, kept, err)
			}
			return
		}
		if _, err := config.Read(path); err != nil {
			t.Errorf("%q was written back as what cannot be read: %v", text, err)
		}
	})
}

// count reads the number at the beginning of a text.
func count(text string) (n int) {
	for _, r := range text {
		if r < '0' || r > '9' {
			break
		}
		n = n*10 + int(r-'0')
	}
	return n
}
