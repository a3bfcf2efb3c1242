package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

// stored writes a configuration and gives its path.
func stored(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), config.FileName)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) *config.File {
	t.Helper()
	file, err := config.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// parsed gives the flags of a command line.
func parsed(t *testing.T, args ...string) *pflag.FlagSet {
	t.Helper()
	flags := pflag.NewFlagSet("guichet", pflag.ContinueOnError)
	config.Register(flags, nil)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return flags
}

func variables(set map[string]string) func(string) string {
	return func(name string) string { return set[name] }
}

// refused holds an error to code 2 and to parts of its message and hint.
func refused(t *testing.T, err error, parts ...string) {
	t.Helper()
	e, ok := errors.AsType[*exit.Error](err)
	if !ok {
		t.Fatalf("got %v (%T), want an error of usage", err, err)
	}
	if e.Code != exit.Usage {
		t.Errorf("code %d, want 2", e.Code)
	}
	said := e.Error() + "\n" + e.HintIn(nil)
	if strings.Contains(e.Error(), "\n") {
		t.Errorf("more than one line: %q", e.Error())
	}
	for _, part := range parts {
		if !strings.Contains(said, part) {
			t.Errorf("%q is not in %q", part, said)
		}
	}
}
