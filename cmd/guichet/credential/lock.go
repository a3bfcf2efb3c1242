package credential

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

const (
	lockFirstWait = 5 * time.Millisecond
	lockMaxWait   = 100 * time.Millisecond
)

// Lock takes the lock file at path for this process alone and returns the
// function that gives it back, which may be called more than once. While another
// holder, in this process or another, has it, Lock waits until ctx ends. The
// system gives the lock back when its holder dies. A missing folder is created
// with mode 0700; the file itself stays, since removing it would let two holders
// in.
func Lock(ctx context.Context, path string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, message.Fail(message.StoreLockFolder, path, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, message.Fail(message.StoreLockOpen, path, err)
	}
	for wait := lockFirstWait; ; wait = min(2*wait, lockMaxWait) {
		held, err := tryLock(f)
		if err != nil {
			_ = f.Close()
			return nil, message.Fail(message.StoreLockFailed, path, err)
		}
		if held {
			return sync.OnceFunc(func() {
				releaseLock(f)
				_ = f.Close()
			}), nil
		}
		if err := pause(ctx, wait); err != nil {
			_ = f.Close()
			return nil, message.Fail(message.StoreLockWait, path, err)
		}
	}
}

func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
