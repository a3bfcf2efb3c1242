package result

import (
	"errors"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Owner is the process that holds the lock of a place.
type Owner = lock.Owner

// lockPath is the file of the lock.
func (p Place) lockPath() string { return p.beside(".lock") }

// Lock takes the place for this process alone, or says at once who holds it.
func (p Place) Lock(now time.Time) (unlock func(), err error) {
	unlock, err = lock.Try(p.lockPath(), now)
	var held *lock.HeldError
	if errors.As(err, &held) {
		return nil, exit.Usage.New(message.PullErrLocked, p.Dir, held.Owner.PID, held.Owner.Host, time.Since(held.Owner.Since).Round(time.Second)).WithHint(message.PullHintLocked)
	}
	if err != nil {
		return nil, exit.Usage.New(message.ErrFileUnwritable, p.lockPath(), message.WithoutPath(err))
	}
	return unlock, nil
}

// Holder returns who holds the lock, nil when nobody does.
func (p Place) Holder() *Owner { return lock.Holder(p.lockPath()) }
