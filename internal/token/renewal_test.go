package token_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/token"
)

func TestAContestIsOverAfterExactlyAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		s := d.source()
		generation := get(t, s, 1)
		for n := 2; n <= 4; n++ {
			s.Reject(generation)
			generation = get(t, s, n)
		}
		s.Reject(generation)
		time.Sleep(58*time.Second - 1) // the first forced renewal ended two seconds before the last
		if _, _, err := s.Get(t.Context()); !errors.Is(err, guichet.ErrSessionContested) {
			t.Errorf("just before it gave %v", err)
		}
		time.Sleep(time.Nanosecond)
		get(t, s, 5)
	})
}

// TestAnExpectedExpiryIsNotARejection lets a credential expire after several
// rejections.
func TestAnExpectedExpiryIsNotARejection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		ended := 0
		s := token.New(token.Config[int]{Fetch: d.fetch, Contestable: true, Fresh: func(n int, _ time.Time) bool { return n != ended }})
		generation := get(t, s, 1)
		for n := 2; n <= 4; n++ {
			s.Reject(generation)
			generation = get(t, s, n)
		}
		ended = 4
		get(t, s, 5)
		if len(d.rejected) != 5 || d.rejected[4] != nil {
			t.Errorf("the fetches were told that %v were refused", d.rejected)
		}
	})
}

func TestTwoRejectionsOfOneCredentialCountOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		s := d.source()
		generation := get(t, s, 1)
		s.Reject(generation)
		s.Reject(generation)
		get(t, s, 2)
		if len(d.rejected) != 2 || d.rejected[1] == nil || *d.rejected[1] != 1 {
			t.Errorf("the fetches were told that %v were refused", d.rejected)
		}
	})
}
