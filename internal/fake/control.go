package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

func (s *Server) serveControl(w http.ResponseWriter, r *http.Request, name string) {
	handler, own := s.options.Control[name]
	switch {
	case own:
		handler.ServeHTTP(w, r)
	case name == "requests":
		s.controlRequests(w, r)
	case name == "faults":
		s.controlFaults(w, r)
	default:
		known := []string{"faults", "requests"}
		for control := range s.options.Control {
			known = append(known, control)
		}
		slices.Sort(known)
		Refuse(w, http.StatusNotFound, fmt.Errorf("no control route %q; there are %s", name, strings.Join(known, ", ")))
	}
}

func (s *Server) controlRequests(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		WriteJSON(w, http.StatusOK, s.Requests())
	case http.MethodDelete:
		s.ResetRequests()
		w.WriteHeader(http.StatusNoContent)
	default:
		Refuse(w, http.StatusMethodNotAllowed, errors.New("requests takes GET and DELETE"))
	}
}

func (s *Server) controlFaults(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodPost:
		f, err := readFault(r)
		if err != nil {
			Refuse(w, http.StatusBadRequest, err)
			return
		}
		s.Fault(f)
		WriteJSON(w, http.StatusOK, map[string]int{"count": max(f.Count, 1)})
	case http.MethodDelete:
		s.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
	default:
		Refuse(w, http.StatusMethodNotAllowed, errors.New("faults takes POST and DELETE"))
	}
}

func readFault(r *http.Request) (Fault, error) {
	var in struct {
		Fault
		Latency string `json:"latency"`
	}
	if err := ReadJSON(r, &in); err != nil {
		return Fault{}, err
	}
	if in.Latency != "" {
		latency, err := time.ParseDuration(in.Latency)
		if err != nil {
			return Fault{}, fmt.Errorf(`latency must be a duration such as "2s", not %q`, in.Latency)
		}
		in.Fault.Latency = latency
	}
	return in.Fault, in.Fault.check()
}

// ReadJSON decodes the body of a control request into v. It refuses unknown fields, which are mostly
// typing errors, and anything after the value.
func ReadJSON(r *http.Request, v any) error {
	decoder := json.NewDecoder(io.LimitReader(r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return fmt.Errorf("the body must be one JSON object: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("the body must be one JSON object and nothing after it")
	}
	return nil
}

// WriteJSON answers with v as JSON.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

// Refuse answers a control request with {"error": message}.
func Refuse(w http.ResponseWriter, status int, err error) {
	WriteJSON(w, status, map[string]string{"error": err.Error()})
}
