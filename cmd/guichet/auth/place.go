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
)

// place is where one profile keeps the credential of one service and the session
// beside it. Whoever writes either entry holds the lock of the place; one read
// needs none, since an entry is replaced in one write.
type place struct {
	run     *command.Run
	service string
	store   credential.Store
}

func (s Service) place(r *command.Run, store credential.Store) place {
	return place{run: r, service: s.Name, store: store}
}

func (p place) credential() credential.Key {
	return credential.Key{Profile: p.run.Settings.Profile, Service: p.service}
}

func (p place) session() credential.Key {
	return credential.Key{Profile: p.run.Settings.Profile, Service: p.service, Field: credential.SessionField}
}

// sessionOf returns the session that is kept for who at origin;
// [credential.ErrNotFound] also when the session is another one.
func (p place) sessionOf(ctx context.Context, origin credential.Origin, who string) (map[string]string, error) {
	set, err := credential.Load(ctx, p.store, p.session())
	if err != nil {
		return nil, err
	}
	if set.Origin != origin || !strings.EqualFold(set.Account, who) {
		return nil, credential.ErrNotFound
	}
	return set.Values, nil
}

// lock takes the lock of the place, which covers both entries in every store.
// Nobody may be asked anything while it is held. A holder is named after
// [lock.NoticeAfter]; after [lock.Limit] it is a [*credential.StoreError].
func (p place) lock(ctx context.Context) (unlock func(), err error) {
	path, err := p.run.StatePath("locks", p.file(".lock"))
	if err != nil {
		return nil, err
	}
	unlock, err = p.run.Lock(ctx, path)
	var held *lock.HeldError
	switch {
	case err == nil:
		return unlock, nil
	case errors.As(err, &held):
		return nil, credential.StillHeld(p.store.Name(), held)
	}
	return nil, p.unwritable(filepath.Dir(path), err)
}

// unwritable is a state folder that cannot be used.
func (p place) unwritable(dir string, err error) error {
	return exit.Usage.New(message.ErrFileUnwritable, dir, message.WithoutPath(err)).WithHint(message.HintFolder, "GUICHET_STATE_DIR")
}

// file is the name of a file about this place; profiles may have any name.
func (p place) file(suffix string) string {
	sum := sha256.Sum256([]byte(p.run.Settings.Profile))
	return p.service + "-" + hex.EncodeToString(sum[:6]) + suffix
}

// gone is the failure of a command whose credential left the store meanwhile.
func (p place) gone() error {
	return exit.NoCredential.New(message.ErrCredentialGone, p.service).WithHint(message.HintCredentialGone, p.service)
}
