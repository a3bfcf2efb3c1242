package zopstest

// openResources are the routes outside the management API: the list of routes, the health check, and the
// manager's view of the mails.
var openResources = []*resource{
	{
		name: "ResourceListResource", path: "/", list: true, unguarded: true,
		fields: []*field{{name: "url", details: "A route.", kind: "string", readOnly: true}},
		params: []param{
			{"page_size", "integer", "10", "Rows per page."},
			{"page", "integer", "0", "Number of the page, from 0."},
		},
		operations: []operation{{"GET", public, (*Server).listRoutes}},
	},
	{
		name: "Ping", path: "/api/v1/ping", unguarded: true,
		operations: []operation{{"GET", public, func(*Server, *call) (any, *failure) { return "pong", nil }}},
	},
	{
		name: "EmailTrackingResource", path: "/api/v1/email-tracking", list: true,
		fields: []*field{
			{name: "accountId", details: "The account.", kind: "string", readOnly: true},
			{name: "providerMailId", details: "The provider's name of the mail.", kind: "string", readOnly: true},
			{name: "receiver", details: "To whom it went.", kind: "string", readOnly: true},
			{name: "subject", details: "Its subject.", kind: "string", readOnly: true},
			{name: "text", details: "Its text.", kind: "string", readOnly: true},
			{name: "provider", details: "The provider.", kind: "string", readOnly: true},
			{name: "category", details: "approve or reset_password.", kind: "string", readOnly: true},
		},
		params: []param{
			{"receiver", "string", "", "Keeps one receiver."}, {"account_id", "string", "", "Keeps one account."},
			{"provider_mail_id", "string", "", "Keeps one mail."},
		},
		operations: []operation{{"GET", onlyManager, (*Server).listMails}},
	},
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
