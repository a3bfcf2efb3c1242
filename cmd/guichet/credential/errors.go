package credential

import (
	"fmt"
	"runtime"
	"strings"
)

// Kind says in what way a store failed. The values are stable.
type Kind string

// The ways in which a store fails.
const (
	Unreachable Kind = "unreachable" // there is no keyring, or no way to it
	Slow        Kind = "slow"        // it did not answer in time, perhaps because it shows a prompt
	Locked      Kind = "locked"      // it is there and was not unlocked
	Denied      Kind = "denied"      // it refused this user or this program
	TooBig      Kind = "too_big"     // the secret is larger than MaxSecretSize
	Insecure    Kind = "insecure"    // others can read or change the file
	Corrupt     Kind = "corrupt"     // what it holds is incomplete or unreadable
)

// StoreError is the failure of a store (exit 6). It never means that nothing is
// stored, which is [ErrNotFound].
type StoreError struct {
	Kind  Kind   // in what way it failed
	Store string // the store's name: keyring, file or none
	Path  string // the file or folder at fault, for the file store
	Err   error  // the cause; it may be nil
}

// Error returns one line. It contains no secret.
func (e *StoreError) Error() string {
	name := "the credential store " + e.Store
	switch e.Store {
	case "keyring":
		name = "the keyring of this system"
	case "file":
		name = "the credentials file"
	}
	if e.Path != "" {
		name += " " + e.Path
	}
	what := map[Kind]string{
		Unreachable: " cannot be reached",
		Slow:        " did not answer in time",
		Locked:      " is locked",
		Denied:      " refused access",
		TooBig:      " cannot take a secret of this size",
		Insecure:    " is open to other users and was not used",
		Corrupt:     " holds an incomplete or unreadable entry",
	}[e.Kind]
	if what == "" {
		what = " failed"
	}
	if e.Err == nil {
		return name + what
	}
	return name + what + ": " + strings.Join(strings.Fields(e.Err.Error()), " ")
}

// Unwrap returns the cause.
func (e *StoreError) Unwrap() error { return e.Err }

// Hint returns what to do next, on one line.
func (e *StoreError) Hint() string {
	switch e.Kind {
	case Insecure:
		return e.chmod()
	case Corrupt:
		if e.Path != "" {
			return "move " + e.Path + " away, then sign in again with guichet auth login"
		}
		return "sign in again with guichet auth login"
	case TooBig:
		return "use a shorter secret, or set the service's GUICHET_ variables"
	}
	if e.Store != "keyring" {
		return "check that " + e.Path + " can be read and written, use --store keyring, or set the service's GUICHET_ variables"
	}
	return "in CI set the service's GUICHET_ variables; or keep secrets in a file of mode 0600 with --store file; or " + unlockAdvice(runtime.GOOS)
}

func (e *StoreError) chmod() string {
	mode := "600"
	if _, isFolder := e.Err.(*folderModeError); isFolder {
		mode = "700"
	}
	return fmt.Sprintf("run chmod %s %s, and change the secrets if somebody may have read them", mode, shellQuote(e.Path))
}

// shellQuote makes path safe to paste into a POSIX shell.
func shellQuote(path string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+:@", r)
	}
	if path != "" && strings.Trim(path, "/") != "" && strings.IndexFunc(path, func(r rune) bool { return !plain(r) }) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

func unlockAdvice(goos string) string {
	switch goos {
	case "darwin":
		return "unlock the keychain with: security unlock-keychain"
	case "windows":
		return "sign in to Windows as the user who owns the credentials"
	}
	return "unlock the login keyring in the desktop session, or start one with gnome-keyring-daemon --unlock inside dbus-run-session"
}

// ConfigError is a mistake in the command line, the environment or the
// configuration (exit 2).
type ConfigError struct {
	Message string // what is wrong, one line, without any secret
	Advice  string // what to do next; it may be empty
}

// Error returns the message.
func (e *ConfigError) Error() string { return e.Message }

// Hint returns the advice.
func (e *ConfigError) Hint() string { return e.Advice }

// OriginError says that what is stored belongs to another origin than the one
// about to be called (exit 4). Nothing secret was read.
type OriginError struct {
	Profile string // the profile asked for
	Service string // the service asked for
	Stored  Origin // the origin the stored credential belongs to
	Wanted  Origin // the origin that was going to be called
}

// Error names both origins.
func (e *OriginError) Error() string {
	return fmt.Sprintf("the credential stored for %s in profile %s belongs to %s and is not sent to %s", e.Service, e.Profile, e.Stored, e.Wanted)
}

// Hint returns what to do next, on one line.
func (e *OriginError) Hint() string {
	return fmt.Sprintf("sign in to this origin under a profile of its own: guichet auth login %s --profile NAME", e.Service)
}
