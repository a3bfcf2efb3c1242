package credential

import (
	"errors"
	"os/exec"
)

// checkSessionBus has nothing to check: the keychain needs no bus.
func checkSessionBus(func(string) string) error { return nil }

func announceSessionBus(func(string) string) {}

// systemKind says in what way the keychain failed. The exit status of security
// is the low byte of the OSStatus.
func systemKind(err error) Kind {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		switch exit.ExitCode() {
		case 36: // errSecInteractionNotAllowed: locked, and nobody to ask
			return Locked
		case 51, 128: // errSecAuthFailed, errSecUserCanceled
			return Denied
		}
	}
	return Unreachable
}

// vanished has nothing to recognise: an entry is found and read in one step.
func vanished(error) bool { return false }
