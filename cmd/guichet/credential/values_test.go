package credential_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// secrets are the values of a service with three ways in.
type secrets struct {
	email                         string
	password, token, client, line guichet.Secret
	uid, camera                   string
}

func (s *secrets) Ways() []credential.Way {
	return []credential.Way{
		{{Name: "email", Text: &s.email}, {Name: "password", Secret: &s.password}},
		{{Name: "access_token", Secret: &s.token}, {Name: "client", Secret: &s.client}, {Name: "uid", Text: &s.uid}},
		{{Name: "bearer", Secret: &s.line}, {Name: "camera", Text: &s.camera, Added: true}},
	}
}

func login(email, password string) *secrets {
	return &secrets{email: email, password: guichet.NewSecret(password)}
}

func bearer(token string) *secrets { return &secrets{line: guichet.NewSecret(token)} }

func session(token, client, uid string) *secrets {
	return &secrets{token: guichet.NewSecret(token), client: guichet.NewSecret(client), uid: uid}
}

func fromEnv(env map[string]string) (got *secrets, spaced string, err error) {
	got = new(secrets)
	spaced, err = credential.FromEnv(func(name string) string { return env[name] }, "rdv", got)
	return got, spaced, err
}

func fromCommand(ctx context.Context, command string) (*secrets, error) {
	got := new(secrets)
	_, err := credential.FromCommand(ctx, command, credential.CommandOptions{}, got)
	return got, err
}

func TestTheVariablesOfOneWayAreTheCredential(t *testing.T) {
	got, spaced, err := fromEnv(map[string]string{
		"GUICHET_RDV_EMAIL": "agent@example.fr", "GUICHET_RDV_PASSWORD": "s3cret", "GUICHET_RDV_BEARER": "", "GUICHET_RDV_BASE_URL": "https://x",
	})
	if !credential.Equal(got, login("agent@example.fr", "s3cret")) || spaced != "" || err != nil {
		t.Errorf("got %v, %q, %v", got, spaced, err)
	}
}

func TestAVariableWithASpaceAtItsEndIsTakenAndNamed(t *testing.T) {
	got, spaced, err := fromEnv(map[string]string{"GUICHET_RDV_BEARER": "\ufeffs3cret "})
	if got.line.Reveal() != "s3cret " || spaced != "GUICHET_RDV_BEARER" || err != nil {
		t.Errorf("got %q, %q, %v", got.line.Reveal(), spaced, err)
	}
}

func TestAVariableThatCannotBeRightIsRefusedByName(t *testing.T) {
	_, _, err := fromEnv(map[string]string{"GUICHET_RDV_EMAIL": "agent@example.fr", "GUICHET_RDV_PASSWORD": "s3cret\n"})
	if text := wantConfigError(t, err).Error(); !strings.Contains(text, "GUICHET_RDV_PASSWORD") || strings.Contains(text, "s3cret") {
		t.Errorf("got %q", text)
	}
}

func TestEmptyVariablesAreIgnored(t *testing.T) {
	if _, _, err := fromEnv(map[string]string{"GUICHET_RDV_EMAIL": ""}); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestAFieldThatALoginAddsHasNoVariable(t *testing.T) {
	if _, _, err := fromEnv(map[string]string{"GUICHET_RDV_CAMERA": "https://x"}); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if all := credential.Variables("rdv", new(secrets)); strings.Contains(all, "CAMERA") || !strings.HasPrefix(all, "GUICHET_RDV_EMAIL + GUICHET_RDV_PASSWORD, GUICHET_RDV_ACCESS_TOKEN + ") {
		t.Errorf("the variables are %s", all)
	}
}

func TestAnIncompleteWayNamesExactlyTheVariablesThatAreMissing(t *testing.T) {
	_, _, err := fromEnv(map[string]string{"GUICHET_RDV_ACCESS_TOKEN": "s3cret", "GUICHET_RDV_CLIENT": ""})
	message := wantConfigError(t, err).Error()
	for name, want := range map[string]bool{"GUICHET_RDV_CLIENT": true, "GUICHET_RDV_UID": true, "GUICHET_RDV_ACCESS_TOKEN": false, "s3cret": false} {
		if strings.Contains(message, name) != want {
			t.Errorf("%q: does it name %s? want %v", message, name, want)
		}
	}
}

func TestTheVariablesOfTwoWaysAtOnceAreRefusedByName(t *testing.T) {
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
		if strings.Contains(message, "s3cret") || strings.Contains(message, "UID") {
			t.Errorf("%q says too much", message)
		}
	}
}

func TestValuesAreEqualByTheirFieldsAndTexts(t *testing.T) {
	one := login("a", "p")
	for other, want := range map[*secrets]bool{
		login("a", "p"): true, login("a", "q"): false, login("b", "p"): false, {email: "a"}: false, bearer("p"): false, {}: false,
	} {
		if credential.Equal(one, other) != want {
			t.Errorf("%s and %q: want %v", other.email, other.password.Reveal(), want)
		}
	}
}

func TestTheAccountIsTheFirstFieldThatIsNotSecret(t *testing.T) {
	for values, want := range map[*secrets]string{
		login("a@b.fr", "p"): "a@b.fr", session("t", "c", "u"): "u", bearer("t"): "", {camera: "https://x"}: "", {}: "",
	} {
		if got := credential.Account(values); got != want {
			t.Errorf("got %q, not %q", got, want)
		}
	}
}

// consented are values with a way that only a login makes.
type consented struct {
	client  string
	refresh guichet.Secret
	bearer  guichet.Secret
}

func (c *consented) Ways() []credential.Way {
	return []credential.Way{
		{{Name: "bearer", Secret: &c.bearer}},
		{{Name: "client_id", Text: &c.client, Stored: true}, {Name: "refresh_token", Secret: &c.refresh, Stored: true}},
	}
}

func TestAWayThatOnlyALoginMakesComesFromTheStoreAlone(t *testing.T) {
	env := map[string]string{"GUICHET_RDV_CLIENT_ID": "a", "GUICHET_RDV_REFRESH_TOKEN": "r"}
	got := new(consented)
	if _, err := credential.FromEnv(func(name string) string { return env[name] }, "rdv", got); !errors.Is(err, credential.ErrNotFound) || got.client != "" {
		t.Errorf("variables gave %v", err)
	}
	if names := credential.Variables("rdv", got); names != "GUICHET_RDV_BEARER" {
		t.Errorf("the variables are %s", names)
	}
	_, err := credential.FromCommand(t.Context(), `echo '{"client_id":"a","refresh_token":"r"}'`, credential.CommandOptions{}, new(consented))
	if err == nil || strings.Contains(err.Error(), "client_id") {
		t.Errorf("a token_command gave %v", err)
	}
	st := credential.File(privateDir(t), nil)
	save(t, st, key, credential.Set{Origin: "https://a:443", Values: &consented{client: "a", refresh: guichet.NewSecret("r")}})
	if _, err := credential.Load(t.Context(), st, key, got); err != nil || got.client != "a" || got.refresh.Reveal() != "r" {
		t.Errorf("the store gave %v", err)
	}
}
