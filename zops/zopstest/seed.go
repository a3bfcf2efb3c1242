package zopstest

// seed stores the data that exists before the first request.
func (s *Server) seed(empty bool) {
	s.users = append(s.users, &user{
		id: s.newID(), email: ManagerEmail, password: ManagerPassword, firstName: "Camille", lastName: "Rousseau",
		role: roleManager, tenant: s.newID(),
	})
	if empty {
		return
	}
	a := s.seedAccount()
	s.catalogue = []*catalogueEntry{
		{"Notifications", "Notifications sur les téléphones", "push"},
		{"Messagerie", "Conversations en temps réel", "roc"},
		{"SMS", "Messages courts", "sms"},
	}
	for i, p := range []struct {
		name, description string
		services          []string
		consumers         int
	}{
		{"Accueil numérique", "Le guichet en ligne de la métropole", []string{"push", "roc"}, 4},
		{"Rappels de rendez-vous", "Les rappels envoyés la veille", []string{"push", "sms"}, 3},
		{"Bac à sable", "Essais des équipes", nil, 1},
	} {
		s.seedProject(a, p.name, p.description, p.services, p.consumers)
		if i == 0 {
			s.keys[s.projects[0].id] = projectKeys{"cle-fcm-inventee", "104729", "Y2VydGlmaWNhdCBpbnZlbnTDqQ=="}
		}
	}
}

func (s *Server) seedAccount() *account {
	address, phone := "12 rue des Frères-Lumière, 12000 Rodez", "33565000000"
	a := &account{
		id: s.newID(), organisation: "Métropole de l'Aubrac", email: "numerique@aubrac.example.fr",
		address: &address, phone: &phone, active: true, approveCode: s.newCode(),
	}
	s.accounts = append(s.accounts, a)
	for _, u := range []user{
		{email: Email, password: Password, firstName: "Claire", lastName: "Fontaine", role: roleAdmin},
		{email: DeveloperEmail, password: DeveloperPassword, firstName: "Yanis", lastName: "Le Goff", role: roleDeveloper},
		{email: BillingEmail, password: BillingPassword, firstName: "Hélène", lastName: "Garnier", role: roleBilling},
	} {
		u.id, u.account = s.newID(), a.id
		s.users = append(s.users, &u)
	}
	return a
}

func (s *Server) seedProject(a *account, name, description string, codes []string, consumers int) {
	p := &project{id: s.newID(), account: a.id, name: name, description: description, users: consumers}
	s.projects = append(s.projects, p)
	a.projects++
	for i, code := range codes {
		used := 0
		if limits[code] > 0 {
			used = 37 * (i + 1)
		}
		s.services = append(s.services, &service{
			id: s.newID(), project: p.id, account: a.id, code: code,
			name: s.entry(code).name, description: s.entry(code).description, limit: limits[code], used: used,
		})
	}
	for range consumers {
		x := &consumer{s.newID(), a.id}
		s.consumers = append(s.consumers, x)
		s.attachments = append(s.attachments, &attachment{p.id, x.id})
	}
}
