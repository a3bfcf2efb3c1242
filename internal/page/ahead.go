package page

import (
	"runtime"
	"sync"
)

type result[T any] struct {
	page Page[T]
	err  error
	// end is set when Fetch did not return: it ends the loop as Fetch ended.
	end func()
}

// asking is the pages of a pass that were asked for and not given out yet.
type asking[T any, K ID] struct {
	*reading[T, K]
	width, asked, last int
	ahead              bool
	queue              []<-chan result[T]
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
func (a *asking[T, K]) next() result[T] {
	for {
		select {
		case <-a.arrivals:
			if a.inFlight--; a.ahead {
				a.more()
			}
		case got := <-a.queue[0]:
			a.queue = a.queue[1:]
			return got
		}
	}
}

// ask reads a page ahead. Nobody could recover a panic in a goroutine of ours,
// so it is carried over to the caller's.
func (r *reading[T, K]) ask(n int, arrivals chan<- struct{}) <-chan result[T] {
	answer := make(chan result[T], 1)
	r.flying.Go(func() {
		arrived := sync.OnceFunc(func() { arrivals <- struct{}{} })
		got := result[T]{end: runtime.Goexit}
		defer func() {
			if v := recover(); v != nil {
				got.end = func() { panic(v) }
			}
			arrived()
			answer <- got
		}()
		got.page, got.err = r.Fetch(r.ctx, n, arrived)
		got.end = nil
	})
	return answer
}
