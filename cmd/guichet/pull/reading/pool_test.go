package reading

import (
	"context"
	"testing"
)

func TestAPanicInATaskReachesWhoeverRunsThePool(t *testing.T) {
	p := newPool()
	for n := range 8 {
		p.push(func(ctx context.Context) error {
			if n == 5 {
				panic("a defect of ours")
			}
			<-ctx.Done() // the others are told to end
			return ctx.Err()
		})
	}
	defer func() {
		if v := recover(); v != any("a defect of ours") {
			t.Errorf("the caller recovers %v", v)
		}
	}()
	t.Errorf("the pool ends with %v", p.run(t.Context(), 8))
}
