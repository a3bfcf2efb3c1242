package token_test

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guichet-go/guichet/internal/token"
)

// TestAPanicInAFetchReachesAllCallers panics in a sign-in function of the caller.
func TestAPanicInAFetchReachesAllCallers(t *testing.T) {
	var calls atomic.Int32
	now := time.Unix(0, 0)
	s := token.New(token.Config[int]{Now: func() time.Time { return now }, Fetch: func(context.Context, *int) (int, error) {
		if calls.Add(1) == 1 {
			panic("a defect of ours")
		}
		return 7, nil
	}})
	func() {
		defer func() {
			if v := recover(); v != any("a defect of ours") {
				t.Errorf("the caller recovers %v", v)
			}
		}()
		_, _, err := s.Get(t.Context())
		t.Errorf("the caller was given %v", err)
	}()
	now = now.Add(time.Hour) // what failed is not tried again at once
	get(t, s, 7)
}

func TestGoexitInAFetchReleasesAllCallers(t *testing.T) {
	s := token.New(token.Config[int]{Fetch: func(context.Context, *int) (int, error) {
		runtime.Goexit()
		return 0, nil
	}})
	var callers sync.WaitGroup
	for range 3 {
		callers.Go(func() {
			if _, _, err := s.Get(t.Context()); err == nil {
				t.Error("there is a credential")
			}
		})
	}
	callers.Wait()
}
