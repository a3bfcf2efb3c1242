// Package lock takes file locks that processes share. The system frees a lock
// when its holder ends, however that happens, so a lock is never stale. The file
// itself stays: removing it would let two holders in.
package lock

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

const (
	// NoticeAfter is how long [Wait] waits before it names the holder.
	NoticeAfter = 2 * time.Second
	// Limit is how long [Wait] waits before it gives up.
	Limit = 30 * time.Second

	firstWait = 5 * time.Millisecond
	maxWait   = 100 * time.Millisecond
)

// HeldError says that another holder has the lock.
type HeldError struct {
	Path  string // the file of the lock
	Owner Owner  // the holder; its PID is 0 when unknown
	Err   error  // why waiting ended, such as the end of the context; nil after Limit
}

// Error names the lock and its holder, in English.
func (e *HeldError) Error() string { return e.In(nil) }

// In names the lock and its holder in the language of the catalogue.
func (e *HeldError) In(c *message.Catalogue) string {
	if e.Owner.PID == 0 {
		return c.Text(message.LockHeldUnknown, e.Path)
	}
	return c.Text(message.LockHeld, e.Path, e.Owner.PID, e.Owner.Host)
}

// Unwrap returns why waiting ended.
func (e *HeldError) Unwrap() error { return e.Err }

// Wait takes the lock at path and returns the function that frees it, which may
// be called more than once. While another holder, in this process or another, has
// the lock, Wait tries again until ctx ends or [Limit] has passed, and then
// returns a [*HeldError]. After [NoticeAfter] it calls waiting once, unless that
// is nil. A missing folder is created with mode 0700.
func Wait(ctx context.Context, path string, waiting func(Owner)) (unlock func(), err error) {
	start := time.Now()
	for pause := firstWait; ; pause = min(2*pause, maxWait) {
		unlock, err := Try(path, time.Now())
		var held *HeldError
		if !errors.As(err, &held) {
			return unlock, err
		}
		if waited := time.Since(start); waited >= Limit {
			return nil, held
		} else if waited >= NoticeAfter && waiting != nil {
			waiting(held.Owner)
			waiting = nil
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			held.Err = ctx.Err()
			return nil, held
		case <-timer.C:
		}
	}
}

// Try takes the lock at path without waiting, and writes into the file who holds
// it since now. When another holder has the lock it returns a [*HeldError].
func Try(path string, now time.Time) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, message.Fail(message.StoreLockFolder, path, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, message.Fail(message.StoreLockOpen, path, err)
	}
	free, err := take(f)
	if err == nil && free {
		unlock = sync.OnceFunc(func() {
			release(f)
			_ = f.Close()
		})
		if err = sign(f, now); err == nil {
			return unlock, nil
		}
		unlock()
		return nil, message.Fail(message.StoreLockFailed, path, err)
	}
	defer f.Close()
	if err != nil {
		return nil, message.Fail(message.StoreLockFailed, path, err)
	}
	return nil, &HeldError{Path: path, Owner: read(f)}
}

// Holder returns who holds the lock at path, nil when nobody does. It creates
// nothing.
func Holder(path string) *Owner {
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return nil
	}
	defer f.Close()
	free, err := take(f)
	if err != nil {
		return nil
	}
	if free {
		release(f)
		return nil
	}
	owner := read(f)
	return &owner
}

// File locks an open file without waiting, until it is closed. It reports false when
// another holder has the lock.
func File(f *os.File) (free bool, err error) { return take(f) }
