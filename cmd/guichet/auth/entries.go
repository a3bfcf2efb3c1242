package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// entries are where one profile keeps the credential of one service and the session
// beside it. Whoever writes either entry holds the lock of both; one read needs none,
// since an entry is replaced in one write.
type entries struct {
	_ incomparable.Field

	run     *command.Run
	service string
	store   credential.Store
}

func (e entries) credential() credential.Key {
	return credential.Key{Profile: e.run.Settings.Profile, Service: e.service}
}

func (e entries) session() credential.Key {
	return credential.Key{Profile: e.run.Settings.Profile, Service: e.service, Field: credential.SessionField}
}

// lock takes the lock of the entries, in every store. Nobody may be asked anything
// while it is held. A holder is named after [lock.NoticeAfter]; after [lock.Limit]
// the store is [credential.Busy].
func (e entries) lock(ctx context.Context) (unlock func(), err error) {
	path, err := e.run.StatePath("locks", e.file(".lock"))
	if err != nil {
		return nil, err
	}
	unlock, err = e.run.Lock(ctx, path)
	var held *lock.HeldError
	switch {
	case err == nil:
		return unlock, nil
	case errors.As(err, &held):
		return nil, credential.StillHeld(e.store.Name(), held)
	}
	return nil, unwritable(path, err)
}

// unwritable is a file of the state folder that cannot be written.
func unwritable(path string, err error) error {
	return exit.Usage.New(message.ErrFileUnwritable, filepath.Dir(path), message.WithoutPath(err)).WithHint(message.HintFolder, "GUICHET_STATE_DIR")
}

// file is the name of a file about these entries; profiles may have any name.
func (e entries) file(suffix string) string {
	return e.service + "-" + digest(e.run.Settings.Profile) + suffix
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// replaceable reports whether an error of loading an entry keeps nobody from
// replacing it.
func replaceable(err error) bool {
	return err == nil || errors.Is(err, credential.ErrNotFound) || errors.Is(err, credential.Corrupt)
}

func (s *Service[V]) entries(r *command.Run, store credential.Store) entries {
	return entries{run: r, service: s.Name, store: store}
}

// session returns the session that is kept for who at the place that was found;
// [credential.ErrNotFound] also when the session is another one.
func (s *Service[V]) session(ctx context.Context, e entries, at Found[V], who string) (session V, err error) {
	values := s.New()
	set, err := credential.Load(ctx, e.store, e.session(), values)
	if err == nil && (set.Origin != at.Origin || !strings.EqualFold(set.Account, who)) {
		err = credential.ErrNotFound
	}
	if err == nil {
		session = values
	}
	return session, err
}

// has reports whether there are values.
func has[V credential.Values](v V) bool {
	var none V
	return any(v) != any(none)
}

// save writes the credential, and the session in place of the one before it. The
// caller holds the lock.
func (s *Service[V]) save(ctx context.Context, e entries, origin credential.Origin, values, session V) error {
	if err := credential.Save(ctx, e.store, e.credential(), credential.Set{Origin: origin, Values: values}); err != nil {
		return err
	}
	if has(session) {
		return credential.Save(ctx, e.store, e.session(), credential.Set{Origin: origin, Account: credential.Account(values), Values: session})
	}
	err := e.store.Delete(ctx, e.session())
	if errors.Is(err, credential.ErrNotFound) {
		return nil
	}
	return err
}

// Keep stores a credential that needs no sign-in in place of what is stored.
func (s *Service[V]) Keep(ctx context.Context, r *command.Run, store credential.Store, origin credential.Origin, values V) error {
	e := s.entries(r, store)
	unlock, err := e.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	var none V
	return s.save(ctx, e, origin, values, none)
}
