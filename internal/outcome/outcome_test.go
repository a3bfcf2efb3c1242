package outcome_test

import (
	"errors"
	"runtime"
	"testing"

	"github.com/guichet-go/guichet/internal/outcome"
)

var errBroke = errors.New("it broke")

// in runs f in a goroutine of its own and hands its outcome over.
func in(f func() (int, error)) outcome.Outcome[int] {
	done := make(chan outcome.Outcome[int])
	go outcome.Run(f, func(o outcome.Outcome[int]) { done <- o })
	return <-done
}

func TestTheResultsAreThoseOfTheFunction(t *testing.T) {
	failed := errors.New("failed")
	o := in(func() (int, error) { return 7, failed })
	if value, err := o.Get(); value != 7 || err != failed || o.Err(errBroke) != failed {
		t.Errorf("it gave %d, %v, %v", value, err, o.Err(errBroke))
	}
}

func TestAPanicIsRaisedWhereTheResultIsTaken(t *testing.T) {
	o := in(func() (int, error) { panic("broken") })
	defer func() {
		if v := recover(); v != "broken" || o.Err(errBroke) != errBroke {
			t.Errorf("it panicked with %v, %v", v, o.Err(errBroke))
		}
	}()
	_, _ = o.Get()
	t.Error("it did not panic")
}

func TestTheEndOfAGoroutineEndsWhoeverTakesTheResult(t *testing.T) {
	o := in(func() (int, error) { runtime.Goexit(); return 0, nil })
	ended := make(chan bool)
	go func() {
		defer func() { ended <- recover() == nil }()
		_, _ = o.Get()
		t.Error("the goroutine went on")
	}()
	if !<-ended || o.Err(errBroke) != errBroke {
		t.Error("it panicked")
	}
}
