package rdv

import (
	"encoding/json"
	"net/url"
	"strconv"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// calendar is what -o ics shows of appointments. A calendar may be passed on: it never
// has the telephone, the address or the notes of a person.
type calendar struct{ names bool }

func (c *calendar) flags(f *command.Flags) {
	f.Switch(&c.names, "with-names", message.FlagWithNames)
}

// event returns what reads appointments as entries of a calendar.
func (c *calendar) event(r *command.Run) (func(json.RawMessage) (render.Event, error), error) {
	base, err := Service().Place.Base(r)
	if err != nil {
		return nil, err
	}
	at, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	zone, err := r.TimeZone()
	if err != nil {
		return nil, err
	}
	all := newAppointments(zone)
	return func(row json.RawMessage) (render.Event, error) {
		rdv, err := all.read(row)
		if err == nil && rdv.start.IsZero() {
			err = exit.Service.New(message.ErrNoStart, rdv.id)
		}
		if err != nil {
			return render.Event{}, err
		}
		return c.entry(rdv, at.Hostname(), r.Messages), nil
	}, nil
}

func (c *calendar) entry(rdv *appointment, host string, messages *message.Catalogue) render.Event {
	e := render.Event{
		UID: rdv.uuid + "@" + host, Start: rdv.start, End: rdv.end, Created: rdv.created, Summary: rdv.reason,
		Cancelled: rdv.status == rdvsolidarites.StatusExcused || rdv.status == rdvsolidarites.StatusRevoked,
	}
	if rdv.uuid == "" {
		e.UID = "rdv-" + strconv.FormatInt(rdv.id, 10) + "@" + host
	}
	if e.Summary == "" {
		e.Summary = messages.Text(message.WordAppointment)
	}
	if people := names(rdv.people); c.names && people != "" {
		e.Summary = messages.Text(message.WithCause, e.Summary, people)
	}
	// Anywhere but on site, the address of an appointment is that of a person.
	if rdv.kind == rdvsolidarites.LocationPublicOffice || rdv.kind == "" && rdv.lieu != "" {
		e.Location = joined(", ", rdv.lieu, rdv.lieuAddress)
		if e.Location == "" {
			e.Location = rdv.address
		}
	}
	return e
}
