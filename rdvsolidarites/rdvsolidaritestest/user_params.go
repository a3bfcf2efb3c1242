package rdvsolidaritestest

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// assignUser copies the writable keys of p into u, and returns the answer when they are refused.
func (s *Server) assignUser(c *call, u *user, p params) *reply {
	var list invalids
	if !u.assignEnums(p) || !u.assignChildren(p, &list) {
		return s.exception()
	}
	s.assignTexts(u, p)
	if p.has("notify_by_sms") {
		u.notifyBySMS = p.boolean("notify_by_sms")
	}
	if p.has("notify_by_email") {
		u.notifyByEmail = p.boolean("notify_by_email")
	}
	if refused := s.assignRelations(c, u, p); refused != nil {
		return refused
	}
	if list = append(s.validateUser(u), list...); len(list) > 0 {
		return s.unprocessable(list)
	}
	u.joinResponsible()
	return nil
}

// assignTexts silently skips fields certified by FranceConnect and unknown fields.
func (s *Server) assignTexts(u *user, p params) {
	if !u.franceConnect {
		p.assignStripped("first_name", &u.firstName)
		p.assignStripped("birth_name", &u.birthName)
		s.moments.assignDay(p, "birth_date", &u.birthDate)
	}
	p.assignStripped("last_name", &u.lastName)
	p.assignStripped("email", &u.email)
	p.assign("phone_number", &u.phone)
	p.assign("address", &u.address)
	p.assign("affiliation_number", &u.affiliationNumber)
	if s.notificationEmail {
		p.assignStripped("notification_email", &u.notificationEmail)
	}
	if s.userCity {
		p.assign("city_code", &u.cityCode)
		p.assign("post_code", &u.postCode)
		p.assign("city_name", &u.cityName)
	}
	u.email, u.notificationEmail = correctedEmail(u.email), correctedEmail(u.notificationEmail)
	u.formattedPhone, _ = s.phones.format(u.phone)
}

// assign stores a given text as it was sent.
func (p params) assign(name string, field *string) {
	if v, given := p[name]; given && p.has(name) {
		if *field = p.raw(name); v == "" {
			*field = blankText
		}
	}
}

// assignStripped stores a given text without the space around it, and null for a blank one.
func (p params) assignStripped(name string, field *string) {
	if p.has(name) {
		*field = p.text(name)
	}
}

// assignEnums reports whether the values are known.
func (u *user) assignEnums(p params) bool {
	return assignEnum(&u.caisseAffiliation, p, "caisse_affiliation", "aucune", "caf", "msa") &&
		assignEnum(&u.familySituation, p, "family_situation", "single", "in_a_relationship", "divorced")
}

// assignEnum accepts a word or its number. The service answers others with 500.
func assignEnum(field *string, p params, k string, words ...string) bool {
	if !p.has(k) {
		return true
	}
	word := p.raw(k)
	if n, ok := p[k].(json.Number); ok {
		if i, err := strconv.Atoi(n.String()); err == nil && i >= 0 && i < len(words) {
			word = words[i]
		}
	}
	if strings.TrimSpace(word) == "" {
		*field = ""
		return true
	}
	*field = word
	return contains(words, word)
}

// assignChildren adds to list what is wrong with the number of children. It reports whether the database
// can store the number.
func (u *user) assignChildren(p params, list *invalids) bool {
	const k = "number_of_children"
	if !p.has(k) {
		return true
	}
	text := p.text(k)
	if u.children = nil; text == "" {
		return true
	}
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil:
		list.add(&invalid{k, "not_a_number", "n'est pas un nombre", func(w *writer) { w.string("value", text) }})
	case math.Abs(n) > math.MaxInt32:
		return false
	case n < 0:
		list.add(&invalid{k, "greater_than_or_equal_to", "doit être supérieur ou égal à 0", func(w *writer) {
			w.int("value", int64(n))
			w.int("count", 0)
		}})
	default:
		children := int64(n)
		u.children = &children
	}
	return true
}

// assignRelations replaces each given list as a whole.
func (s *Server) assignRelations(c *call, u *user, p params) *reply {
	if p.hasList("organisation_ids") {
		ids := distinctIDs(p.ids("organisation_ids"))
		if known := keep(ids, func(id int64) bool { _, ok := s.organisation(id); return ok }); len(known) < len(ids) {
			return s.recordsNotFound("Organisation", ids, known)
		}
		u.organisations = inOrder(u.organisations, ids)
	}
	if p.hasList("referent_agent_ids") {
		if refused := s.assignReferents(c, u, distinctIDs(p.ids("referent_agent_ids"))); refused != nil {
			return refused
		}
	}
	if p.has("responsible_id") {
		u.responsible = nil
		if id := p.id("responsible_id"); id != 0 {
			responsible, ok := s.user(id)
			if !ok || responsible.deleted {
				return s.exception()
			}
			u.responsible = responsible
		}
	}
	return nil
}

// assignReferents neither adds nor removes agents whom the caller cannot see, since 2025.
func (s *Server) assignReferents(c *call, u *user, ids []int64) *reply {
	if s.hiddenReferentsKept {
		visible := func(id int64) bool { a, ok := s.agent(id); return ok && s.visibleAgent(c.agent, a) }
		hidden := keep(u.referents, func(id int64) bool { return !visible(id) })
		u.referents = append(keep(ids, visible), hidden...)
		return nil
	}
	if known := keep(ids, func(id int64) bool { _, ok := s.agent(id); return ok }); len(known) < len(ids) {
		return s.recordsNotFound("Agent", ids, known)
	}
	u.referents = inOrder(u.referents, ids)
	return nil
}

func keep(ids []int64, wanted func(int64) bool) []int64 {
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return !wanted(id) })
}

//go:noinline
func distinctIDs(ids []int64) []int64 {
	var list []int64
	for _, id := range ids {
		if !contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// inOrder returns wanted with those first that were there before.
func inOrder(before, wanted []int64) []int64 {
	kept := keep(before, func(id int64) bool { return contains(wanted, id) })
	return distinctIDs(append(kept, wanted...))
}

// joinResponsible puts u into the organisations of the responsible person.
func (u *user) joinResponsible() {
	if u.responsible != nil {
		u.organisations = distinctIDs(append(slices.Clone(u.organisations), u.responsible.organisations...))
	}
}

// dependsOn reports whether other is responsible for u, directly or not.
func (u *user) dependsOn(other *user) bool {
	for ; u != nil; u = u.responsible {
		if u.id == other.id {
			return true
		}
	}
	return false
}

func (s *Server) validateUser(u *user) invalids {
	var list invalids
	if u.email != "" {
		list = s.validateEmail(u)
	}
	if _, ok := s.phones.format(u.phone); !ok {
		list.add(unreadable("phone_number"))
	}
	if u.responsible != nil && u.responsible.id == u.id && u.id != 0 {
		list.add(sentence("responsible_id", "ne peut pas être l'usager lui même"))
	} else if u.responsible.dependsOn(u) {
		list.add(sentence("responsible_id", "ne peut pas être un proche de l'usager"))
	}
	if u.lastName == "" {
		list.add(blank("last_name"))
	}
	if u.firstName == "" {
		list.add(blank("first_name"))
	}
	today := s.options.Today
	if u.birthDate != "" && (u.birthDate > today.Format(time.DateOnly) || u.birthDate < today.AddDate(-130, 0, 0).Format(time.DateOnly)) {
		list.add(sentence("birth_date", "est invalide"))
	}
	return list
}

func (s *Server) validateEmail(u *user) invalids {
	var list invalids
	if !s.repeatedEmails {
		for _, other := range s.users {
			if other.id != u.id && other.email == u.email {
				list.add(taken("email", u.email, other.id))
				break
			}
		}
	}
	if !validEmail(u.email) {
		list.add(malformed("email", u.email))
	}
	return list
}

// correctedEmail returns an e-mail in lower case without two usual slips.
func correctedEmail(email string) string {
	return strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(email, ".@", "@"), "..", "."))
}

// validEmail accepts what the service's pattern accepts: one @ with something on both sides and no space.
func validEmail(email string) bool {
	name, domain, ok := strings.Cut(email, "@")
	return ok && name != "" && domain != "" && !strings.ContainsAny(email, " \t\r\n") && !strings.Contains(domain, "@")
}

// validEnum reports whether k is absent, null or one of the values. The service answers others with 500.
func validEnum(p params, k string, values ...string) bool {
	return p.text(k) == "" || contains(values, p.text(k))
}
