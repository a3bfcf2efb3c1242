package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestTheServicesComeInTheOrderOfTheirPorts(t *testing.T) {
	order := []string{"rdv", "zops", "gopaas", "astor"}
	last := -1
	for _, s := range all(options{}) {
		at := slices.Index(order, s.name)
		if at <= last || s.port != at {
			t.Errorf("%s has port P+%d and stands after %v", s.name, s.port, order[:last+1])
		}
		last = at
	}
}

func TestGoPaaSIsReachedWithTheKeyOrTheClientThatAreTold(t *testing.T) {
	var told map[string]map[string]string
	if err := json.Unmarshal([]byte(line(all(options{}))), &told); err != nil {
		t.Fatal(err)
	}
	own := told["gopaas"]
	if !strings.HasSuffix(own["base_url"], "/crm") || own["api_key"] == "" || own["client_id"] == "" || own["client_secret"] == "" {
		t.Errorf("gopaas is told as %v", own)
	}
}

// Two sets of variables for one service are refused.
func TestTheVariablesOfGoPaaSAreOneSet(t *testing.T) {
	text := exports(all(options{}))
	if !strings.Contains(text, "export GUICHET_GOPAAS_API_KEY='") || strings.Contains(text, "GUICHET_GOPAAS_CLIENT") {
		t.Errorf("the variables are %s", text)
	}
}
