package reading

import (
	"context"
	"errors"
	"slices"
	"testing"
)

func TestAPanicInACallReachesTheCaller(t *testing.T) {
	defer func() {
		if v := recover(); v != any("a defect of ours") {
			t.Errorf("the caller recovers %v", v)
		}
	}()
	_, err := each(t.Context(), 8, []int{0, 1, 2, 3, 4, 5, 6, 7}, func(ctx context.Context, n int) (int, error) {
		if n == 5 {
			panic("a defect of ours")
		}
		<-ctx.Done() // the others are told to end
		return 0, ctx.Err()
	})
	t.Errorf("it ends with %v", err)
}

func TestResultsAreInTheOrderOfTheItems(t *testing.T) {
	for _, n := range []int{0, 1, 3, 100} {
		got, err := each(t.Context(), n, []int{1, 2, 3, 4, 5}, func(_ context.Context, n int) (int, error) { return 10 * n, nil })
		if want := []int{10, 20, 30, 40, 50}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%d at once: %v, %v", n, got, err)
		}
	}
}

func TestTheFirstErrorEndsTheOtherCallsAndKeepsTheResultsBefore(t *testing.T) {
	failed := errors.New("failed")
	ended := make(chan struct{})
	got, err := each(t.Context(), 2, []int{1, 2, 3, 4}, func(ctx context.Context, n int) (int, error) {
		switch n {
		case 1:
			close(ended)
			return 7, nil
		case 2:
			<-ended
			return 9, failed
		case 4:
			t.Errorf("call %d begins after the error", n)
		}
		<-ctx.Done()
		return 0, ctx.Err()
	})
	if !errors.Is(err, failed) || got[0] != 7 || got[1] != 0 {
		t.Errorf("it ends with %v and %v", got, err)
	}
}

func TestACancelledContextBeginsNoCall(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := each(ctx, 2, []int{1, 2}, func(context.Context, int) (int, error) {
		t.Error("a call begins")
		return 0, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
}
