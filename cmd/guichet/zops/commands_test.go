package zops_test

import (
	"strings"
	"testing"
)

// TestAnUpdateKeepsWhatWasNotGiven is about a service that wants all the fields each
// time.
func TestAnUpdateKeepsWhatWasNotGiven(t *testing.T) {
	w := newWorld(t)
	name := w.ok(t, "account", "get", "-o", "json", "--jq", ".organizationName")
	shown := w.ok(t, "account", "update", "--address", "Rodez", "--phone", "33565000001", "-o", "json")
	if w.methods() != "GET PUT" || !strings.Contains(w.written(), name) || !strings.Contains(shown, "Rodez") || !strings.Contains(shown, "Aubrac") {
		t.Errorf("after %s of %s, %s is shown", w.methods(), w.written(), shown)
	}
	project := w.ok(t, "project", "create", "--name", "Portail", "--description", "d", "-o", "id")
	if w.ok(t, "project", "update", project, "--name", "Portail 2"); !strings.Contains(w.written(), `"description":"d"`) {
		t.Errorf("the update sent %s", w.written())
	}
	w.in = "un-mot-de-passe"
	id := w.ok(t, "developer", "create", "--email", "yan@example.fr", "--first-name", "Yan", "--last-name", "Gil", "--password-stdin", "-o", "id")
	if w.ok(t, "developer", "update", id, "--last-name", "Gille", "--password-stdin"); !strings.Contains(w.written(), `"firstName":"Yan"`) {
		t.Errorf("the update sent %s", w.written())
	}
	if strings.Contains(w.out, w.in) {
		t.Errorf("the password is shown: %s", w.out)
	}
}

func TestAnUpdateThatCannotBeReadIsNotSent(t *testing.T) {
	w := newWorld(t)
	for _, data := range []string{`{"address": 1}`, `{"address": null}`} {
		if code := w.run(t, "account", "update", "--data", data); code != 2 || w.methods() != "" || !strings.Contains(w.err, "address") {
			t.Errorf("%s ended with %d after %q: %s", data, code, w.methods(), w.err)
		}
	}
}

// TestKeysThatWereNeverStoredAreWrittenWhole is about keys that cannot be read before
// they were stored once.
func TestKeysThatWereNeverStoredAreWrittenWhole(t *testing.T) {
	w := newWorld(t)
	project := w.ok(t, "project", "create", "--name", "Portail", "--description", "d", "-o", "id")
	if code := w.run(t, "project-key", "update", project, "--fcm-project-number", "42"); code != 8 || strings.Contains(w.methods(), "PUT") {
		t.Errorf("some of the keys: exit code %d after %q: %s", code, w.methods(), w.err)
	}
	if w.ok(t, "project-key", "update", project, "--fcm-api-keys", "canari-a", "--fcm-project-number", "42", "--apns-cert", "canari-c"); w.methods() != "PUT" {
		t.Errorf("all of the keys were written with %q", w.methods())
	}
	if strings.Contains(w.out, "canari") {
		t.Errorf("a key is shown: %s", w.out)
	}
	w.ok(t, "project-key", "update", project, "--fcm-project-number", "43")
	if w.methods() != "GET PUT" || !strings.Contains(w.written(), `"fcmApiKeys":"canari-a"`) {
		t.Errorf("one of the keys was written with %q: %s", w.methods(), w.written())
	}
	if shown := w.ok(t, "project-key", "get", project, "--show-secret", "-o", "json"); !strings.Contains(shown, "canari-a") {
		t.Errorf("with --show-secret %s is shown", shown)
	}
}

func TestAnAccountIsDeletedOnlyUnderItsName(t *testing.T) {
	w := newWorld(t)
	name := strings.Trim(w.ok(t, "account", "get", "-o", "json", "--jq", ".organizationName"), `"`)
	for _, wrong := range [][]string{{"--organization-name", name + " bis"}, {"--yes"}, {"--yes", "--no-input"}} {
		if code := w.run(t, append([]string{"account", "delete"}, wrong...)...); code != 2 || strings.Contains(w.methods(), "DELETE") {
			t.Errorf("%q: exit code %d after %q", wrong, code, w.methods())
		}
	}
	if w.ok(t, "account", "delete", "--organization-name", name); w.methods() != "GET DELETE" || w.out != "" || !strings.Contains(w.err, "deleted") {
		t.Errorf("after %q: %q and %q", w.methods(), w.out, w.err)
	}
}

func TestATokenIsReadFromStandardInputAndShownNowhere(t *testing.T) {
	w := newWorld(t)
	project := w.ok(t, "project", "list", "-o", "json", "--jq", `.[] | select(.name == "Accueil numérique") | .id`, "--raw")
	consumer := w.ok(t, "consumer", "create", "-o", "id")
	w.ok(t, "consumer", "attach", project, consumer)
	create := []string{"consumer-token", "create", "--consumer-id", consumer, "--project-id", project, "--service-catalog-code", "push", "-o", "json"}
	if shown := w.ok(t, create...); !strings.Contains(shown, `"[redacted]"`) {
		t.Errorf("the token is shown: %s", shown)
	}
	w.in = w.ok(t, append(create, "--show-secret", "--jq", ".token", "--raw")...)
	w.ok(t, "consumer-token", "delete", "--project-id", project, "--service-catalog-code", "push", "--token-stdin", "--yes")
	if w.methods() != "DELETE" || strings.Contains(w.out+w.err, w.in) || w.in == "" {
		t.Errorf("after %q: %q and %q", w.methods(), w.out, w.err)
	}
}

func TestTheIDOfAnAnswerWithoutOneIsTheOneThatWasGiven(t *testing.T) {
	w := newWorld(t)
	id := strings.Fields(w.ok(t, "admin", "list", "-o", "id"))[0]
	if shown := w.ok(t, "admin", "get", id, "-o", "id"); shown != id {
		t.Errorf("%s is shown, not %s", shown, id)
	}
}

func TestAListOfOneAnswerKeepsItsReport(t *testing.T) {
	w := newWorld(t)
	if all := strings.Fields(w.ok(t, "consumer", "list", "-o", "id")); len(all) != 8 || w.err != "" {
		t.Errorf("%d rows, stderr %q", len(all), w.err)
	}
	if some := strings.Fields(w.ok(t, "consumer", "list", "-o", "id", "--limit", "3")); len(some) != 3 || !strings.Contains(w.err, "3 of 8") {
		t.Errorf("%d rows, stderr %q", len(some), w.err)
	}
}
