// Package credential keeps the secrets of the command and finds them again.
//
// A secret is looked for in three places, and the first that has one wins:
// the environment ([FromEnv]), a program that prints it ([FromCommand]), and a
// [Store] ([Load]). Only [ErrNotFound] may move the search on to the next
// place. A keyring that is locked, slow or unreachable fails with a [Kind] and never
// means "not logged in".
//
// A store keeps one entry for the credential of a profile and service, and a second
// one for the session beside it. Each entry is a [Set] with its [Origin], and is
// replaced in one write. Whoever changes either holds the lock of the profile and
// service (package auth); a reader needs none.
package credential

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// entryService is the service name of every entry in the operating system's keyring.
const entryService = "guichet"

// SessionField is the field of the entry of a session.
const SessionField = "session"

// MaxSecretSize is the largest entry, in bytes, that a store takes. It is the
// limit of the Windows credential manager, applied on every platform so that a
// profile can move from one machine to another.
const MaxSecretSize = 2560

// ErrNotFound says that there is no such entry, or that nothing is stored or
// set. It is the only error after which another place may be tried.
var ErrNotFound = errors.New("no such credential")

// Key names one entry.
type Key struct {
	Profile string // the profile, such as "default"
	Service string // the service, such as "rdv"
	Field   string // "" for the credential itself, or a name such as "session"
}

// String returns the user name of the entry: profile/service or
// profile/service/field.
func (k Key) String() string {
	name := k.Profile + "/" + k.Service
	if k.Field != "" {
		name += "/" + k.Field
	}
	return name
}

// check refuses the names that would make two keys look alike, or that a
// keyring's own command line could not carry.
func (k Key) check() error {
	if k.Profile == "" || k.Service == "" {
		return exit.Usage.New(message.StoreEmptyName).WithHint(message.StoreHintName)
	}
	for _, name := range []string{k.Profile, k.Service, k.Field} {
		if len(name) > 128 || strings.Contains(name, "/") || strings.ContainsFunc(name, unicode.IsControl) {
			return exit.Usage.New(message.StoreBadName, name).WithHint(message.StoreHintName)
		}
	}
	return nil
}

// Store keeps small entries by name.
type Store interface {
	// Get returns the secret of key, [ErrNotFound], or a failure with a [Kind].
	Get(ctx context.Context, key Key) (string, error)
	// Set keeps secret under key and replaces what was there.
	Set(ctx context.Context, key Key, secret string) error
	// Delete removes the entry of key. It returns [ErrNotFound] when there is none.
	Delete(ctx context.Context, key Key) error
	// Name returns what --store calls this store: keyring, file or none.
	Name() string
}

// checkEntry refuses what no store takes, before anything is touched.
func checkEntry(store string, key Key, secret string) error {
	if err := key.check(); err != nil {
		return err
	}
	if len(secret) > MaxSecretSize {
		return failed(TooBig, store, "", message.Fail(message.StoreTooBigLimit, MaxSecretSize))
	}
	return nil
}

// None returns the store that keeps nothing: Get and Delete find nothing, and
// Set is a [*exit.Error] with code 2.
func None() Store { return noStore{} }

type noStore struct{}

func (noStore) Get(context.Context, Key) (string, error) { return "", ErrNotFound }

func (noStore) Delete(context.Context, Key) error { return ErrNotFound }

func (noStore) Name() string { return "none" }

func (noStore) Set(context.Context, Key, string) error {
	return exit.Usage.New(message.StoreNone).WithHint(message.StoreHintNone)
}
