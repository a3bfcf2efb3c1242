package app_test

import (
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// each keeps a value for every script: scripts run side by side.
type each[T any] struct{ values sync.Map }

func (e *each[T]) set(ts *testscript.TestScript, value T) { e.values.Store(ts, value) }

// of returns the script's value, the zero value before it was set.
func (e *each[T]) of(ts *testscript.TestScript) T {
	value, _ := e.values.Load(ts)
	typed, _ := value.(T)
	return typed
}
