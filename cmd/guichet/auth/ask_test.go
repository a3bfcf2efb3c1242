package auth_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestNothingIsAskedBeforeTheStoreIsTried(t *testing.T) {
	w := newWorld(t)
	w.terminal, w.hidden = true, rdvsolidaritestest.Password
	w.variables["GUICHET_STORE"] = "" // the keyring: there is no session bus
	for _, args := range [][]string{
		{"rdv"}, {"rdv", "--email", rdvsolidaritestest.Email}, {"rdv", "--bearer"}, {"rdv", "--oauth"}, {"zops"}, {"gopaas"},
	} {
		w.run(6, "", append([]string{"auth", "login"}, args...)...)
		if strings.Contains(w.err, "(profile") || strings.Contains(w.err, ": \n") {
			t.Errorf("%q asks: %s", args, w.err)
		}
	}
	w.run(6, "", "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--take-over")
	if n := w.rdv.SignIns(); n != 0 {
		t.Errorf("%d sign-ins", n)
	}
}

func TestAStoreThatCannotBeWrittenIsFoundBeforeAnythingIsAsked(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root writes everywhere")
	}
	w := newWorld(t)
	w.terminal = true
	if err := os.Chmod(w.variables["GUICHET_CONFIG_DIR"], 0o500); err != nil {
		t.Fatal(err)
	}
	w.run(6, "", "auth", "login", "rdv")
	if strings.Contains(w.err, "(profile") {
		t.Error(w.err)
	}
}

func TestAQuestionSaysWhoSignsInWhere(t *testing.T) {
	w := newWorld(t)
	w.terminal, w.hidden = true, rdvsolidaritestest.Password
	base := w.variables["GUICHET_RDV_BASE_URL"]
	w.run(0, rdvsolidaritestest.Email+"\ny\n", "auth", "login", "rdv")
	for _, want := range []string{
		"E-mail for " + base + " (profile default): ",
		"Password of " + rdvsolidaritestest.Email + " for " + base + " (profile default): ",
		"signing in at " + base + " ends all other sessions of agent " + rdvsolidaritestest.Email,
	} {
		if !strings.Contains(w.err, want) {
			t.Errorf("%q is not in %q", want, w.err)
		}
	}
	w.run(0, "", "profile", "create", "prod")
	w.run(0, "", "-p", "prod", "config", "set", "rdv.email", rdvsolidaritestest.Email)
	w.run(0, "y\n", "-p", "prod", "auth", "login", "rdv", "--lang", "fr")
	if want := "Mot de passe de " + rdvsolidaritestest.Email + " pour " + base + " (profil prod)\u00a0: "; !strings.Contains(w.err, want) {
		t.Errorf("%q is not in %q", want, w.err)
	}
	if want := "la connexion à " + base + " mettra fin à toutes les autres sessions de l'agent " + rdvsolidaritestest.Email; !strings.Contains(w.err, want) {
		t.Errorf("%q is not in %q", want, w.err)
	}
}

func TestAnEMailThatCannotBeOneIsRefusedBeforeThePassword(t *testing.T) {
	w := newWorld(t)
	w.terminal, w.hidden = true, rdvsolidaritestest.Password
	for _, email := range []string{"ada", "ada@", "@exemple.fr"} {
		w.run(2, email+"\ny\n", "auth", "login", "rdv")
		if !strings.Contains(w.err, `"`+email+`" is not an e-mail address`) || strings.Contains(w.err, "Password") {
			t.Error(w.err)
		}
		w.run(2, "", "auth", "login", "zops", "--email", email)
		w.run(2, "", "config", "set", "zops.email", email)
	}
	config := filepath.Join(w.variables["GUICHET_CONFIG_DIR"], "config.yaml")
	if err := os.WriteFile(config, []byte("profiles: {default: {rdv: {email: ada}}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.run(2, "", "auth", "login", "rdv")
	if !strings.Contains(w.err, `"ada" is not an e-mail address`) {
		t.Error(w.err)
	}
	if n := w.rdv.SignIns(); n != 0 {
		t.Errorf("%d sign-ins", n)
	}
}

func TestTheProfileRemembersWhoWasTyped(t *testing.T) {
	w := newWorld(t)
	w.terminal, w.hidden = true, rdvsolidaritestest.Password
	w.run(0, rdvsolidaritestest.Email+"\ny\n", "auth", "login", "rdv")
	w.run(0, "", "profile", "show", "default", "-o", "json")
	if !strings.Contains(w.out, rdvsolidaritestest.Email) {
		t.Error(w.out)
	}
	w.run(0, "y\n", "auth", "login", "rdv", "--take-over")
	if strings.Contains(w.err, "E-mail for") {
		t.Error(w.err)
	}
}

func TestTheProfileRemembersTheStoreOfALogin(t *testing.T) {
	w := newWorld(t)
	w.variables["GUICHET_STORE"] = ""
	w.login("--store", "file")
	if n := strings.Count(w.err, "profile default now looks for its credentials in: the credentials file"); n != 1 {
		t.Errorf("said %d times: %s", n, w.err)
	}
	config, err := os.ReadFile(filepath.Join(w.variables["GUICHET_CONFIG_DIR"], "config.yaml"))
	if err != nil || string(config) != "profiles:\n  default:\n    store: file\n" {
		t.Errorf("%s, %v", config, err)
	}
	w.run(0, "", "rdv", "agent", "me")
	w.login("--store", "file", "--take-over")
	if strings.Contains(w.err, "looks for") {
		t.Error(w.err)
	}
	w.run(0, "", "config", "unset", "store", "-p", "default")
	w.login("--store", "file") // its session holds
	w.run(0, "", "rdv", "agent", "me")
	w.run(0, "", "profile", "create", "prod")
	w.login("--store", "file", "-p", "prod", "--take-over", "-q")
	if w.err != "" {
		t.Error(w.err)
	}
	w.run(0, "", "-p", "prod", "rdv", "agent", "me")
	w.variables["GUICHET_STORE"] = "keyring"
	w.run(0, "", "config", "unset", "store", "-p", "prod")
	w.login("--store", "file", "-p", "prod", "--take-over")
	if strings.Contains(w.err, "looks for") {
		t.Error(w.err)
	}
}

func TestAKeyringThatFailsLeadsToTheCredentialInTheFile(t *testing.T) {
	w := newWorld(t)
	w.run(0, "", "profile", "create", "prod")
	w.login("-p", "prod")
	w.variables["GUICHET_STORE"] = ""
	w.run(6, "", "rdv", "agent", "me")
	if strings.Contains(w.err, "credentials file;") {
		t.Error("the default profile has none: " + w.err)
	}
	w.run(6, "", "-p", "prod", "zops", "me")
	if strings.Contains(w.err, "credentials file;") {
		t.Error("zops has none: " + w.err)
	}
	w.run(6, "", "-p", "prod", "rdv", "agent", "me")
	if !strings.Contains(w.err, "run: guichet -p prod config set store file\n") {
		t.Fatal(w.err)
	}
	w.run(0, "", "-p", "prod", "config", "set", "store", "file")
	w.run(0, "", "-p", "prod", "rdv", "agent", "me")
}
