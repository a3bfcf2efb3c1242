package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
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
	var told map[string]map[string]any
	if err := json.Unmarshal([]byte(line(all(options{}))), &told); err != nil {
		t.Fatal(err)
	}
	own := told["gopaas"]
	base, _ := own["base_url"].(string)
	if !strings.HasSuffix(base, "/crm") || own["api_key"] == "" || own["client_id"] == "" || own["client_secret"] == "" {
		t.Errorf("gopaas is told as %v", own)
	}
}

func TestTheNewInstanceIsReachedWithAnOAuthToken(t *testing.T) {
	s, describe := rdv(options{instance: rdvsolidaritestest.InstanceNumerique})
	defer s.Close()
	text := exports([]service{{"rdv", s, describe}})
	if strings.Contains(text, "PASSWORD") {
		t.Errorf("the variables have a password: %s", text)
	}
	_, token, _ := strings.Cut(text, "export GUICHET_RDV_BEARER='")
	token, _, _ = strings.Cut(token, "'")
	request, _ := http.NewRequest("GET", "http://sandbox.invalid/api/v1/agents/me", nil)
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := s.Transport().RoundTrip(request)
	if err != nil || response.StatusCode != 200 {
		t.Errorf("the token answered %v (%v)", response, err)
	}
}

// Two sets of variables for one service are refused.
func TestTheVariablesOfGoPaaSAreOneSet(t *testing.T) {
	text := exports(all(options{}))
	if !strings.Contains(text, "export GUICHET_GOPAAS_API_KEY='") || strings.Contains(text, "GUICHET_GOPAAS_CLIENT") {
		t.Errorf("the variables are %s", text)
	}
}
