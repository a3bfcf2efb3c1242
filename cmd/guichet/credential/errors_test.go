package credential

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

func TestAFullDiskIsNotAStoreThatCannotBeReached(t *testing.T) {
	cause := &fs.PathError{Op: "write", Path: "/x/credentials.json.new", Err: syscall.ENOSPC}
	if err := (&fileStore{dir: "/x"}).failed(cause); exit.Of(err) != exit.Unexpected || !strings.Contains(err.Error(), "/x/credentials.json") {
		t.Errorf("%v has exit code %d", err, exit.Of(err))
	}
}

func TestAFailureIsOneLineWhateverTheSystemSays(t *testing.T) {
	err := failed(Unreachable, "keyring", "", errors.New("security: SecKeychain\n  failed:\r\n -25300"))
	if text := err.Error(); !strings.HasSuffix(text, ": security: SecKeychain failed: -25300") {
		t.Errorf("it says %q", text)
	}
}
