package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// latin is a first name as a terminal or an editor in Latin-1 writes it.
const latin = "Zo\xe9"

func TestTextThatIsNotUTF8IsNeverSent(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s).agent()
	dir := t.TempDir()
	body := filepath.Join(dir, "body.json")
	config := filepath.Join(dir, "config.yaml")
	for path, text := range map[string]string{
		body:   "{\"organisation_ids\":[101],\"last_name\":\"b\",\n\"first_name\":\"" + latin + "\"}",
		config: "profiles:\n  default:\n    rdv: {email: " + latin + "}\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(body)
	if err != nil {
		t.Fatal(err)
	}
	create := []string{"rdv", "user", "create", "--last-name", "b", "--organisation-ids", "101"}
	for name, c := range map[string]struct {
		world world
		stdin string
		args  []string
		where string
	}{
		"a flag":            {w, "", append(create, "--first-name", latin), "--first-name"},
		"an argument":       {w, "", []string{"api", "rdv", "POST", "/api/v1/" + latin}, "argument 2"},
		"--data":            {w, "", append(create, "--data", string(content)), "--data"},
		"a file":            {w, "", append(create, "--data", "@"+body), body + ", line 2"},
		"standard input":    {w, string(content), append(create, "--data", "-"), "stdin, line 2"},
		"api --data":        {w, "", []string{"api", "rdv", "POST", "/x", "--data", "@" + body}, body + ", line 2"},
		"pushed rows":       {w, "cle;nom\n1;" + latin + "\n", []string{"gopaas", "push", "compte", "--sandbox", "--data", "-"}, "stdin, line 2"},
		"the configuration": {w.with("GUICHET_CONFIG_DIR", dir), "", append(create, "--first-name", "a"), "config.yaml:3"},
		"a variable":        {w.with("GUICHET_RDV_PASSWORD", latin), "", append(create, "--first-name", "a"), "GUICHET_RDV_PASSWORD"},
		"a setting":         {w.with("GUICHET_COLUMNS", latin), "", append(create, "--first-name", "a"), "GUICHET_COLUMNS"},
		"a secret":          {w, latin + "\n", []string{"auth", "login", "rdv", "--email", "a@b.fr", "--secret-stdin"}, "stdin"},
		"a hidden field":    {w, latin + "\n", []string{"zops", "admin", "create", "--sandbox", "--email", "a@b.fr", "--first-name", "a", "--last-name", "b", "--password-stdin"}, "stdin"},
	} {
		var out, errs bytes.Buffer
		code := c.world.here(t.Context(), strings.NewReader(c.stdin), &out, &errs, c.args...)
		if code != 2 || !strings.Contains(errs.String(), c.where) || !strings.Contains(errs.String(), "Latin-1 or Windows-1252") {
			t.Errorf("%s: exit %d, %s", name, code, errs.String())
		}
		if strings.Contains(errs.String(), "Zo") {
			t.Errorf("%s is repeated: %s", name, errs.String())
		}
	}
	if got := count(s.Server, ""); got != 0 {
		t.Errorf("%d requests were sent", got)
	}
}

func TestAnAnswerOnATerminalIsUTF8OrRefused(t *testing.T) {
	w := newWorld(t, serve(t, rdvsolidaritestest.Options{}, nil))
	for typed, want := range map[string]int{latin + "\n": 2, "": 130, "\n": 2} {
		got := w.onTerminal(t, typed, "auth", "login", "rdv")
		if got.code != want {
			t.Errorf("%q: exit %d, %s", typed, got.code, got.errors)
		}
	}
}

func TestJSONThatCannotBeSentWholeIsRefused(t *testing.T) {
	for data, want := range map[string]string{
		`{"title":"a","title":"b"}`: "twice",
		`{"title":"a \ud800 b"}`:    "half a character",
	} {
		got := run(t, nil, "rdv", "absence", "update", "1", "--sandbox", "--dry-run", "--data", data)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, want) {
			t.Errorf("%s: exit %d, %s%s", data, got.code, got.out, got.err)
		}
	}
	if got := run(t, nil, "rdv", "absence", "update", "1", "--sandbox", "--dry-run", "--data", `{"title":"\ud83d\ude00"}`); got.code != 0 {
		t.Error(got)
	}
}

func TestTheSameMistakeIsNamedEachTime(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"rdv", "user", "find", "--email", " ", "--phone", "x", "--name", "-"}, "--email"},
		{[]string{"rdv", "absence", "update", "1", "--data", `{"foo":1,"bar":2,"baz":3}`}, "bar"},
		{[]string{"rdv", "plan", "create", "--data", `{"user":{"foo":1,"bar":2,"baz":3}}`}, "bar"},
		{[]string{"rdv", "rdv", "list", "--from", "2026-12-01", "--starts-after", "2026-12-01", "--to", "2026-12-02", "--starts-before", "2026-12-02"}, "--from"},
	} {
		for range 20 {
			if got := run(t, nil, append(c.args, "--sandbox")...); got.code != 2 || !strings.Contains(got.err, c.want) {
				t.Fatalf("%q: exit %d, %s", c.args, got.code, got.err)
			}
		}
	}
}

func TestMistakesOfACommandLineAreJSONWhereverTheFormatStands(t *testing.T) {
	for _, line := range []string{
		"rdv bogus -qo json", "rdv bogus -o json", "rdv bogus -ojson", "rdv bogus -o=json", "-qojson rdv bogus", "rdv bogus --output=ndjson",
		"rdv user list --bogus -qo json", "rdv user list --limit x -yqo json", "rdv user list --bogus x -o json", "rdv bogus --jq .id",
		"rdv user update 1 --first-name a --first-name b -qo json", "rdv absence update --title -o -o json",
	} {
		got := run(t, nil, strings.Fields(line)...)
		if got.code != 2 || !strings.HasPrefix(got.err, `{"error":`) || strings.Count(got.err, "\n") != 1 {
			t.Errorf("%s: exit %d, %s", line, got.code, got.err)
		}
	}
	for _, line := range []string{"rdv bogus -- -o json", "rdv bogus -q", "rdv absence update --title -ojson --bogus", "rdv bogus --outputs json"} {
		if got := run(t, nil, strings.Fields(line)...); got.code != 2 || !strings.HasPrefix(got.err, "guichet: ") {
			t.Errorf("%s: exit %d, %s", line, got.code, got.err)
		}
	}
	if got := run(t, map[string]string{"GUICHET_OUTPUT": "json"}, "rdv", "bogus"); !strings.HasPrefix(got.err, `{"error":`) {
		t.Error(got)
	}
}
