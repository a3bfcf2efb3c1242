package rest_test

import (
	"context"
	"errors"
	"math"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestRetryAfterIsReadInEveryForm(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"":                               0,
		"17":                             17 * time.Second,
		" 17 ":                           17 * time.Second,
		"0":                              0,
		"-5":                             0,
		"0.25":                           250 * time.Millisecond,
		"1.0000000001":                   time.Second + 1, // never shortened
		"86400":                          24 * time.Hour,
		"99999999999999999999":           math.MaxInt64,
		"1e400":                          0,
		"NaN":                            0,
		"demain":                         0,
		"17 s":                           0,
		"Mon, 16 Nov 2026 09:00:30 GMT":  30 * time.Second,
		"Mon, 16 Nov 2026 08:00:00 GMT":  0,
		"Monday, 16-Nov-26 09:01:00 GMT": time.Minute,
	} {
		if got := rest.ParseRetryAfter(value, now); got != want {
			t.Errorf("Retry-After %q is %v, not %v", value, got, want)
		}
	}
}

func FuzzRetryAfterIsNeverNegative(f *testing.F) {
	for _, seed := range []string{"17", "-1", "1e300", "0x1p62", "9223372036.854775", "Mon, 16 Nov 2026 09:00:30 GMT", "inf"} {
		f.Add(seed)
	}
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		if got := rest.ParseRetryAfter(value, now); got < 0 {
			t.Errorf("Retry-After %q is %v", value, got)
		}
	})
}

// TestTheBackoffIsFullJitter looks at many calls: each wait is within its
// bounds, and they are spread over them.
func TestTheBackoffIsFullJitter(t *testing.T) {
	bounds := []time.Duration{
		500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 10 * time.Second, 10 * time.Second,
	}
	longest := make([]time.Duration, len(bounds))
	synctest.Test(t, func(t *testing.T) {
		for range 60 {
			var times []time.Time
			client := offline(t, func(*http.Request) (*http.Response, error) {
				times = append(times, time.Now())
				return answer(503, nil, ""), nil
			}, guichet.WithRetries(len(bounds)))
			_ = do(t.Context(), client, newCall(rest.Read))
			for i, bound := range bounds {
				wait := times[i+1].Sub(times[i])
				if wait > bound {
					t.Errorf("the wait before retry %d was %v, above %v", i+1, wait, bound)
				}
				longest[i] = max(longest[i], wait)
			}
		}
	})
	for i, bound := range bounds {
		if longest[i] < bound/2 {
			t.Errorf("of 60 waits before retry %d none was above %v", i+1, longest[i])
		}
	}
}

// limited answers 429 with a Retry-After to the first request.
func limited(after string, seen *[]time.Duration) roundTrip {
	var mu sync.Mutex
	start := time.Now()
	return func(*http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		*seen = append(*seen, time.Since(start))
		if len(*seen) == 1 {
			return answer(429, http.Header{"Retry-After": {after}}, ""), nil
		}
		return answer(200, nil, goodThing), nil
	}
}

func TestA429PausesTheWholeClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []time.Duration
		client := offline(t, limited("17", &seen))
		var calls sync.WaitGroup
		for i, class := range []rest.Class{rest.Read, rest.Read, rest.Write} {
			calls.Go(func() {
				time.Sleep(time.Duration(i) * time.Second)
				if err := do(t.Context(), client, newCall(class)); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
		if len(seen) != 4 || seen[0] != 0 {
			t.Fatalf("requests were sent at %v", seen)
		}
		for _, at := range seen[1:] {
			if at != 17*time.Second {
				t.Errorf("a request was sent at %v, not when the pause was over", at)
			}
		}
	})
}

func TestAClockThatStandsStillEndsAPauseAllTheSame(t *testing.T) {
	var seen, waits []time.Duration
	client := offline(t, limited("17", &seen), guichet.WithClock(func() time.Time { return time.Unix(0, 0) }, func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		return nil
	}))
	if err := do(t.Context(), client, newCall(rest.Read)); err != nil || len(seen) != 2 {
		t.Errorf("%d requests were sent, and %v", len(seen), err)
	}
	if len(waits) != 2 || waits[0] != 17*time.Second { // its own wait, and that of the client
		t.Errorf("it waited %v", waits)
	}
}

func TestOnlyACallOfUnknownEffectCanBeMadeRepeatable(t *testing.T) {
	var sent int
	client := offline(t, func(*http.Request) (*http.Response, error) {
		if sent++; sent == 1 {
			return answer(503, nil, ""), nil
		}
		return answer(200, nil, goodThing), nil
	}, guichet.WithBackoff(noWait))
	if err := do(t.Context(), client, newCall(rest.Write, guichet.Repeatable())); !errors.Is(err, guichet.ErrInvalid) || sent != 0 {
		t.Errorf("a known write: %d requests, %v", sent, err)
	}
	own := rest.RawCall(http.MethodPut, "/things/7", nil).Apply([]guichet.CallOption{guichet.Repeatable()})
	if err := client.Do(t.Context(), own, nil); err != nil || sent != 2 {
		t.Errorf("an own call: %d requests, %v", sent, err)
	}
}

func TestAPauseThatOutlastsTheDeadlineEndsTheCallAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []time.Duration
		client := offline(t, limited("30", &seen))
		_ = do(t.Context(), client, newCall(rest.Read, guichet.NoRetry()))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		err := do(ctx, client, newCall(rest.Write))
		e := failure(t, err)
		if !errors.Is(err, guichet.ErrRateLimited) || !errors.Is(err, context.DeadlineExceeded) || e.Sent != guichet.NotSent {
			t.Errorf("the call returned %+v", e)
		}
		if e.RetryAfter != 30*time.Second || time.Since(start) != 0 || len(seen) != 1 {
			t.Errorf("RetryAfter %v, %v spent, %d requests", e.RetryAfter, time.Since(start), len(seen))
		}
	})
}

// TestAPauseMadeByAnotherCallKeepsTheLastAnswer lets one call wait for its
// retry while another one closes the gate for longer than the first may live.
func TestAPauseMadeByAnotherCallKeepsTheLastAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := offline(t, func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodGet {
				return answer(429, http.Header{"Retry-After": {"40"}}, ""), nil
			}
			return answer(502, nil, ""), nil
		}, guichet.WithBackoff(func(int) time.Duration { return 5 * time.Second }))
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		var other sync.WaitGroup
		other.Go(func() {
			time.Sleep(time.Second)
			_ = do(t.Context(), client, newCall(rest.Read, guichet.NoRetry()))
		})
		err := do(ctx, client, newCall(rest.Idempotent))
		other.Wait()
		if e := failure(t, err); e.Status != 502 || !errors.Is(err, guichet.ErrUnknownOutcome) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the call returned %+v", e)
		}
	})
}

func TestACallCancelledWhileItWaitsKeepsTheLastAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := offline(t, func(*http.Request) (*http.Response, error) {
			return answer(503, nil, `{"message":"en maintenance"}`), nil
		}, guichet.WithBackoff(func(int) time.Duration { return 30 * time.Second }))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		start := time.Now()
		err := do(ctx, client, newCall(rest.Read))
		e := failure(t, err)
		if !errors.Is(err, context.Canceled) || e.Status != 503 || e.Message != "en maintenance" || e.Attempts != 1 {
			t.Errorf("the call returned %+v", e)
		}
		if time.Since(start) != 5*time.Second {
			t.Errorf("the call ended after %v", time.Since(start))
		}
	})
}

func TestARetryAfterOfMoreThanAMinuteIsReturnedAtOnce(t *testing.T) {
	for after, attempts := range map[string]int{"60": 2, "61": 1, "86400": 1} {
		synctest.Test(t, func(t *testing.T) {
			client := offline(t, func(*http.Request) (*http.Response, error) {
				return answer(503, http.Header{"Retry-After": {after}}, ""), nil
			}, guichet.WithRetries(1))
			if e := failure(t, do(t.Context(), client, newCall(rest.Read))); e.Attempts != attempts || e.RetryAfter == 0 {
				t.Errorf("with Retry-After %s there were %d attempts, not %d", after, e.Attempts, attempts)
			}
		})
	}
}
