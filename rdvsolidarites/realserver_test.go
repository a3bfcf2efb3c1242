package rdvsolidarites_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// exchanged is an exchange with the real server of generation 2024.
type exchanged struct {
	Name   string `json:"name"`
	Method string `json:"method"`
	Path   string `json:"path"`
	Answer struct {
		Status int             `json:"status"`
		Body   json.RawMessage `json:"body"`
	} `json:"answer"`
}

// TestEveryAnswerOfTheRealServerDecodes gives each answer to the method that asks for it.
func TestEveryAnswerOfTheRealServerDecodes(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "recorded", "rdv-real-server", "exchanges.json"))
	if err != nil {
		t.Skip("the recorded answers are not beside this checkout; testdata has invented ones, which TestEveryGenerationDecodes reads")
	}
	var recorded struct {
		Exchanges []exchanged `json:"exchanges"`
	}
	if err := json.Unmarshal(data, &recorded); err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, x := range recorded.Exchanges {
		// An HTML page was kept as a text, and a list of the wrong page as it came.
		route := routeOf(x.Method + " " + x.Path)
		if route == "" || len(x.Answer.Body) == 0 || x.Answer.Body[0] != '{' {
			continue
		}
		read++
		method, path, _ := strings.Cut(route, " ")
		r := recording{Method: method, Path: path, Status: x.Answer.Status, Body: x.Answer.Body}
		if r.Status >= 300 {
			client := replay(t, r)
			for _, e := range endpoints(everything()) {
				if e.route != route {
					continue
				}
				_, err := e.call(t.Context(), client)
				if e := failure(t, err); e.Status != r.Status || !errors.Is(err, kinds[r.Status]) || e.Message == "" && r.Status != http.StatusUnauthorized {
					t.Errorf("%s: %+v", x.Name, *e)
				}
				break
			}
			continue
		}
		for _, field := range decodeOne(t, r) {
			if left[field] == "" {
				t.Errorf("%s: no type knows %s", x.Name, field)
			}
		}
	}
	if read < 40 {
		t.Errorf("only %d of %d answers were read", read, len(recorded.Exchanges))
	}
}

// routeOf returns the route of a method of the package that a request asks for, "" for
// none.
func routeOf(request string) string {
	placeholder := regexp.MustCompile(`\{[a-z_]+\}`)
	for _, e := range endpoints(everything()) {
		if regexp.MustCompile("^" + placeholder.ReplaceAllString(e.route, `[0-9]+`) + "$").MatchString(request) {
			return e.route
		}
	}
	return ""
}
