package rdvsolidarites_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/guichet-go/guichet/rdvsolidarites"
)

// webhook parses a webhook about data with the event and the moments of meta.
func webhook(t testing.TB, model, event, data, moments string) *rdvsolidarites.Event {
	t.Helper()
	if moments != "" {
		moments = "," + moments
	}
	parsed, err := rdvsolidarites.ParseEvent(fmt.Appendf(nil, `{"data":%s,"meta":{"model":%q,"event":%q,"webhook_reason":null%s}}`, data, model, event, moments))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// in2024 is the moment of a webhook of 2024, at a second after nine o'clock.
func in2024(second int) string {
	return fmt.Sprintf(`"timestamp":"2024-11-16 09:00:%02d +0100"`, second)
}

// in2026 are the moments of a webhook of 2026: when the change happened, and when
// the body was built.
func in2026(occurred, computed int) string {
	return fmt.Sprintf(`"event_occurred_at":"2026-11-16T09:00:%02d+01:00","payload_computed_at":"2026-11-16T09:00:%02d+01:00","timestamp":"2026-11-16 09:00:%02d +0100"`,
		occurred, computed, computed)
}

const (
	unknown = `{"id":7,"status":"unknown"}`
	seen    = `{"id":7,"status":"seen"}`
	profile = `{"organisation":{"id":101},"user":{"id":301}}`
)

func place(t testing.TB, s *rdvsolidarites.Sequencer, event *rdvsolidarites.Event) (place rdvsolidarites.Delivery) {
	t.Helper()
	if err := s.Handle(event, func(d rdvsolidarites.Delivery) error { place = d; return nil }); err != nil {
		t.Fatal(err)
	}
	return place
}

func TestASequencerTellsDeliveriesApart(t *testing.T) {
	const isNew, repeated, stale = rdvsolidarites.DeliveryNew, rdvsolidarites.DeliveryRepeated, rdvsolidarites.DeliveryStale
	type delivery struct {
		model, event, data, moments string
		want                        rdvsolidarites.Delivery
	}
	for name, deliveries := range map[string][]delivery{
		"the same bytes again": {
			{"Rdv", "created", unknown, in2026(1, 2), isNew},
			{"Rdv", "created", unknown, in2026(1, 2), repeated},
		},
		"two quick changes that were both sent with the last state": {
			{"Rdv", "created", unknown, in2026(1, 1), isNew},
			{"Rdv", "updated", seen, in2026(2, 5), isNew},
			{"Rdv", "updated", seen, in2026(3, 6), repeated},
			{"Rdv", "updated", unknown, in2026(4, 7), isNew},
		},
		"two quick changes in one second": {
			{"Rdv", "updated", seen, in2026(2, 5), isNew},
			{"Rdv", "updated", seen, in2026(3, 5), repeated},
		},
		"an attempt that is made again is built again": {
			{"Rdv", "updated", unknown, in2026(1, 2), isNew},
			{"Rdv", "updated", seen, in2026(1, 9), isNew},
		},
		"an older body that comes late": {
			{"Rdv", "updated", seen, in2026(3, 4), isNew},
			{"Rdv", "updated", unknown, in2026(1, 2), stale},
			{"Rdv", "updated", seen, in2026(5, 6), repeated},
		},
		"a newer body of an older change": {
			{"Rdv", "updated", unknown, in2026(3, 4), isNew},
			{"Rdv", "updated", seen, in2026(1, 8), isNew},
		},
		"a repeated delivery moves the moment on": {
			{"Rdv", "updated", seen, in2026(1, 2), isNew},
			{"Rdv", "updated", seen, in2026(3, 6), repeated},
			{"Rdv", "updated", unknown, in2026(2, 4), stale},
		},
		"an updated after the destroyed": {
			{"Rdv", "destroyed", seen, in2026(4, 4), isNew},
			{"Rdv", "updated", seen, in2026(3, 3), stale},
			{"Rdv", "updated", seen, in2026(3, 5), stale},
			{"Rdv", "destroyed", seen, in2026(4, 4), repeated},
			{"Rdv", "destroyed", seen, in2026(4, 9), repeated},
		},
		"a destroyed whose body was built before the last updated": {
			{"Rdv", "updated", seen, in2026(3, 6), isNew},
			{"Rdv", "destroyed", seen, in2026(5, 5), isNew},
			{"Rdv", "updated", seen, in2026(3, 7), stale},
		},
		"bodies of 2024, by their timestamp": {
			{"Rdv", "created", unknown, in2024(1), isNew},
			{"Rdv", "updated", seen, in2024(3), isNew},
			{"Rdv", "updated", unknown, in2024(2), stale},
			{"Rdv", "updated", seen, in2024(3), repeated},
			{"Rdv", "destroyed", seen, in2024(4), isNew},
			{"Rdv", "updated", seen, in2024(5), stale},
		},
		"bodies of 2024 in one second": {
			{"Rdv", "updated", unknown, in2024(1), isNew},
			{"Rdv", "updated", seen, in2024(1), isNew},
			{"Rdv", "updated", unknown, in2024(1), repeated},
			{"Rdv", "updated", unknown, in2024(2), isNew},
		},
		"the service moves on from 2024 to 2026": {
			{"Rdv", "updated", unknown, in2024(1), isNew},
			{"Rdv", "updated", seen, in2026(1, 2), isNew},
			{"Rdv", "updated", unknown, in2024(1), stale},
		},
		"bodies without a moment": {
			{"Rdv", "updated", unknown, "", isNew},
			{"Rdv", "updated", unknown, "", repeated},
			{"Rdv", "updated", seen, "", isNew},
			{"Rdv", "updated", unknown, in2026(1, 2), isNew},
			{"Rdv", "updated", seen, "", isNew},
		},
		"other objects and other models": {
			{"Rdv", "updated", seen, in2026(3, 4), isNew},
			{"Rdv", "updated", `{"id":8,"status":"seen"}`, in2026(1, 2), isNew},
			{"Motif", "updated", `{"id":7}`, in2026(1, 2), isNew},
		},
		"a replay": {
			{"Rdv", "updated", seen, in2026(3, 4), isNew},
			{"Rdv", "created", seen, in2026(8, 8), isNew},
			{"Rdv", "created", seen, in2026(9, 9), repeated},
		},
		"a profile that was removed and made again": {
			{"UserProfile", "created", profile, in2026(1, 1), isNew},
			{"UserProfile", "destroyed", profile, in2026(3, 3), isNew},
			{"UserProfile", "created", profile, in2026(1, 2), stale},
			{"UserProfile", "created", profile, in2026(5, 5), isNew},
			{"UserProfile", "destroyed", profile, in2026(3, 3), stale},
			{"UserProfile", "created", `{"organisation":{"id":102},"user":{"id":301}}`, in2026(1, 1), isNew},
			{"UserProfile", "created", `{"organisation":{"id":101},"user":{"id":302}}`, in2026(1, 1), isNew},
		},
		"a referent assignation": {
			{"ReferentAssignation", "created", `{"agent":{"id":201},"user":{"id":301}}`, in2026(2, 2), isNew},
			{"ReferentAssignation", "created", `{"agent":{"id":201},"user":{"id":301}}`, in2026(2, 2), repeated},
			{"ReferentAssignation", "created", `{"agent":{"id":202},"user":{"id":301}}`, in2026(1, 1), isNew},
		},
		"a model that is not known, with an id": {
			{"AgentsRdv", "updated", `{"id":7,"rdv":{"id":1}}`, in2026(2, 2), isNew},
			{"AgentsRdv", "updated", `{"id":7,"rdv":{"id":2}}`, in2026(1, 1), stale},
		},
		"objects that cannot be named": {
			{"AgentsRdv", "updated", `{"agent":{"id":201},"user":{"id":1}}`, in2026(2, 2), isNew},
			{"AgentsRdv", "updated", `{"agent":{"id":201},"user":{"id":1}}`, in2026(2, 2), isNew},
			{"Autre", "updated", `{"id":"sept"}`, in2026(2, 2), isNew},
			{"Autre", "updated", `{"id":"sept"}`, in2026(2, 2), isNew},
			{"UserProfile", "updated", `{"user":{"id":301}}`, in2026(2, 2), isNew},
			{"UserProfile", "updated", `{"user":{"id":301}}`, in2026(1, 1), isNew},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var s rdvsolidarites.Sequencer
			for i, d := range deliveries {
				if got := place(t, &s, webhook(t, d.model, d.event, d.data, d.moments)); got != d.want {
					t.Errorf("delivery %d is %s, want %s", i+1, got, d.want)
				}
			}
		})
	}
}

func TestADeliveryThatFailedIsJudgedAfresh(t *testing.T) {
	var s rdvsolidarites.Sequencer
	event, failure := webhook(t, "Rdv", "updated", seen, in2026(1, 2)), errors.New("la base est pleine")
	if err := s.Handle(event, func(rdvsolidarites.Delivery) error { return failure }); err != failure {
		t.Errorf("Handle returned %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = s.Handle(event, func(rdvsolidarites.Delivery) error { panic("panne") })
	}()
	for _, want := range []rdvsolidarites.Delivery{rdvsolidarites.DeliveryNew, rdvsolidarites.DeliveryRepeated} {
		if got := place(t, &s, event); got != want {
			t.Errorf("the delivery is %s, want %s", got, want)
		}
	}
}

func TestASequencerForgetsTheObjectThatWasSilentForTheLongestTime(t *testing.T) {
	s := rdvsolidarites.Sequencer{Limit: 2}
	for _, c := range []struct {
		id   int
		want rdvsolidarites.Delivery
	}{{1, "new"}, {2, "new"}, {1, "repeated"}, {3, "new"}, {1, "repeated"}, {3, "repeated"}, {2, "new"}} {
		event := webhook(t, "User", "updated", fmt.Sprintf(`{"id":%d}`, c.id), in2026(1, 2))
		if got := place(t, &s, event); got != c.want {
			t.Errorf("object %d is %s, want %s", c.id, got, c.want)
		}
	}
}

func TestDeliveriesOfOneObjectAreHandledOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := rdvsolidarites.Sequencer{Limit: 1}
		gate := make(chan struct{})
		var inside atomic.Int32
		var mu sync.Mutex
		var places []string
		handle := func(d rdvsolidarites.Delivery) error {
			inside.Add(1)
			<-gate
			mu.Lock()
			defer mu.Unlock()
			places = append(places, string(d))
			return nil
		}
		for range 3 {
			for _, data := range []string{seen, `{"id":8}`} {
				event := webhook(t, "Rdv", "updated", data, in2026(1, 2))
				go func() { _ = s.Handle(event, handle) }()
			}
		}
		synctest.Wait()
		if n := inside.Load(); n != 2 {
			t.Errorf("%d deliveries are handled at once, want one of each object", n)
		}
		close(gate)
		synctest.Wait()
		slices.Sort(places)
		if got := strings.Join(places, " "); got != "new new repeated repeated repeated repeated" {
			t.Errorf("the deliveries are %s", got)
		}
	})
}
