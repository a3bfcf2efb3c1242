package credential

import (
	"runtime"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/trust"
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
	Busy        Kind = "busy"        // another process kept its lock for too long
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

// Error returns one line in English. It contains no secret.
func (e *StoreError) Error() string { return e.In(nil) }

// In returns the line in the language of the catalogue.
func (e *StoreError) In(c *message.Catalogue) string {
	what, known := map[Kind]message.Key{
		Unreachable: message.StoreUnreachable,
		Slow:        message.StoreSlow,
		Locked:      message.StoreLocked,
		Denied:      message.StoreDenied,
		TooBig:      message.StoreTooBig,
		Busy:        message.StoreBusy,
		Insecure:    message.StoreInsecure,
		Corrupt:     message.StoreCorrupt,
	}[e.Kind]
	if !known {
		what = message.StoreFailed
	}
	line := c.Text(what, e.name(c))
	if e.Err == nil {
		return line
	}
	return c.Text(message.WithCause, line, strings.Join(strings.Fields(c.Reason(message.WithoutPath(e.Err))), " "))
}

func (e *StoreError) name(c *message.Catalogue) string {
	name := c.Text(message.StoreNamed, e.Store)
	switch e.Store {
	case "keyring":
		name = c.Text(message.StoreKeyring)
	case "file":
		name = c.Text(message.StoreFile)
	}
	if e.Path != "" {
		name += " " + e.Path
	}
	return name
}

// Unwrap returns the cause.
func (e *StoreError) Unwrap() error { return e.Err }

// Exit says what to do next; a store that fails is exit 6.
func (e *StoreError) Exit() *exit.Error {
	failed := exit.StoreUnreachable.Wrap(e)
	switch mode := e.mode(); {
	case e.Kind == Insecure && mode != "":
		return failed.WithHint(message.StoreHintChmod, mode, trust.Quote(e.Path))
	case e.Kind == Insecure:
		return failed.WithHint(message.StoreHintOwner, e.Path)
	case e.Kind == Busy:
		return failed.WithHint(message.StoreHintBusy)
	case e.Kind == Corrupt && e.Path != "":
		return failed.WithHint(message.StoreHintMoveAway, e.Path)
	case e.Kind == Corrupt:
		return failed.WithHint(message.StoreHintSignIn)
	case e.Kind == TooBig:
		return failed.WithHint(message.StoreHintShorter)
	case e.Store != "keyring":
		return failed.WithHint(message.StoreHintPath, e.Path)
	}
	return failed.WithHint(message.StoreHintKeyring, message.Fail(unlockAdvice(runtime.GOOS)))
}

// mode is the mode that the file or the folder must get, "" when another account
// owns it.
func (e *StoreError) mode() string {
	switch e.Err.(type) {
	case *fileModeError:
		return "600"
	case *folderModeError:
		return "700"
	}
	return ""
}

func unlockAdvice(goos string) message.Key {
	switch goos {
	case "darwin":
		return message.StoreUnlockDarwin
	case "windows":
		return message.StoreUnlockWindows
	}
	return message.StoreUnlock
}

// StillHeld is the failure of waiting for a lock: the end of the context as it
// is, else a [*StoreError] of kind [Busy].
func StillHeld(store string, held *lock.HeldError) error {
	if held.Err != nil {
		return held
	}
	return &StoreError{Kind: Busy, Store: store, Err: held}
}

// OriginError says that what is stored belongs to another origin than the one
// about to be called (exit 4).
type OriginError struct {
	Profile string // the profile asked for
	Service string // the service asked for
	Stored  Origin // the origin the stored credential belongs to
	Wanted  Origin // the origin that was going to be called
}

// Error names both origins, in English.
func (e *OriginError) Error() string { return e.In(nil) }

// In names both origins in the language of the catalogue.
func (e *OriginError) In(c *message.Catalogue) string {
	return c.Text(message.OriginOther, e.Service, e.Profile, string(e.Stored), string(e.Wanted))
}

// Exit says what to do next; it is exit 4.
func (e *OriginError) Exit() *exit.Error {
	return exit.NoCredential.Wrap(e).WithHint(message.OriginHintOther, e.Service)
}
