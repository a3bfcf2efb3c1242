package rdvsolidaritestest

import "net/http"

// refuseCopy answers the routes that copy an organisation to the other instance. They are not documented,
// and the test server performs none of them.
func (s *Server) refuseCopy(*call) *reply { return forbidden() }

// createAgent only tells whether the service would accept the agent: it invites nobody.
func (s *Server) createAgent(c *call) *reply {
	for _, id := range c.params.ids("organisation_ids") {
		if c.agent.roles[id] != levelAdmin {
			return forbidden()
		}
	}
	switch {
	case c.params.text("access_level") == "":
		return s.missingParam("access_level")
	case !validEmail(c.params.text("email")):
		return messagesOnly(http.StatusUnprocessableEntity, "email n'est pas valide")
	}
	return forbidden()
}

// createOrganisation refuses with 401 as the service does to an agent who has a territorial right.
func (s *Server) createOrganisation(*call) *reply {
	return jsonReply(http.StatusUnauthorized, []byte("{}"))
}
