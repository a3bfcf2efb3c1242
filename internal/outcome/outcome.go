// Package outcome carries what a function did from one goroutine to another: its
// results, or its panic, which nobody could recover in the goroutine of ours.
package outcome

import (
	"runtime"

	"github.com/guichet-go/guichet/internal/incomparable"
)

// Outcome is what a function did.
type Outcome[T any] struct {
	_ incomparable.Field

	value  T
	err    error
	panics any
	exited bool
}

// Run runs f and gives its outcome to take, once, also when f panics or ends its
// goroutine.
func Run[T any](f func() (T, error), take func(Outcome[T])) {
	o := Outcome[T]{exited: true}
	defer func() {
		o.panics = recover()
		take(o)
	}()
	o.value, o.err = f()
	o.exited = false
}

// Of is the outcome of a function that returned value.
func Of[T any](value T) Outcome[T] { return Outcome[T]{value: value} }

// Err returns the function's error, or broke when it did not return.
func (o Outcome[T]) Err(broke error) error {
	if o.exited {
		return broke
	}
	return o.err
}

// Get returns the results of the function. It panics as the function did, and
// ends the goroutine as the function did.
func (o Outcome[T]) Get() (T, error) {
	if o.panics != nil {
		panic(o.panics)
	}
	if o.exited {
		runtime.Goexit()
	}
	return o.value, o.err
}
