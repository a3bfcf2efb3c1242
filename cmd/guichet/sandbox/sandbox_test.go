package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheServicesComeInTheOrderOfTheirPorts(t *testing.T) {
	var names []string
	for _, s := range all(options{}) {
		names = append(names, s.name)
	}
	if want := []string{"rdv", "zops", "gopaas", "astor"}; !slices.Equal(names, want) {
		t.Errorf("they are %v", names)
	}
}

func TestASandboxMakesOnlyTheServiceThatIsAskedForAndMakesItOnce(t *testing.T) {
	for _, asked := range kinds() {
		p := InProcess(time.Time{}, "").(inProcess)
		var made []string
		for i, k := range p.kinds {
			p.kinds[i].make = func(o options) (server, func() []entry) {
				made = append(made, k.name)
				return k.make(o)
			}
		}
		base, transport := p.Transport(asked.name)
		variables := p.Variables(asked.name)
		if base == "" || transport == nil || len(variables) == 0 {
			t.Errorf("%s is at %q with %v", asked.name, base, variables)
		}
		if !slices.Equal(made, []string{asked.name}) {
			t.Errorf("%s made %v", asked.name, made)
		}
	}
}

func TestTheSandboxPrintsWorkingGoPaaSCredentials(t *testing.T) {
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
