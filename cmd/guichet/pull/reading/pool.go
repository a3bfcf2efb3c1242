package reading

import (
	"context"
	"errors"
	"sync"
)

// pool runs tasks, the newest first, so that few of them wait at any time.
type pool struct {
	mu      sync.Mutex
	changed sync.Cond
	waiting []func(context.Context) error
	running int
	err     error
	panics  any // what a task panicked with
}

func newPool() *pool {
	p := &pool{}
	p.changed.L = &p.mu
	return p
}

func (p *pool) push(task func(context.Context) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = append(p.waiting, task)
	p.changed.Signal()
}

// run works with so many workers until no task is left, or one fails.
func (p *pool) run(ctx context.Context, workers int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var all sync.WaitGroup
	for range max(1, workers) {
		all.Go(func() {
			for task := p.take(); task != nil; task = p.take() {
				p.done(p.perform(ctx, task), cancel)
			}
		})
	}
	all.Wait()
	if p.panics != nil {
		panic(p.panics) // where it is recovered from
	}
	return p.err
}

// perform carries a panic over to the caller of run: nobody could recover it in a
// goroutine of ours.
func (p *pool) perform(ctx context.Context, task func(context.Context) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			p.mu.Lock()
			p.panics, err = v, errBrokeDown
			p.mu.Unlock()
		}
	}()
	return task(ctx)
}

// errBrokeDown ends the other tasks when one has panicked.
var errBrokeDown = errors.New("a task broke down")

// take waits for a task; nil is the end.
func (p *pool) take() func(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.waiting) == 0 && p.running > 0 && p.err == nil {
		p.changed.Wait()
	}
	if len(p.waiting) == 0 || p.err != nil {
		return nil
	}
	last := len(p.waiting) - 1
	task := p.waiting[last]
	p.waiting[last] = nil
	p.waiting = p.waiting[:last]
	p.running++
	return task
}

func (p *pool) done(err error, cancel func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running--
	if err != nil && p.err == nil {
		p.err = err
		cancel()
	}
	p.changed.Broadcast()
}

// group is tasks and what follows when all of them are done.
type group struct {
	pool *pool
	then func(context.Context) error
	mu   sync.Mutex
	left int
}

// newGroup returns a group that is held until release.
func (p *pool) newGroup(then func(context.Context) error) *group {
	return &group{pool: p, then: then, left: 1}
}

// hold keeps the group from ending until release.
func (g *group) hold() {
	g.mu.Lock()
	g.left++
	g.mu.Unlock()
}

// release ends one hold; the last one runs what follows.
func (g *group) release(ctx context.Context) error {
	g.mu.Lock()
	g.left--
	last := g.left == 0
	g.mu.Unlock()
	if last {
		return g.then(ctx)
	}
	return nil
}

// add gives the pool a task of the group.
func (g *group) add(task func(context.Context) error) {
	g.hold()
	g.pool.push(func(ctx context.Context) error {
		if err := task(ctx); err != nil {
			return err
		}
		return g.release(ctx)
	})
}
