package rest

import (
	"github.com/guichet-go/guichet/internal/incomparable"
	"io"
	"sync/atomic"
	"time"
)

// silence is how long the other end may say nothing in the middle of an answer,
// in real time: the connection does not follow the clock of WithClock. Without
// it, a Read from a peer that is gone would block forever.
const silence = time.Minute

// errSilence ends an answer that stopped without an end. It counts as a timeout.
type errSilence struct{}

func (errSilence) Error() string   { return "nothing more came for a minute" }
func (errSilence) Timeout() bool   { return true }
func (errSilence) Temporary() bool { return true }

// patient is a body that is waited for as long as something comes.
type patient struct {
	_ incomparable.Field

	io.ReadCloser
	timer *time.Timer // nil before the first Read
	over  atomic.Bool
}

// Read waits for the silence of the other end alone: its caller may take its
// time between two calls.
func (p *patient) Read(b []byte) (int, error) {
	if p.timer == nil {
		p.timer = time.AfterFunc(silence, p.giveUp)
	} else {
		p.timer.Reset(silence)
	}
	n, err := p.ReadCloser.Read(b)
	p.timer.Stop()
	if p.over.Load() {
		return n, errSilence{}
	}
	return n, err
}

// giveUp ends the Read under way.
func (p *patient) giveUp() {
	p.over.Store(true)
	_ = p.ReadCloser.Close()
}
