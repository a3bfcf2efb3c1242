package token_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/token"
)

var errRefused = errors.New("mot de passe refusé")

// desk gives out numbered credentials and counts. Its calls take a second.
type desk struct {
	fetched  []time.Duration // when each fetch began
	rejected []*int
	start    time.Time
	fail     func(n int) error // of fetch n, from 1
	flying   int
}

func newDesk() *desk {
	return &desk{start: time.Now(), fail: func(int) error { return nil }}
}

func (d *desk) fetch(ctx context.Context, rejected *int) (int, error) {
	if d.flying++; d.flying > 1 {
		return 0, errors.New("two fetches overlap")
	}
	defer func() { d.flying-- }()
	d.fetched, d.rejected = append(d.fetched, time.Since(d.start)), append(d.rejected, rejected)
	n := len(d.fetched)
	select {
	case <-time.After(time.Second):
		return n, d.fail(n)
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (d *desk) source() *token.Source[int] {
	return token.New(token.Config[int]{Fetch: d.fetch, Contestable: true})
}

// get asks for the credential, which must be the one wanted.
func get(t *testing.T, s *token.Source[int], want int) (generation uint64) {
	t.Helper()
	got, generation, err := s.Get(t.Context())
	if err != nil || got != want {
		t.Errorf("the credential is %d (%v), not %d", got, err, want)
	}
	return generation
}

func TestFiftyCallersFetchOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		s := d.source()
		for round := 1; round <= 2; round++ {
			var callers sync.WaitGroup
			for range 50 {
				callers.Go(func() {
					generation := get(t, s, round)
					if generation != uint64(round) {
						t.Errorf("generation %d in round %d", generation, round)
					}
				})
			}
			callers.Wait()
			s.Reject(uint64(round))
		}
		if len(d.fetched) != 2 || d.rejected[0] != nil || d.rejected[1] == nil || *d.rejected[1] != 1 {
			t.Errorf("fetched at %v, rejected %v", d.fetched, d.rejected)
		}
	})
}

func TestACancelledCallerDoesNotStopTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		s := d.source()
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		var others sync.WaitGroup
		first := make(chan error)
		go func() {
			_, _, err := s.Get(ctx) // starts the fetch, and leaves it
			first <- err
		}()
		synctest.Wait()
		others.Go(func() { get(t, s, 1) })
		if err := <-first; !errors.Is(err, context.DeadlineExceeded) || time.Since(d.start) != 300*time.Millisecond {
			t.Errorf("the first caller got %v after %v", err, time.Since(d.start))
		}
		others.Wait()
		get(t, s, 1)
		if len(d.fetched) != 1 || time.Since(d.start) != time.Second {
			t.Errorf("fetched at %v", d.fetched)
		}
	})
}

func TestRejectingAnOldGenerationDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		s := d.source()
		s.Reject(0) // nothing is there yet
		old := get(t, s, 1)
		s.Reject(old)
		s.Reject(old) // again, by another caller of the same generation
		get(t, s, 2)
		s.Reject(old) // late, by a slow one
		get(t, s, 2)
		if len(d.fetched) != 2 {
			t.Errorf("fetched at %v", d.fetched)
		}
	})
}

func TestAFailureIsRememberedForAGrowingTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.fail = func(n int) error {
			if n == 8 {
				return nil
			}
			return fmt.Errorf("essai %d: %w", n, errRefused)
		}
		s := d.source()
		for n, seconds := range []int{1, 2, 4, 8, 16, 30, 30} {
			_, _, err := s.Get(t.Context())
			if !errors.Is(err, errRefused) || len(d.fetched) != n+1 {
				t.Fatalf("attempt %d: %v, fetched at %v", n+1, err, d.fetched)
			}
			time.Sleep(time.Duration(seconds)*time.Second - time.Nanosecond)
			before := time.Now()
			_, _, again := s.Get(t.Context())
			if again != err || time.Since(before) != 0 {
				t.Errorf("within %d s the answer was %v after %v", seconds, again, time.Since(before))
			}
			time.Sleep(time.Nanosecond)
		}
		generation := get(t, s, 8)
		// A success forgets the failures.
		s.Reject(generation)
		_, _, err := s.Get(t.Context())
		time.Sleep(time.Second)
		if _, _, again := s.Get(t.Context()); err == nil || again == nil || len(d.fetched) != 10 {
			t.Errorf("%v, then %v, fetched at %v", err, again, d.fetched)
		}
	})
}

func TestThreeForcedRenewalsWithinAMinuteAreAContest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		s := d.source()
		generation := get(t, s, 1)
		for n := 2; n <= 4; n++ {
			s.Reject(generation)
			generation = get(t, s, n)
			time.Sleep(10 * time.Second)
		}
		s.Reject(generation)
		for range 3 {
			if _, _, err := s.Get(t.Context()); !errors.Is(err, guichet.ErrSessionContested) {
				t.Errorf("the fourth renewal gave %v", err)
			}
		}
		if len(d.fetched) != 4 {
			t.Errorf("fetched at %v", d.fetched)
		}
		time.Sleep(29 * time.Second) // 62 s after the first sign-in, a minute after the first forced one
		get(t, s, 5)
	})
}

func TestRenewalsFarApartAreNoContest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		s := d.source()
		generation := get(t, s, 1)
		for n := 2; n <= 20; n++ {
			time.Sleep(20 * time.Second)
			s.Reject(generation)
			generation = get(t, s, n)
		}
	})
}

// TestFailedRenewalsAreNoContest matters for what people read: a service that
// is down undoes no sign-in.
func TestFailedRenewalsAreNoContest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.fail = func(n int) error {
			if n > 1 {
				return errRefused
			}
			return nil
		}
		s := d.source()
		s.Reject(get(t, s, 1))
		for range 6 {
			if _, _, err := s.Get(t.Context()); !errors.Is(err, errRefused) {
				t.Errorf("the renewal gave %v", err)
			}
			time.Sleep(8 * time.Second)
		}
	})
}

func TestRenewalsAreUnlimitedWhenNotContestable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		s := token.New(token.Config[int]{Fetch: d.fetch})
		generation := get(t, s, 1)
		for n := 2; n <= 10; n++ {
			s.Reject(generation)
			generation = get(t, s, n)
		}
	})
}

func TestAFetchIsBoundedInTime(t *testing.T) {
	for configured, want := range map[time.Duration]time.Duration{0: 2 * time.Minute, 5 * time.Second: 5 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			s := token.New(token.Config[int]{Timeout: configured, Fetch: func(ctx context.Context, _ *int) (int, error) {
				<-ctx.Done()
				return 0, ctx.Err()
			}})
			if _, _, err := s.Get(t.Context()); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != want {
				t.Errorf("the fetch ended with %v after %v", err, time.Since(start))
			}
		})
	}
}

func TestACredentialThatIsNotFreshIsFetchedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		s := token.New(token.Config[int]{Fetch: d.fetch, Contestable: true, Fresh: func(n int, now time.Time) bool {
			return now.Before(d.start.Add(time.Duration(n) * time.Minute))
		}})
		for n := 1; n <= 10; n++ {
			get(t, s, n)
			get(t, s, n)
			time.Sleep(time.Until(d.start.Add(time.Duration(n) * time.Minute)))
		}
		if len(d.fetched) != 10 {
			t.Errorf("fetched at %v", d.fetched)
		}
		for _, rejected := range d.rejected {
			if rejected != nil {
				t.Errorf("%d was called rejected, and was only old", *rejected)
			}
		}
	})
}

func TestAFetchKeepsTheValuesOfTheContextButNotItsEnd(t *testing.T) {
	type key struct{}
	s := token.New(token.Config[string]{Fetch: func(ctx context.Context, _ *string) (string, error) {
		value, _ := ctx.Value(key{}).(string)
		return value, ctx.Err()
	}})
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "traceparent"))
	cancel()
	_, _, _ = s.Get(ctx)
	if got, _, err := s.Get(t.Context()); got != "traceparent" || err != nil {
		t.Errorf("the fetch saw %q (%v)", got, err)
	}
}
