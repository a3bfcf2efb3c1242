package zops_test

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/zops/zopstest"
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

// TestAConsumerGetsATokenThatWorks goes from a consumer to its access token, and to
// the next one.
func TestAConsumerGetsATokenThatWorks(t *testing.T) {
	w := newWorld(t)
	project := w.ok(t, "project", "list", "-o", "json", "--jq", `.[] | select(.name == "Accueil numérique") | .id`, "--raw")
	consumer := w.ok(t, "consumer", "create", "-o", "id")
	w.ok(t, "consumer", "attach", project, consumer)
	w.in = w.ok(t, "consumer-token", "create", "--consumer-id", consumer, "--project-id", project, "--service-catalog-code", "push", "--show-secret", "-o", "id")
	exchange := []string{"consumer-token", "exchange", "--token-stdin", "--auth-base-url", w.base}
	for _, refused := range [][]string{exchange, {"consumer-token", "exchange", "--token-stdin", "--show-secret"}} {
		if code := w.run(t, refused...); code != 2 || w.methods() != "" || w.out != "" {
			t.Errorf("%q: exit code %d after %q: %s%s", refused, code, w.methods(), w.out, w.err)
		}
	}
	if !strings.Contains(w.err, "--auth-base-url") || !strings.Contains(w.err, "GUICHET_ZOPS_AUTH_BASE_URL") {
		t.Errorf("without an address: %s", w.err)
	}
	if w.ok(t, append(exchange, "--dry-run")...); w.methods() != "" || strings.Contains(w.out+w.err, w.in) || !strings.Contains(w.out+w.err, "/v1/auth/token") {
		t.Errorf("a dry run: %s%s", w.out, w.err)
	}
	first := w.in
	w.in = w.ok(t, append(exchange, "--show-secret", "--jq", ".refreshToken", "--raw")...)
	if w.methods() != "POST" || w.in == "" || strings.Contains(w.err, first) || strings.Contains(w.err, w.in) {
		t.Errorf("after %q: %s", w.methods(), w.err)
	}
	if access := w.ok(t, append(exchange, "--show-secret", "-o", "id")...); len(access) < 100 {
		t.Errorf("the access token is %s", access)
	}
	if code := w.run(t, append(exchange, "--show-secret")...); code != 5 || !strings.Contains(w.err, "consumer-token create") || strings.Contains(w.err, w.in) || strings.Contains(w.err, "auth login") {
		t.Errorf("a token that was exchanged: exit code %d: %s", code, w.err)
	}
}

func TestATokenOfServicesIsMadeOnlyForSomebodyWhoSeesIt(t *testing.T) {
	w := newWorld(t)
	project := strings.Fields(w.ok(t, "project", "list", "-o", "id"))[0]
	for _, refused := range [][]string{{"--yes"}, {"--show-secret"}} {
		if code := w.run(t, append([]string{"project-service", "token", project}, refused...)...); code != 2 || w.methods() != "" || !strings.Contains(w.err, "--show-secret") && !strings.Contains(w.err, project) {
			t.Errorf("%q: exit code %d after %q: %s", refused, code, w.methods(), w.err)
		}
	}
	make := []string{"project-service", "token", project, "--show-secret", "--yes"}
	if token := w.ok(t, append(make, "-o", "id")...); w.methods() != "GET" || len(token) != 86 {
		t.Errorf("after %q the token is %q", w.methods(), token)
	}
	if w.ok(t, append(make, "--dry-run")...); w.methods() != "" || !strings.Contains(w.out+w.err, "services-token") {
		t.Errorf("a dry run sent %q: %s%s", w.methods(), w.out, w.err)
	}
	w.server.Fault(zopstest.Fault{Match: "GET /api/v1/projects/" + project + "/services-token", Count: 5, Cut: zopstest.CutBeforeAnswer})
	if code := w.run(t, make...); code != 12 || w.methods() != "GET" {
		t.Errorf("without an answer: exit code %d after %q: %s", code, w.methods(), w.err)
	}
	if code := w.run(t, "project-service", "token", project, "--show-secret", "--yes", "--retries", "5"); code != 12 || w.methods() != "GET" {
		t.Errorf("with --retries: exit code %d after %q: %s", code, w.methods(), w.err)
	}
}

// TestTheTokenServerOfAProfileIsNotThatOfAnotherManagementServer is about where a token
// is sent when only one of the two addresses is given.
func TestTheTokenServerOfAProfileIsNotThatOfAnotherManagementServer(t *testing.T) {
	w := newWorld(t)
	w.in = "jeton"
	w.config = "profiles: {default: {zops: {base_url: " + w.base + ", auth_base_url: " + w.base + "}}}\n"
	exchange := []string{"consumer-token", "exchange", "--token-stdin", "--show-secret"}
	if code := w.run(t, append(exchange, "--base-url", "https://autre.exemple.fr")...); code != 2 || w.methods() != "" || !strings.Contains(w.err, "--auth-base-url") {
		t.Errorf("another base URL: exit code %d after %q: %s", code, w.methods(), w.err)
	}
	w.away = true
	if code := w.run(t, exchange...); code != 5 || w.methods() != "POST" {
		t.Errorf("the profile alone: exit code %d after %q: %s", code, w.methods(), w.err)
	}
	if code := w.run(t, append(exchange, "--auth-base-url", "http://exemple.fr")...); code != 2 || !strings.Contains(w.err, "--auth-base-url") {
		t.Errorf("a plain address: exit code %d: %s", code, w.err)
	}
}

func TestTheCertificateIsShownAsItWasSent(t *testing.T) {
	w := newWorld(t)
	project := strings.Fields(w.ok(t, "project", "list", "-o", "id"))[0]
	shown := func(args ...string) string {
		t.Helper()
		return w.ok(t, append([]string{"project-key", "update", project, "--show-secret", "-o", "json", "--jq", ".apnsCert", "--raw"}, args...)...)
	}
	if cert := shown("--fcm-api-keys", "b'cert'", "--fcm-project-number", "1", "--apns-cert", `c"é`); cert != `c"é` {
		t.Errorf("all keys: %s", cert)
	}
	if cert := shown("--fcm-project-number", "2"); cert != `c"é` {
		t.Errorf("one key: %s", cert)
	}
	if cert := w.ok(t, "project-key", "update", project, "--fcm-project-number", "3", "-o", "json", "--jq", ".apnsCert", "--raw"); cert != "[redacted]" {
		t.Errorf("without --show-secret: %s", cert)
	}
}

func TestPingAnswersToWhomAsksForData(t *testing.T) {
	w := newWorld(t)
	for args, want := range map[string]string{"": "", "-o id": "", "-o json": `{"responds":true}`, "-o csv": "responds true", "--jq .responds": "true", "--columns responds": "responds: yes"} {
		out := strings.Join(strings.Fields(w.ok(t, append([]string{"ping"}, strings.Fields(args)...)...)), " ")
		if out != want || (want == "") != strings.Contains(w.err, "responds") {
			t.Errorf("ping %s: %q and %q", args, out, w.err)
		}
	}
}
