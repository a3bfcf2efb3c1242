package zopstest

// openResources are the routes outside the management API: the list of routes, the health check, and the
// manager's view of the mails.
func openResources() []*resource {
	return []*resource{
		{
			name: "ResourceListResource", path: "/", list: true, unguarded: true,
			fields: []field{text("url", "A route.").read()},
			params: []param{
				{"page_size", "integer", "10", "Rows per page."},
				{"page", "integer", "0", "Number of the page, from 0."},
			},
			operations: map[string]operation{"GET": public((*Server).listRoutes)},
		},
		{
			name: "Ping", path: "/api/v1/ping", unguarded: true,
			operations: map[string]operation{"GET": public(func(*Server, *call) (any, *failure) { return "pong", nil })},
		},
		{
			name: "EmailTrackingResource", path: "/api/v1/email-tracking", list: true,
			fields: []field{
				text("accountId", "The account.").read(), text("providerMailId", "The provider's name of the mail.").read(),
				text("receiver", "To whom it went.").read(), text("subject", "Its subject.").read(), text("text", "Its text.").read(),
				text("provider", "The provider.").read(), text("category", "approve or reset_password.").read(),
			},
			params: []param{
				textParam("receiver", "Keeps one receiver."), textParam("account_id", "Keeps one account."),
				textParam("provider_mail_id", "Keeps one mail."),
			},
			operations: map[string]operation{"GET": guarded(onlyManager, (*Server).listMails)},
		},
	}
}

// listRoutes accepts paging parameters but lists all routes on every page.
func (s *Server) listRoutes(*call) (any, *failure) {
	routes := []any{}
	for _, res := range s.resources {
		switch res.name {
		case "ResourceListResource", "Ping", "EmailTrackingResource":
		default:
			routes = append(routes, object{{"url", res.path}})
		}
	}
	return routes, nil
}

// listMails lists the newest mail first. It removes indent from the echoed parameters.
func (s *Server) listMails(c *call) (any, *failure) {
	c.query.values = c.query.values[1:]
	rows := []any{}
	for i := len(s.mails) - 1; i >= 0; i-- {
		m := s.mails[i]
		if !keeps(c.query, "receiver", m.to) || !keeps(c.query, "account_id", m.account) || !keeps(c.query, "provider_mail_id", m.id) {
			continue
		}
		rows = append(rows, object{
			{"accountId", m.account},
			{"providerMailId", m.id},
			{"receiver", m.to},
			{"subject", m.subject},
			{"text", m.text},
			{"provider", "MAILGUN"},
			{"category", m.category},
		})
	}
	return rows, nil
}

func keeps(q query, name, value string) bool {
	wanted, given := q.values.get(name)
	return !given || wanted == value
}
