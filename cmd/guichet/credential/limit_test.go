package credential_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

func TestANameHasAtMost128Bytes(t *testing.T) {
	st := credential.File(privateDir(t), nil)
	long := strings.Repeat("x", 128)
	if err := st.Set(t.Context(), credential.Key{Profile: long, Service: long, Field: long}, "secret"); err != nil {
		t.Errorf("names of 128 bytes: %v", err)
	}
	wantConfigError(t, st.Set(t.Context(), credential.Key{Profile: long + "x", Service: "rdv", Field: "x"}, "secret"))
}

func TestACommandThatGivesMoreThanOneSetIsRefused(t *testing.T) {
	needsShell(t)
	_, err := fromCommand(t.Context(), `echo '{"bearer":"hunter2","email":"hunter2"}'`)
	if config := wantConfigError(t, err); !strings.Contains(config.Error(), "names other than") || strings.Contains(config.Error(), "hunter2") {
		t.Errorf("got %q", config.Error())
	}
}

func TestAKeyringIsNotAskedOnceTheContextHasEnded(t *testing.T) {
	r := newRing()
	st := keyringOver(r, false, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 {
		if _, err := st.Get(ctx, key); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
	}
	if err := st.Set(t.Context(), key, "s3cret"); err != nil || r.calls != 1 {
		t.Errorf("the keyring was called %d times, want for the last call alone (%v)", r.calls, err)
	}
}

func TestAFolderOpenToOthersIsLeftAsItIs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := privateDir(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	wantKind(t, credential.File(dir, nil).Set(t.Context(), key, "s3cret"), credential.Insecure)
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("it holds %v (%v)", left, err)
	}
}

func TestAFileThatOthersMayRunIsRefusedToo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	for _, mode := range []os.FileMode{0o610, 0o601} {
		dir := privateDir(t)
		path := filepath.Join(dir, "credentials.json")
		if err := errors.Join(os.WriteFile(path, []byte("{}"), 0o600), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
		_, err := credential.File(dir, nil).Get(t.Context(), key)
		wantKind(t, err, credential.Insecure)
	}
}
