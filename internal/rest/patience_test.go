package rest_test

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// slowly answers with parts of a body, a pause before each.
func slowly(pause time.Duration, parts ...string) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		body, out := io.Pipe()
		go func() {
			for _, part := range parts {
				time.Sleep(pause)
				if _, err := io.WriteString(out, part); err != nil {
					return
				}
			}
			_ = out.Close()
		}()
		whole := answer(200, nil, "")
		whole.Body, whole.ContentLength = body, -1
		whole.TransferEncoding = []string{"chunked"}
		return whole, nil
	}
}

func TestAnAnswerThatStallsForAMinuteIsAbandoned(t *testing.T) {
	for _, class := range []rest.Class{rest.Read, rest.Write} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			err := do(t.Context(), offline(t, slowly(time.Hour, goodThing)), newCall(class, guichet.NoRetry()))
			if e := failure(t, err); !errors.Is(err, guichet.ErrNetwork) || e.Sent != guichet.MaybeSent || time.Since(start) != time.Minute {
				t.Errorf("class %d ended after %v with %+v", class, time.Since(start), e)
			}
			time.Sleep(time.Hour) // until the service has given up too
		})
	}
}

func TestAnAnswerThatKeepsArrivingIsReadToTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var letters []string
		for _, letter := range goodThing {
			letters = append(letters, string(letter))
		}
		if err := do(t.Context(), offline(t, slowly(50*time.Second, letters...)), newCall(rest.Read)); err != nil {
			t.Error(err)
		}
		if time.Since(start) < 5*time.Minute {
			t.Errorf("it took %v only", time.Since(start))
		}
	})
}

func TestASlowReaderOfAStreamIsNotCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		any := func(http.Header) bool { return true }
		resp, err := offline(t, slowly(0, "a", "b")).Stream(t.Context(), newCall(rest.Read), any, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		first := make([]byte, 1)
		if _, err := io.ReadFull(resp.Body, first); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		if rest, err := io.ReadAll(resp.Body); err != nil || string(first)+string(rest) != "ab" {
			t.Errorf("%q and %q, %v", first, rest, err)
		}
	})
}
