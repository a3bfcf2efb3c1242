package credential_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

var rdvSets = []credential.EnvSet{
	{Name: "e-mail and password", Vars: []credential.EnvVar{{Name: "GUICHET_RDV_EMAIL", Field: "email"}, {Name: "GUICHET_RDV_PASSWORD", Field: "password"}}},
	{Name: "session", Vars: []credential.EnvVar{
		{Name: "GUICHET_RDV_ACCESS_TOKEN", Field: "access_token"},
		{Name: "GUICHET_RDV_CLIENT", Field: "client"},
		{Name: "GUICHET_RDV_UID", Field: "uid"},
	}},
	{Name: "bearer", Vars: []credential.EnvVar{{Name: "GUICHET_RDV_BEARER", Field: "bearer"}}},
}

func fromEnv(env map[string]string) (string, map[string]string, error) {
	return credential.FromEnv(func(name string) string { return env[name] }, rdvSets)
}

func TestOneCompleteSetOfVariablesIsTheCredential(t *testing.T) {
	name, values, err := fromEnv(map[string]string{
		"GUICHET_RDV_EMAIL": "agent@example.fr", "GUICHET_RDV_PASSWORD": "s3cret", "GUICHET_RDV_BEARER": "", "GUICHET_RDV_BASE_URL": "https://x",
	})
	want := map[string]string{"email": "agent@example.fr", "password": "s3cret"}
	if name != "e-mail and password" || !maps.Equal(values, want) || err != nil {
		t.Errorf("got %q, %v, %v", name, values, err)
	}
}

func TestVariablesThatAreAllEmptyAreNoCredential(t *testing.T) {
	if _, _, err := fromEnv(map[string]string{"GUICHET_RDV_EMAIL": ""}); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestAnIncompleteSetOfVariablesNamesExactlyWhatIsMissing(t *testing.T) {
	_, _, err := fromEnv(map[string]string{"GUICHET_RDV_ACCESS_TOKEN": "s3cret", "GUICHET_RDV_CLIENT": ""})
	message := wantConfigError(t, err).Error()
	for name, want := range map[string]bool{"GUICHET_RDV_CLIENT": true, "GUICHET_RDV_UID": true, "GUICHET_RDV_ACCESS_TOKEN": false, "s3cret": false} {
		if strings.Contains(message, name) != want {
			t.Errorf("%q: does it name %s? want %v", message, name, want)
		}
	}
}

func TestTwoSetsOfVariablesAtOnceAreRefusedByName(t *testing.T) {
	for _, env := range []map[string]string{
		{"GUICHET_RDV_BEARER": "s3cret", "GUICHET_RDV_EMAIL": "agent@example.fr", "GUICHET_RDV_PASSWORD": "s3cret"},
		{"GUICHET_RDV_BEARER": "s3cret", "GUICHET_RDV_EMAIL": "agent@example.fr"},
	} {
		_, _, err := fromEnv(env)
		message := wantConfigError(t, err).Error()
		for _, want := range []string{"GUICHET_RDV_BEARER", "GUICHET_RDV_EMAIL"} {
			if !strings.Contains(message, want) {
				t.Errorf("%q does not name %s", message, want)
			}
		}
		if strings.Contains(message, "s3cret") || strings.Contains(message, "session") {
			t.Errorf("%q says too much", message)
		}
	}
}
