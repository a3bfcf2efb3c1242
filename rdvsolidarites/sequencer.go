package rdvsolidarites

import (
	lru "container/list"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"

	"github.com/guichet-go/guichet/internal/rest"
)

// Delivery is the place of a webhook among the webhooks about the same object.
type Delivery string

// The places of a delivery.
const (
	// DeliveryNew may have data that no delivery before it had.
	DeliveryNew Delivery = "new"
	// DeliveryRepeated was handled before, or has the event and the data of the
	// last delivery once more.
	DeliveryRepeated Delivery = "repeated"
	// DeliveryStale has data that is older than what was handled, or is about an
	// object that was destroyed since.
	DeliveryStale Delivery = "stale"
)

// Sequencer tells new, repeated and stale deliveries of webhooks apart, object by
// object, since the service sends events twice and out of order. It remembers objects
// in memory only: after a restart every delivery is new. Its zero value is ready for
// use, and it is safe for concurrent use. Do not copy it.
//
// An object is known by its model and id; user profiles and referent assignations, which
// have no id, by the ids of their two parts. A delivery without them is always new.
//
// A delivery is stale when its FreshAsOf is before that of the last one, and when it
// came after the destroyed event of an object with an id, which the service does not
// use again. The service writes whole seconds: two deliveries of the same second with
// different data are both new, whatever their order. Get the object again where that
// matters.
type Sequencer struct {
	// Limit is the number of objects that are remembered, 100,000 when it is 0,
	// which take some 40 MB. Beyond it the object without a delivery for the longest
	// time is forgotten: its next delivery is new. Set it before the first use.
	Limit int

	mu      sync.Mutex
	objects map[objectKey]*lru.Element
	recent  lru.List // of *sequence, the last used first
}

const defaultLimit = 100_000

// maxSameMoment is how many deliveries with one FreshAsOf are remembered of an object.
const maxSameMoment = 16

// objectKey names an object.
type objectKey struct{ model, id, parts string }

// sequence is what is known about an object.
type sequence struct {
	key   objectKey
	users int           // of this value now, under Sequencer.mu
	turn  chan struct{} // has room for the one delivery that is handled; nil without users

	known     bool
	destroyed bool
	fresh     Time
	last      [sha256.Size]byte   // event and data of the last delivery
	bodies    [][sha256.Size]byte // deliveries with the moment fresh
}

// Handle calls handle with the place of the event, and returns its error. It calls
// handle for every event, repeated and stale ones too. Deliveries of one object are handled one after the other, so that handle must
// not call Handle; those of different objects at the same time. A delivery is
// remembered when handle returns nil: one that failed is judged afresh when the
// service sends it again.
func (s *Sequencer) Handle(event *Event, handle func(Delivery) error) error {
	key, known := keyOf(event)
	if !known {
		return handle(DeliveryNew)
	}
	o := s.take(key)
	defer s.release(o)
	o.turn <- struct{}{}
	defer func() { <-o.turn }()
	place := o.place(event)
	if err := handle(place); err != nil {
		return err
	}
	o.remember(event, place)
	return nil
}

// Format writes how many objects are remembered, and nothing of them.
func (s *Sequencer) Format(f fmt.State, _ rune) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = fmt.Fprintf(f, "rdvsolidarites.Sequencer(%d)", len(s.objects))
}

// keyOf names the object of an event, or reports that it cannot be named.
func keyOf(event *Event) (objectKey, bool) {
	type part struct {
		ID int64 `json:"id"`
	}
	var named struct {
		ID           int64 `json:"id"`
		Organisation part  `json:"organisation"`
		Agent        part  `json:"agent"`
		User         part  `json:"user"`
	}
	if event.Meta.Model == "" || rest.Unmarshal(event.Raw, &named) != nil {
		return objectKey{}, false
	}
	with := named.Organisation.ID
	switch {
	case named.ID > 0:
		return objectKey{event.Meta.Model, id(named.ID), ""}, true
	case event.Meta.Model == "ReferentAssignation":
		with = named.Agent.ID
	case event.Meta.Model != "UserProfile":
		return objectKey{}, false
	}
	return objectKey{event.Meta.Model, "", id(named.User.ID) + " " + id(with)}, named.User.ID > 0 && with > 0
}

// take returns the sequence of an object, for use until release.
func (s *Sequencer) take(key objectKey) *sequence {
	s.mu.Lock()
	defer s.mu.Unlock()
	element := s.objects[key]
	if element == nil {
		if s.objects == nil {
			s.objects = map[objectKey]*lru.Element{}
		}
		element = s.recent.PushFront(&sequence{key: key})
		s.objects[key] = element
	}
	s.recent.MoveToFront(element)
	o := element.Value.(*sequence)
	if o.users++; o.users == 1 {
		o.turn = make(chan struct{}, 1)
	}
	return o
}

// release forgets the objects beyond the limit, except those in use.
func (s *Sequencer) release(o *sequence) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.users--; o.users == 0 {
		o.turn = nil
	}
	limit := s.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	for element := s.recent.Back(); element != nil && s.recent.Len() > limit; {
		before, oldest := element.Prev(), element.Value.(*sequence)
		if oldest.users == 0 {
			delete(s.objects, oldest.key)
			s.recent.Remove(element)
		}
		element = before
	}
}

// place judges a delivery by what is known before it.
func (o *sequence) place(event *Event) Delivery {
	fresh, destroyed := event.Meta.FreshAsOf(), event.Meta.Event == EventDestroyed
	unique := o.key.id != "" // and never used again
	switch {
	case !o.known:
		return DeliveryNew
	case unique && o.destroyed && destroyed:
		return DeliveryRepeated
	case unique && o.destroyed:
		return DeliveryStale
	case unique && destroyed:
		return DeliveryNew // its body was built before the destruction
	case !fresh.IsZero() && fresh.Before(o.fresh.Time):
		return DeliveryStale
	case o.last == stateOf(event), slices.Contains(o.bodies, sha256.Sum256(event.Body)):
		return DeliveryRepeated
	}
	return DeliveryNew
}

func (o *sequence) remember(event *Event, place Delivery) {
	if place == DeliveryStale {
		return
	}
	if fresh := event.Meta.FreshAsOf(); fresh.After(o.fresh.Time) {
		o.fresh, o.bodies = fresh, nil
	}
	if body := sha256.Sum256(event.Body); len(o.bodies) < maxSameMoment && !slices.Contains(o.bodies, body) {
		o.bodies = append(o.bodies, body)
	}
	if place == DeliveryNew { // a repeated one may be of a state before the last
		o.known, o.destroyed, o.last = true, event.Meta.Event == EventDestroyed, stateOf(event)
	}
}

// stateOf identifies the event and its data, without the moments.
func stateOf(event *Event) [sha256.Size]byte {
	return sha256.Sum256(append([]byte(event.Meta.Event+" "), event.Raw...))
}
