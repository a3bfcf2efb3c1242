package rdvsolidaritestest

import (
	"slices"
	"strings"
	"time"
)

// assignUser copies the writable keys of p into u, and returns the answer when they are refused.
func (s *Server) assignUser(u *user, p params) *reply {
	if !validEnum(p, "caisse_affiliation", "aucune", "caf", "msa") ||
		!validEnum(p, "family_situation", "single", "in_a_relationship", "divorced") {
		refused := s.exception()
		return &refused
	}
	u.assignTexts(p)
	if p.has("notify_by_sms") {
		u.notifyBySMS = p.flag("notify_by_sms")
	}
	if p.has("notify_by_email") {
		u.notifyByEmail = p.flag("notify_by_email")
	}
	if refused := s.assignRelations(u, p); refused != nil {
		return refused
	}
	if list := s.validateUser(u); list != nil {
		refused := s.unprocessable(list)
		return &refused
	}
	return nil
}

// assignTexts silently skips fields certified by FranceConnect and unknown fields.
func (u *user) assignTexts(p params) {
	certified := map[string]*string{
		"first_name": &u.firstName, "birth_name": &u.birthName, "birth_date": &u.birthDate,
	}
	if !u.franceConnect {
		assign(p, certified)
	}
	assign(p, map[string]*string{
		"last_name": &u.lastName, "email": &u.email, "notification_email": &u.notificationEmail,
		"phone_number": &u.phone, "address": &u.address, "affiliation_number": &u.affiliationNumber,
	})
	u.email = strings.ToLower(u.email)
	if _, err := time.Parse(time.DateOnly, u.birthDate); err != nil {
		u.birthDate = ""
	}
}

func assign(p params, fields map[string]*string) {
	for name, field := range fields {
		if p.has(name) {
			*field = p.text(name)
		}
	}
}

// assignRelations replaces each given list as a whole.
func (s *Server) assignRelations(u *user, p params) *reply {
	if p.has("organisation_ids") {
		u.organisations = unique(p.ids("organisation_ids"))
		for _, id := range u.organisations {
			if _, ok := s.organisation(id); !ok {
				refused := s.recordNotFound("Organisation", id)
				return &refused
			}
		}
	}
	if p.has("referent_agent_ids") {
		u.referents = unique(p.ids("referent_agent_ids"))
		for _, id := range u.referents {
			if _, ok := s.agent(id); !ok {
				refused := s.recordNotFound("Agent", id)
				return &refused
			}
		}
	}
	if p.has("responsible_id") {
		u.responsible = nil
		if id := p.id("responsible_id"); id != 0 {
			responsible, ok := s.user(id)
			if !ok || responsible.id == u.id || responsible.responsible != nil {
				refused := s.exception()
				return &refused
			}
			u.responsible = responsible
		}
	}
	return nil
}

func unique(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (s *Server) validateUser(u *user) []invalid {
	var list []invalid
	if u.lastName == "" {
		list = append(list, blank("last_name"))
	}
	if u.firstName == "" {
		list = append(list, blank("first_name"))
	}
	if u.email != "" {
		if !validEmail(u.email) {
			list = append(list, malformed("email", u.email))
		}
		for _, other := range s.users {
			if other.id != u.id && other.email == u.email {
				list = append(list, taken("email", u.email, other.id))
			}
		}
	}
	if _, ok := formatPhone(u.phone); !ok {
		list = append(list, unreadable("phone_number"))
	}
	return list
}

func validEmail(email string) bool {
	name, domain, ok := strings.Cut(email, "@")
	return ok && name != "" && domain != "" && !strings.ContainsAny(email, " \t\n") && !strings.Contains(domain, "@")
}

// validEnum reports whether k is absent, null or one of the values. The service answers others with 500.
func validEnum(p params, k string, values ...string) bool {
	return p.text(k) == "" || slices.Contains(values, p.text(k))
}
