package result

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Owner is the process that holds the lock of a place.
type Owner struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

// lockPath is the file of the lock, which stays: removing it would let two
// processes in.
func (p Place) lockPath() string { return p.beside(".lock") }

// Lock takes the place for this process alone. The system gives it back when
// the process ends, however that happens: a lock is never stale.
func (p Place) Lock(now time.Time) (unlock func(), err error) {
	unlock, held := p.try()
	if held != nil {
		return nil, held
	}
	host, _ := os.Hostname() // the message can do without
	text, err := json.Marshal(Owner{os.Getpid(), host, now.UTC().Truncate(time.Second)})
	if err == nil {
		err = p.sign(text)
	}
	if err != nil {
		unlock()
		return nil, err
	}
	return unlock, nil
}

// try takes the lock without waiting.
func (p Place) try() (func(), error) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	unlock, err := credential.Lock(ended, p.lockPath())
	if err == nil {
		return unlock, nil
	}
	if !errors.Is(err, context.Canceled) {
		return nil, exit.Usagef("", "%s", p.messages.Text(message.ErrFileUnwritable, p.lockPath(), message.WithoutPath(err)))
	}
	owner := p.owner()
	return nil, exit.Usagef(p.messages.Text(message.PullHintLocked), "%s",
		p.messages.Text(message.PullErrLocked, p.Dir, owner.PID, owner.Host, time.Since(owner.Since).Round(time.Second)))
}

// Holder returns who holds the lock, nil when nobody does.
func (p Place) Holder() *Owner {
	if _, err := os.Stat(p.lockPath()); err != nil {
		return nil
	}
	if unlock, err := p.try(); err == nil {
		unlock()
		return nil
	}
	owner := p.owner()
	return &owner
}

// sign writes the owner behind the first byte, which Windows keeps others from
// reading while it is locked.
func (p Place) sign(text []byte) error {
	file, err := os.OpenFile(p.lockPath(), os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := file.Truncate(int64(1 + len(text))); err != nil {
		return err
	}
	_, err = file.WriteAt(text, 1)
	return err
}

func (p Place) owner() (owner Owner) {
	file, err := os.Open(p.lockPath())
	if err != nil {
		return owner
	}
	defer file.Close()
	text, _ := io.ReadAll(io.NewSectionReader(file, 1, 4096)) // what cannot be read is not named
	_ = json.Unmarshal(text, &owner)
	return owner
}
