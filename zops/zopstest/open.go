package zopstest

// openResources are the routes outside the management API: the list of routes, the health check, what the
// manager sees, and what other servers of the service report.
var openResources = []*resource{
	{
		name: "ResourceListResource", path: "/", list: true, unguarded: true, hidden: true,
		fields: []*field{{name: "url", details: "A route.", kind: "string", readOnly: true}},
		params: []param{
			{"page_size", "integer", "10", "Rows per page."},
			{"page", "integer", "0", "Number of the page, from 0."},
		},
		operations: []operation{{"GET", public, (*Server).listRoutes}},
	},
	{
		name: "Ping", path: "/api/v1/ping", unguarded: true, hidden: true,
		operations: []operation{{"GET", public, func(*Server, *call) (any, *failure) { return "pong", nil }}},
	},
	{
		name: "EmailTrackingResource", path: "/api/v1/email-tracking", list: true, hidden: true,
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
	{
		name: "LogNotifierResource", path: "/api/v1/log-notifier", list: true, unguarded: true, hidden: true,
		fields:     []*field{{name: "notifierData", details: "Lines of logs.", writeOnly: true}},
		operations: reports,
	},
	{
		name: "ServiceEventResource", path: "/api/v1/service-event", list: true, unguarded: true, hidden: true,
		fields:     []*field{{name: "serviceData", details: "Items that were used.", writeOnly: true}},
		operations: reports,
	},
	{
		name: "LogTrackingResource", path: "/api/v1/log-tracking", list: true, hidden: true, fields: []*field{},
		params: []param{
			{"page_size", "integer", "10", "Rows per page."},
			{"page", "integer", "0", "Number of the page, from 0."},
			{"level_name", "string", "", "Keeps one level."}, {"function_name", "string", "", "Keeps one function."},
		},
		operations: []operation{{"GET", onlyManager, (*Server).listLogs}},
	},
}

var reports = []operation{{"POST", public, (*Server).ignore}, {"GET", public, nil}, {"PATCH", public, nil}}

// listRoutes accepts paging parameters but lists all routes on every page.
func (s *Server) listRoutes(*call) (any, *failure) {
	routes := []any{}
	for _, res := range s.resources {
		if !res.hidden {
			routes = append(routes, object{{"url", res.path}})
		}
	}
	return routes, nil
}

// ignore accepts what other servers of the service report. The contract does not say what they send.
func (s *Server) ignore(*call) (any, *failure) { return object{}, nil }

// listLogs lists nothing: the test server keeps no logs.
func (s *Server) listLogs(c *call) (any, *failure) {
	if level, given := c.query.values.get("level_name"); given && level != "WARNING" && level != "ERROR" {
		return nil, invalidParam("level_name", "It is WARNING or ERROR.")
	}
	return []any{}, nil
}

// listMails lists the newest mail first. It removes indent from the echoed parameters.
func (s *Server) listMails(c *call) (any, *failure) {
	c.query.values = c.query.values[1:]
	for _, param := range c.query.values {
		s.ask(param.value.(string))
	}
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
