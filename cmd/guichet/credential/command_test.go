package credential_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

func needsShell(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the commands of this test are for a POSIX shell")
	}
}

func TestACommandGivesALineOrAnObject(t *testing.T) {
	needsShell(t)
	for command, want := range map[string]*secrets{
		`echo s3cret`:              bearer("s3cret"),
		`printf s3cret`:            bearer("s3cret"),
		`printf 's3cret\r\n'`:      bearer("s3cret"),
		`cat; echo after-no-input`: bearer("after-no-input"),
		`echo '{"email":"agent@example.fr","password":"s3cret"}'`: login("agent@example.fr", "s3cret"),
		`printf '{\n "bearer": "s3cret"\n}\n'`:                    bearer("s3cret"),
	} {
		if got, err := fromCommand(t.Context(), command); !credential.Equal(got, want) || err != nil {
			t.Errorf("%s: got %v, %v", command, got, err)
		}
	}
}

func TestBadOutputOfATokenCommandIsNeverShown(t *testing.T) {
	needsShell(t)
	for command, want := range map[string]string{
		`echo hunter2; exit 3`:                        "exit status 3",
		`true`:                                        "nothing",
		`printf '\n\n'`:                               "nothing",
		`printf 'hunter2\nhunter2\n'`:                 "several lines",
		`printf 'hunter2\033[1m\n'`:                   "control characters",
		`echo '{"email": "hunter2"'`:                  "invalid JSON",
		`echo '{"password": 4711}'`:                   "not a string",
		`echo '{"Bearer": "x"}'`:                      "names other than",
		`echo '{"bearer": "x", "bearer": "hunter2"}'`: "invalid JSON",
		`echo '{"bearer": "Bearer hunter2"}'`:         "token_command",
		`echo '{"hunter2": "x"}'`:                     "names other than",
		`echo '{"email": "hunter2"}'`:                 "email + password",
		`echo '{"email": "hunter2", "password": ""}'`: "empty value",
		`echo '{}'`:                                   "names other than",
		`yes hunter2`:                                 "64 KiB",
		`hunter2-does-not-exist 2>&1`:                 "exit status 127",
	} {
		_, err := fromCommand(t.Context(), command)
		config := wantConfigError(t, err)
		if text := config.Error(); !strings.Contains(text, want) {
			t.Errorf("%s: got %q, want %q in it", command, text, want)
		}
		if text := config.Error() + config.HintIn(nil); strings.Contains(strings.ToLower(text), "hunter2") || strings.Contains(text, "4711") {
			t.Errorf("%s: %q repeats what was printed", command, text)
		}
	}
}

func TestACommandSpeaksToTheUserOnStderr(t *testing.T) {
	needsShell(t)
	var stderr strings.Builder
	_, err := credential.FromCommand(t.Context(), `echo 'touch the key' >&2; echo s3cret`, credential.CommandOptions{Stderr: &stderr}, new(secrets))
	if stderr.String() != "touch the key\n" || err != nil {
		t.Errorf("stderr received %q, %v", stderr.String(), err)
	}
}

func TestASlowCommandIsEnded(t *testing.T) {
	needsShell(t)
	_, err := credential.FromCommand(t.Context(), `exec sleep 600`, credential.CommandOptions{Timeout: 50 * time.Millisecond}, new(secrets))
	if config := wantConfigError(t, err); !strings.Contains(config.Error(), "50\u00a0ms") {
		t.Errorf("%q does not say how long it waited", config.Error())
	}
}

func TestAnInterruptionIsNotAConfigurationError(t *testing.T) {
	needsShell(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fromCommand(ctx, `echo s3cret`); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the cancellation itself", err)
	}
}
