package rdvsolidaritestest

import (
	"net/http"
	"slices"
	"strconv"
)

func (s *Server) listLieux(c *call) *reply {
	asked := c.filter("organisation_id")
	var list []*lieu
	for _, o := range s.organisations {
		if c.agent.roles[o.id] != "" && (asked == 0 || asked == o.id) {
			list = append(list, o.lieux...)
		}
	}
	slices.SortFunc(list, func(a, b *lieu) int { return int(a.id - b.id) })
	return page(c, "lieux", list, (*writer).lieu)
}

// createLieu answers with the lieu alone, without a root.
func (s *Server) createLieu(c *call) *reply {
	o, ok := s.organisation(c.params.id("organisation_id"))
	switch {
	case !ok:
		return s.recordNotFound("Organisation", c.params.id("organisation_id"))
	case c.agent.roles[o.id] != levelAdmin:
		return forbidden()
	}
	l := &lieu{organisationID: o.id, name: c.params.text("name"), address: c.params.text("address"),
		phone: c.params.text("phone_number")}
	reference, _ := c.params.object("external_reference")
	l.externalID = reference.text("external_id")
	var messages []string
	var errors [2]error
	l.latitude, errors[0] = strconv.ParseFloat(c.params.text("latitude"), 64)
	l.longitude, errors[1] = strconv.ParseFloat(c.params.text("longitude"), 64)
	for _, required := range []struct {
		name    string
		missing bool
	}{{"address", l.address == ""}, {"latitude", errors[0] != nil}, {"longitude", errors[1] != nil}, {"name", l.name == ""}} {
		if required.missing {
			messages = append(messages, required.name+" est obligatoire")
		}
	}
	if s.knowsLieu(o.territory, l.externalID) {
		messages = append(messages, "external_id est déjà utilisé")
	}
	if messages != nil {
		return messagesOnly(http.StatusUnprocessableEntity, messages...)
	}
	s.last.lieu++
	l.id = s.last.lieu
	o.lieux = append(o.lieux, l)
	s.emit("lieu", "created", []int64{o.id}, of(l, (*writer).lieu))
	w := writer{rules: s.rules}
	w.item(func() { w.lieu(l) })
	return jsonReply(http.StatusOK, w.b)
}

// knowsLieu reports whether a lieu of the territory has the external id.
func (s *Server) knowsLieu(t *territory, externalID string) bool {
	return externalID != "" && some(s.organisations, func(o *organisation) bool {
		return o.territory == t && some(o.lieux, func(l *lieu) bool { return l.externalID == externalID })
	})
}

// messagesOnly is the body without errors of the newest routes.
func messagesOnly(status int, messages ...string) *reply {
	var w writer
	w.item(func() {
		w.list("error_messages", func() {
			for _, message := range messages {
				w.stringItem(message)
			}
		})
	})
	return jsonReply(status, w.b)
}
