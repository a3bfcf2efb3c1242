package credential

import (
	"errors"
	"runtime"
	"strings"
	"syscall"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// ErrOtherOrigin says that what is stored belongs to another origin than the one
// about to be called.
var ErrOtherOrigin = errors.New("the credential belongs to another origin")

// Kind says in what way a store failed: it is the Err of the [exit.Error], so that
// errors.Is finds it. A store that fails is exit 6, and never means that nothing is
// stored, which is [ErrNotFound].
type Kind message.Key

// The ways in which a store fails.
const (
	Unreachable = Kind(message.StoreUnreachable) // the keyring is missing, or cannot be reached
	Slow        = Kind(message.StoreSlow)        // it did not answer in time, perhaps because it shows a prompt
	Locked      = Kind(message.StoreLocked)      // it is there and was not unlocked
	Denied      = Kind(message.StoreDenied)      // it refused this user or this program
	TooBig      = Kind(message.StoreTooBig)      // the secret is larger than MaxSecretSize
	Busy        = Kind(message.StoreBusy)        // another process kept its lock for too long
	Insecure    = Kind(message.StoreInsecure)    // others can read or change the file
	Corrupt     = Kind(message.StoreCorrupt)     // its content is incomplete or unreadable
)

// Error says it of any store, in English.
func (k Kind) Error() string { return message.Fail(message.Key(k), "the store").Error() }

// Unusable reports whether err is the failure of a store that cannot be used. An
// entry that is [Corrupt] can be replaced.
func Unusable(err error) bool { return errors.As(err, new(Kind)) && !errors.Is(err, Corrupt) }

// Place is a store as people call it.
func Place(store string) *message.Error {
	if store == "file" {
		return message.Fail(message.StoreFile)
	}
	return message.Fail(message.StoreKeyring)
}

// failed is the failure of a store. cause explains it, and is nil where the kind says
// all. path is the file or folder at fault, "" for none.
func failed(kind Kind, store, path string, cause error) *exit.Error {
	name := Place(store)
	if path != "" {
		name = message.Fail(message.StoreFileAt, path)
	}
	failed := exit.StoreUnreachable.New(message.Key(kind), name)
	if cause != nil {
		failed.What = message.Fail(message.WithCause, failed.What, oneLine(message.WithoutPath(cause)))
	}
	failed.Err = kind
	switch {
	case errors.Is(cause, syscall.ENOSPC):
		failed.Code = exit.Unexpected
		return failed
	case kind == Busy:
		return failed.WithHint(message.StoreHintBusy)
	case kind == Corrupt && path != "":
		return failed.WithHint(message.StoreHintMoveAway, path)
	case kind == Corrupt:
		return failed.WithHint(message.StoreHintSignIn)
	case kind == TooBig:
		return failed.WithHint(message.StoreHintShorter)
	case store == "file":
		return failed.WithHint(message.StoreHintPath, path)
	}
	return failed.WithHint(message.StoreHintKeyring, message.Fail(unlockAdvice(runtime.GOOS)))
}

// oneLine keeps a cause, such as what a tool of the system printed, on one line.
func oneLine(cause error) error {
	if text := cause.Error(); strings.ContainsAny(text, "\r\n") {
		return errors.New(strings.Join(strings.Fields(text), " "))
	}
	return cause
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
// is, else a failure of kind [Busy].
func StillHeld(store string, held *lock.HeldError) error {
	if held.Err != nil {
		return held
	}
	return failed(Busy, store, "", held)
}
