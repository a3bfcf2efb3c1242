package credential

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Backend is what a keyring store needs from the operating system. Its methods
// know no deadline, and return [keyring.ErrNotFound] when there is no entry.
type Backend interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// KeyringOptions are the choices of [Keyring].
type KeyringOptions struct {
	// Terminal says that somebody is there to answer an unlock prompt.
	Terminal bool
	// Timeout is how long the keyring may be waited for, all calls that follow
	// each other together; 0 is 60 seconds on a terminal and 3 elsewhere. It
	// comes back in the time during which nothing is asked of the keyring.
	Timeout time.Duration
	// Notice is called once, on a terminal, when an answer takes more than two
	// seconds: the place to say that a prompt may be open. It may be nil.
	Notice func()
	// Getenv reads the environment; nil is os.Getenv.
	Getenv func(string) string
	// Backend replaces the keyring of the operating system; nil is that one.
	Backend Backend
}

const (
	terminalTimeout = 60 * time.Second
	scriptTimeout   = 3 * time.Second
	noticeAfter     = 2 * time.Second

	// findAgain is how often an entry is looked for that keeps vanishing.
	findAgain = 3
)

// Keyring returns the store that keeps secrets in the keyring of the operating
// system: the Secret Service, the macOS keychain or the Windows credential
// manager. Where there is no session bus that could lead to a Secret Service, it
// is [Unreachable] at once and no bus is started.
func Keyring(o KeyringOptions) Store {
	if o.Timeout <= 0 {
		o.Timeout = scriptTimeout
		if o.Terminal {
			o.Timeout = terminalTimeout
		}
	}
	if !o.Terminal || o.Notice == nil {
		o.Notice = func() {}
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	if o.Backend == nil {
		o.Backend = systemKeyring{o.Getenv}
	}
	return &keyringStore{
		KeyringOptions: o,
		turn:           make(chan struct{}, 1),
		patience:       patience{limit: o.Timeout, left: o.Timeout, since: time.Now()},
		notice:         sync.OnceFunc(o.Notice),
	}
}

// systemKeyring is the keyring of the operating system.
type systemKeyring struct{ getenv func(string) string }

func (k systemKeyring) Get(service, user string) (string, error) {
	announceSessionBus(k.getenv)
	return keyring.Get(service, user)
}

func (k systemKeyring) Set(service, user, secret string) error {
	announceSessionBus(k.getenv)
	return keyring.Set(service, user, secret)
}

func (k systemKeyring) Delete(service, user string) error {
	announceSessionBus(k.getenv)
	return keyring.Delete(service, user)
}

type keyringStore struct {
	KeyringOptions
	// turn lets one call at a time to the keyring: the library hands the answer
	// to one prompt to every call that waits for a prompt.
	turn     chan struct{}
	patience patience
	notice   func()
}

func (s *keyringStore) Name() string { return "keyring" }

func (s *keyringStore) Get(ctx context.Context, key Key) (string, error) {
	if err := key.check(); err != nil {
		return "", err
	}
	return s.call(ctx, func() (secret string, err error) {
		// An entry that is removed between being found and being read is absent.
		for range findAgain {
			if secret, err = s.Backend.Get(entryService, key.String()); err == nil || !vanished(err) {
				break
			}
		}
		return secret, err
	})
}

func (s *keyringStore) Set(ctx context.Context, key Key, secret string) error {
	if err := checkEntry(s.Name(), key, secret); err != nil {
		return err
	}
	_, err := s.call(ctx, func() (string, error) { return "", s.Backend.Set(entryService, key.String(), secret) })
	return err
}

func (s *keyringStore) Delete(ctx context.Context, key Key) error {
	if err := key.check(); err != nil {
		return err
	}
	_, err := s.call(ctx, func() (string, error) { return "", s.Backend.Delete(entryService, key.String()) })
	return err
}

type answer struct {
	secret string
	err    error
}

// call waits for f, for its turn included, no longer than patience allows. A
// call that is given up goes on in the background and keeps its turn until the
// keyring answers it, so that at most one is ever stuck.
func (s *keyringStore) call(ctx context.Context, f func() (string, error)) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err := checkSessionBus(s.Getenv); err != nil {
		return "", s.failed(err)
	}
	left := s.patience.remaining()
	if left <= 0 {
		return "", s.tooSlow()
	}
	deadline := time.NewTimer(left)
	defer deadline.Stop()
	notice := time.NewTimer(noticeAfter)
	defer notice.Stop()

	answers := make(chan answer, 1)
	turn := s.turn
	for {
		select {
		case turn <- struct{}{}:
			turn = nil
			go s.run(f, answers)
		case a := <-answers:
			if a.err != nil {
				return "", s.failed(a.err)
			}
			return a.secret, nil
		case <-notice.C:
			s.notice()
		case <-deadline.C:
			s.patience.exhausted()
			return "", s.tooSlow()
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// run makes one call of the keyring. The library panics on a bus that closes
// while it waits for a prompt; here that would end the whole program.
func (s *keyringStore) run(f func() (string, error), answers chan<- answer) {
	var a answer
	defer func() {
		if recover() != nil {
			a = answer{err: message.Fail(message.StoreBrokeOff)}
		}
		s.patience.call(false)
		<-s.turn
		answers <- a
	}()
	s.patience.call(true)
	a.secret, a.err = f()
}

func (s *keyringStore) tooSlow() error {
	return failed(Slow, s.Name(), "", message.Fail(message.StoreNoAnswer, s.Timeout))
}

func (s *keyringStore) failed(err error) error {
	if errors.Is(err, keyring.ErrNotFound) {
		return ErrNotFound
	}
	kind := systemKind(err)
	switch {
	case errors.Is(err, keyring.ErrSetDataTooBig):
		kind, err = TooBig, nil
	case kind == Locked:
		err = nil // the library says it in English
	case kind == Unreachable && errors.Is(err, fs.ErrPermission):
		kind = Denied
	}
	return failed(kind, s.Name(), "", err)
}

// patience is the time that may still be spent waiting for the keyring. Calls
// use it up, and the time between calls gives it back: reading five slow entries
// takes no longer than reading one, and a program that runs for hours does not
// run out of it.
type patience struct {
	limit time.Duration

	mu    sync.Mutex
	left  time.Duration // at the moment of since
	since time.Time
	busy  bool // the keyring is being called
	spent bool // the running call was given up
}

func (p *patience) remaining() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.settle()
}

// settle counts the time since the last look. The caller holds mu.
func (p *patience) settle() time.Duration {
	elapsed := time.Since(p.since)
	p.since = p.since.Add(elapsed)
	if p.busy {
		p.left -= elapsed
	} else {
		p.left = min(p.limit, max(p.left, 0)+elapsed)
	}
	return p.left
}

// call begins a call or ends it.
func (p *patience) call(busy bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.settle()
	if p.spent {
		p.left = p.limit // it was slow, perhaps at a prompt, and answers again
	}
	p.busy, p.spent = busy, false
}

func (p *patience) exhausted() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spent = p.busy
}
