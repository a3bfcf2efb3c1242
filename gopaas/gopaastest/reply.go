package gopaastest

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// pair is one member of a JSON object.
type pair struct {
	name  string
	value any
}

// object is a JSON object that keeps the order of its members.
type object []pair

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(p.name)
		value, err := json.Marshal(p.value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (s *Server) jsonType() string {
	if s.options.HTMLContentType {
		return "text/html; charset=UTF-8"
	}
	return "application/json"
}

func (s *Server) json(w http.ResponseWriter, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		s.message(w, http.StatusInternalServerError)
		return
	}
	s.raw(w, http.StatusOK, body)
}

func (s *Server) raw(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", s.jsonType())
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// message answers with an error text of the service.
func (s *Server) message(w http.ResponseWriter, status int) { s.raw(w, status, messageBody(status)) }

func messageBody(status int) []byte {
	text := "Something went wrong. Please try again later."
	switch status {
	case http.StatusBadRequest:
		text = "Invalid version."
	case http.StatusUnauthorized:
		text = "Invalid API key."
	case http.StatusForbidden:
		text = "Access denied."
	case http.StatusNotFound:
		text = "Not found."
	}
	body, _ := json.Marshal(object{{"msg", text}})
	return body
}
