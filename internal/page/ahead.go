package page

import (
	"sync"

	"github.com/guichet-go/guichet/internal/outcome"
)

// asking is the pages of a pass that were asked for and not given out yet.
type asking[T any, K ID] struct {
	*reading[T, K]
	width, asked, last int
	ahead              bool
	queue              []<-chan outcome.Outcome[Page[T]]
	inFlight           int           // pages of the queue that have not arrived
	arrivals           chan struct{} // one for each page
}

func (r *reading[T, K]) newAsking() *asking[T, K] {
	width := max(1, r.Width)
	return &asking[T, K]{
		reading: r, width: width, last: 1, ahead: width > 1 || r.Ahead, arrivals: make(chan struct{}, 2*width),
	}
}

// more asks for as many pages as may be in flight, but not for many more than
// can be given out.
func (a *asking[T, K]) more() {
	for len(a.arrivals) > 0 {
		<-a.arrivals
		a.inFlight--
	}
	for a.asked < a.last && a.inFlight < a.width && len(a.queue) < cap(a.arrivals) {
		a.asked++
		a.inFlight++
		a.queue = append(a.queue, a.ask(a.asked, a.arrivals))
	}
}

// next waits for the first page of the queue, and asks for others meanwhile.
func (a *asking[T, K]) next() (Page[T], error) {
	for {
		select {
		case <-a.arrivals:
			if a.inFlight--; a.ahead {
				a.more()
			}
		case got := <-a.queue[0]:
			a.queue = a.queue[1:]
			return got.Get()
		}
	}
}

// ask reads a page ahead.
func (r *reading[T, K]) ask(n int, arrivals chan<- struct{}) <-chan outcome.Outcome[Page[T]] {
	answer := make(chan outcome.Outcome[Page[T]], 1)
	r.flying.Go(func() {
		arrived := sync.OnceFunc(func() { arrivals <- struct{}{} })
		outcome.Run(func() (Page[T], error) { return r.Fetch(r.ctx, n, arrived) }, func(got outcome.Outcome[Page[T]]) {
			arrived()
			answer <- got
		})
	})
	return answer
}
