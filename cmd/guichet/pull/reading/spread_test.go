package reading

import (
	"context"
	"errors"
	"slices"
	"testing"
)

func TestAPanicInATaskReachesTheCaller(t *testing.T) {
	defer func() {
		if v := recover(); v != any("a defect of ours") {
			t.Errorf("the caller recovers %v", v)
		}
	}()
	err := spread(t.Context(), 8, []int{0, 1, 2, 3, 4, 5, 6, 7}, func(ctx context.Context, n int) ([]int, error) {
		if n == 5 {
			panic("a defect of ours")
		}
		<-ctx.Done() // the others are told to end
		return nil, ctx.Err()
	})
	t.Errorf("it ends with %v", err)
}

func TestTasksThatFollowComeBeforeThoseThatWait(t *testing.T) {
	var done []int
	err := spread(t.Context(), 1, []int{1, 2, 3}, func(_ context.Context, n int) ([]int, error) {
		done = append(done, n)
		if n < 10 {
			return []int{10 * n, 10*n + 1}, nil
		}
		return nil, nil
	})
	if want := []int{1, 10, 11, 2, 20, 21, 3, 30, 31}; err != nil || !slices.Equal(done, want) {
		t.Errorf("%v, %v", done, err)
	}
}

func TestTheFirstErrorEndsTheOtherTasks(t *testing.T) {
	failed := errors.New("failed")
	err := spread(t.Context(), 3, []int{1, 2, 3, 4}, func(ctx context.Context, n int) ([]int, error) {
		switch n {
		case 3:
			return []int{5}, failed
		case 4, 5:
			t.Errorf("task %d begins after the error", n)
		}
		<-ctx.Done()
		return nil, ctx.Err()
	})
	if !errors.Is(err, failed) {
		t.Errorf("it ends with %v", err)
	}
}
