package app_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestASecretThatWasDamagedOnItsWayIsNotSent(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	with := func(pairs ...string) world { return w.agent().with(pairs...) }
	bearer := func(value string) world { return w.with("GUICHET_RDV_BEARER", value) }
	me := []string{"rdv", "agent", "me"}
	login := []string{"auth", "login", "rdv", "--bearer", "--secret-stdin"}
	for name, c := range map[string]struct {
		world world
		stdin string
		args  []string
		where string
	}{
		"a password with LF":       {with("GUICHET_RDV_PASSWORD", "canari\n"), "", me, "GUICHET_RDV_PASSWORD"},
		"a password with CR":       {with("GUICHET_RDV_PASSWORD", "canari\r"), "", me, "GUICHET_RDV_PASSWORD"},
		"an e-mail with CRLF":      {with("GUICHET_RDV_EMAIL", "canari@x.fr\r\n"), "", me, "GUICHET_RDV_EMAIL"},
		"a bearer with CR":         {bearer("canari\r"), "", me, "GUICHET_RDV_BEARER"},
		"a break within":           {with("GUICHET_RDV_PASSWORD", "can\nari"), "", me, "GUICHET_RDV_PASSWORD"},
		"a token with CR":          {w.with("GUICHET_ZOPS_TOKEN", "canari\r", "GUICHET_ZOPS_BASE_URL", s.url), "", []string{"zops", "me"}, "GUICHET_ZOPS_TOKEN"},
		"a key with LF":            {w.with("GUICHET_GOPAAS_API_KEY", "canari\n", "GUICHET_GOPAAS_BASE_URL", s.url), "", []string{"gopaas", "list", "1"}, "GUICHET_GOPAAS_API_KEY"},
		"quotes":                   {with("GUICHET_RDV_PASSWORD", `"canari"`), "", me, "GUICHET_RDV_PASSWORD"},
		"single quotes":            {bearer(`'canari'`), "", me, "GUICHET_RDV_BEARER"},
		"nothing but blanks":       {bearer("  "), "", me, "GUICHET_RDV_BEARER"},
		"a scheme":                 {bearer("Bearer canari"), "", me, "GUICHET_RDV_BEARER"},
		"a scheme twice":           {bearer("bearer  Bearer canari"), "", me, "GUICHET_RDV_BEARER"},
		"a header":                 {bearer("Authorization: Bearer canari"), "", me, "GUICHET_RDV_BEARER"},
		"a scheme of ZOPS":         {w.with("GUICHET_ZOPS_TOKEN", "Token canari", "GUICHET_ZOPS_BASE_URL", s.url), "", []string{"zops", "me"}, "GUICHET_ZOPS_TOKEN"},
		"a scheme on stdin":        {w, "Bearer canari\n", login, "--secret-stdin"},
		"quotes on stdin":          {w, "'canari'\n", login, "--secret-stdin"},
		"blanks on stdin":          {w, "   \n", login, "--secret-stdin"},
		"a field on stdin":         {w, " \n", []string{"zops", "admin", "create", "--sandbox", "--email", "a@b.fr", "--first-name", "a", "--last-name", "b", "--password-stdin"}, "--password-stdin"},
		"a token field on stdin":   {w, "'canari'\n", []string{"zops", "consumer-token", "delete", "--sandbox", "-y", "--project-id", "a", "--service-catalog-code", "push", "--token-stdin"}, "--token-stdin"},
		"a variable with the code": {w.with("GUICHET_PSEUDONYM_KEY", "canari canari canari\r"), "", []string{"pull", "run", "rdv.users", "--sandbox", "--out", t.TempDir() + "/out", "--pseudonymise", "email"}, "GUICHET_PSEUDONYM_KEY"},
	} {
		var out, errs bytes.Buffer
		code := c.world.here(t.Context(), strings.NewReader(c.stdin), &out, &errs, c.args...)
		if strings.HasSuffix(name, "F") || strings.HasSuffix(name, "CR") {
			c.where += " ends with a line break"
		}
		if code != 2 || !strings.Contains(errs.String(), c.where) || strings.Contains(errs.String(), "canari") || !strings.Contains(errs.String(), "hint: ") {
			t.Errorf("%s: exit %d, %s", name, code, errs.String())
		}
	}
	if got := count(s.Server, ""); got != 0 {
		t.Errorf("%d requests were sent", got)
	}
}

func TestAControlCharacterInAVariableIsSaidInTheLanguageOfTheRun(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	for lang, want := range map[string]string{
		"en": "GUICHET_RDV_BEARER contains a line break or another control character",
		"fr": "GUICHET_RDV_BEARER contient un saut de ligne ou un autre caractère de contrôle",
	} {
		var out, errs bytes.Buffer
		w := newWorld(t, s).with("GUICHET_RDV_BEARER", "abc\x01def")
		code := w.here(t.Context(), strings.NewReader(""), &out, &errs, "rdv", "agent", "me", "--lang", lang)
		if first, _, _ := strings.Cut(errs.String(), "\n"); code != 2 || first != "guichet: "+want || strings.Contains(errs.String(), "login") {
			t.Errorf("%s: exit %d, %s", lang, code, errs.String())
		}
	}
	if got := count(s.Server, ""); got != 0 {
		t.Errorf("%d requests were sent", got)
	}
}

func TestAByteOrderMarkIsRemovedFromASecret(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	var wide []byte
	for _, unit := range utf16.Encode([]rune("\ufeff" + rdvsolidaritestest.Password + "\r\n")) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for _, stdin := range []string{"\ufeff" + rdvsolidaritestest.Password + "\r\n", string(wide)} {
		var out, errs bytes.Buffer
		w := newWorld(t, s)
		if code := w.here(t.Context(), strings.NewReader(stdin), &out, &errs, "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin"); code != 0 {
			t.Errorf("%q: exit %d, %s", stdin, code, errs.String())
		}
	}
	var out, errs bytes.Buffer
	w := newWorld(t, s).agent().with("GUICHET_RDV_PASSWORD", "\ufeff"+rdvsolidaritestest.Password, "GUICHET_STORE", "none")
	if code := w.here(t.Context(), strings.NewReader(""), &out, &errs, "rdv", "agent", "me", "-o", "id"); code != 0 {
		t.Errorf("exit %d, %s", code, errs.String())
	}
	got := run(t, nil, "rdv", "agent", "me", "--sandbox")
	if got.code != 0 {
		t.Error(got)
	}
}

func TestAPasswordTypedOrPipedMayHaveQuotes(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	var out, errs bytes.Buffer
	newWorld(t, s).here(t.Context(), strings.NewReader("'a b'"), &out, &errs, "auth", "login", "rdv", "--email", "a@b.fr", "--secret-stdin")
	if got := count(s.Server, "POST"); got != 1 {
		t.Errorf("%d sign-ins, %s", got, errs.String())
	}
}

func TestABlankAtTheEndOfASecretIsAHintWhenItIsRefused(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	var out, errs bytes.Buffer
	if code := newWorld(t, s).here(t.Context(), strings.NewReader("faux \n"), &out, &errs, "auth", "login", "rdv", "--email", "a@b.fr", "--secret-stdin"); code != 5 ||
		!strings.Contains(errs.String(), "--secret-stdin starts or ends with a space") {
		t.Errorf("exit %d, %s", code, errs.String())
	}
	for value, hinted := range map[string]bool{"faux": false, "faux ": true, " faux": true} {
		var out, errs bytes.Buffer
		w := newWorld(t, s).agent().with("GUICHET_RDV_PASSWORD", value, "GUICHET_STORE", "none")
		code := w.here(t.Context(), strings.NewReader(""), &out, &errs, "rdv", "agent", "me")
		if code != 5 || strings.Contains(errs.String(), "GUICHET_RDV_PASSWORD starts or ends with a space") != hinted {
			t.Errorf("%q: exit %d, %s", value, code, errs.String())
		}
	}
}

func TestDataIsReadInUTF16AndAFileNamedWithoutItsAtIsFound(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "d.json", `{"title":"Été"}`)
	for name, order := range map[string][2]int{"le.json": {0, 8}, "be.json": {8, 0}} {
		var wide []byte
		for _, unit := range utf16.Encode([]rune("\ufeff" + `{"title":"Été 😀"}`)) {
			wide = append(wide, byte(unit>>order[0]), byte(unit>>order[1]))
		}
		write(t, name, string(wide))
		got := run(t, nil, "rdv", "absence", "update", "1", "--sandbox", "--dry-run", "--data", "@"+name)
		if got.code != 0 || !strings.Contains(got.out, "Été 😀") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	write(t, "half.json", "\xff\xfe{\x00=\xd8")
	if got := run(t, nil, "rdv", "absence", "update", "1", "--sandbox", "--dry-run", "--data", "@half.json"); got.code != 2 || !strings.Contains(got.err, "half.json") {
		t.Error(got)
	}
	for _, line := range [][]string{
		{"rdv", "absence", "update", "1", "--sandbox", "--dry-run", "--data", "d.json"},
		{"api", "rdv", "PATCH", "/api/v1/absences/1", "--sandbox", "--dry-run", "--data", "d.json"},
		{"gopaas", "push", "compte", "--sandbox", "--dry-run", "--data", "d.json"},
	} {
		if got := run(t, nil, line...); got.code != 2 || !strings.Contains(got.err, "--data @d.json") {
			t.Errorf("%q: %+v", line, got)
		}
	}
	if got := run(t, nil, "rdv", "absence", "update", "1", "--sandbox", "--dry-run", "--data", "e.json"); got.code != 2 || strings.Contains(got.err, "@e.json") {
		t.Error(got)
	}
}

// TestFilesAreReadBehindAByteOrderMark is about files that Windows programs wrote.
func TestFilesAreReadBehindAByteOrderMark(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"environment.json": `{"name":"Été","values":[{"key":"base-url","value":"http://127.0.0.1:1","enabled":true}]}`,
		"config.json":      `{"start_date":"2026-11-30"}`,
	} {
		var wide []byte
		for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
			wide = append(wide, byte(unit), byte(unit>>8))
		}
		write(t, "wide-"+name, string(wide))
		write(t, "marked-"+name, "\ufeff"+text)
	}
	w := world{"GUICHET_STORE": "none", "GUICHET_ASTOR_TOKEN": "x", "GUICHET_STATE_DIR": t.TempDir(), "GUICHET_CONFIG_DIR": t.TempDir()}
	for _, kind := range []string{"wide-", "marked-"} {
		if got := run(t, w, "auth", "status", "astor", "--offline", "-o", "json"); got.code != 0 {
			t.Fatal(got)
		}
		if got := run(t, w.with("GUICHET_ASTOR_ENVIRONMENT", kind+"environment.json"), "auth", "status", "astor", "--offline", "-o", "json"); got.code != 0 {
			t.Errorf("%s: %+v", kind, got)
		}
		if got := run(t, w, "pull", "run", "rdv.rdvs", "--sandbox", "--format", "singer", "--config", kind+"config.json"); got.code != 0 {
			t.Errorf("%s: %+v", kind, got.err)
		}
	}
}
