package zopstest

import "net/http"

func (s *Server) listConsumers(c *call) (any, *failure) {
	rows := []any{}
	for _, x := range s.consumers {
		if x.account == c.account() {
			rows = append(rows, object{{"id", x.id}})
		}
	}
	return shifted(c, rows), nil
}

func (s *Server) createConsumer(c *call) (any, *failure) {
	x := &consumer{s.newID(), c.account()}
	s.consumers = append(s.consumers, x)
	return object{{"id", x.id}}, nil
}

// attachConsumer does not check whose project it is.
func (s *Server) attachConsumer(c *call) (any, *failure) {
	p, id := s.projectByID(c.elements["project_id"]), c.body["consumerId"]
	switch {
	case p == nil:
		return nil, fail(http.StatusNotFound, "There is no project with this id.")
	case p.users >= userLimit:
		return nil, fail(http.StatusPaymentRequired, "The project has all the consumers that it may have.")
	case s.consumerOf(c.account(), id) == nil:
		return nil, fail(http.StatusNotFound, "There is no consumer with this id.")
	case s.attached(p.id, id) != nil:
		return nil, fail(http.StatusConflict, "The consumer is attached already.")
	}
	p.users++
	s.projects = moved(s.projects, p)
	s.attachments = append(s.attachments, &attachment{p.id, id})
	return object{{"consumerId", id}}, nil
}

func (s *Server) detachConsumer(c *call) (any, *failure) {
	p, id := s.projectByID(c.elements["project_id"]), c.elements["consumer_id"]
	switch {
	case p == nil:
		return nil, fail(http.StatusNotFound, "There is no project with this id.")
	case s.consumerOf(c.account(), id) == nil:
		return nil, fail(http.StatusNotFound, "There is no consumer with this id.")
	}
	attached := s.attached(p.id, id)
	if attached == nil {
		return nil, fail(http.StatusNotFound, "The consumer is not attached.")
	}
	p.users--
	s.projects = moved(s.projects, p)
	s.attachments = without(s.attachments, func(a *attachment) bool { return a == attached })
	return nil, nil
}

// createConsumerToken does not return the fields of the request.
func (s *Server) createConsumerToken(c *call) (any, *failure) {
	project, code := c.body["projectId"], c.body["serviceCatalogCode"]
	v := s.serviceOf(c.account(), project, code)
	switch {
	case v == nil:
		return nil, fail(http.StatusBadRequest, "The service is not attached to the project.")
	case s.attached(project, c.body["consumerId"]) == nil:
		return nil, fail(http.StatusBadRequest, "The consumer is not attached to the project.")
	case v.used >= v.limit:
		return nil, fail(http.StatusPaymentRequired, "The service has used all its items.")
	}
	token := s.newCode()
	s.consumerTokens[token] = &consumerToken{service: project + "/" + code, ends: s.now().Add(consumerTokenLife)}
	return object{{"consumerId", nil}, {"projectId", nil}, {"serviceCatalogCode", nil}, {"token", token}}, nil
}

// deleteConsumerToken answers 500 for an unknown token. It does not check whose token it is.
func (s *Server) deleteConsumerToken(c *call) (any, *failure) {
	token := c.elements["token_id"]
	made := s.consumerTokens[token]
	switch {
	case made == nil:
		return nil, unhandled()
	case made.service != c.elements["project_id"]+"/"+c.elements["service_catalog_code"]:
		return nil, fail(http.StatusBadRequest, "The token was made for another project or service.")
	}
	delete(s.consumerTokens, token)
	return nil, nil
}
