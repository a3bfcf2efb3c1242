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
	for name, field := range map[string]*float64{"latitude": &l.latitude, "longitude": &l.longitude} {
		var err error
		if *field, err = strconv.ParseFloat(c.params.text(name), 64); err != nil {
			messages = append(messages, name+" est obligatoire")
		}
	}
	for name, value := range map[string]string{"name": l.name, "address": l.address} {
		if value == "" {
			messages = append(messages, name+" est obligatoire")
		}
	}
	slices.Sort(messages)
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
	return externalID != "" && slices.ContainsFunc(s.organisations, func(o *organisation) bool {
		return o.territory == t && slices.ContainsFunc(o.lieux, func(l *lieu) bool { return l.externalID == externalID })
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
