package app_test

import (
	"strings"
	"testing"
)

func TestAnUnknownCommandLeadsToTheOneThatWasMeant(t *testing.T) {
	for line, want := range map[string]string{
		"login":                       "guichet auth login",
		"logout":                      "guichet auth logout",
		"login rdv --store file":      "guichet auth login rdv --store file",
		"rdv login":                   "guichet auth login rdv",
		"auth rdv":                    "guichet auth login rdv",
		"user list":                   "guichet rdv user list",
		"user get 1048":               "guichet rdv user get 1048",
		"project list":                "guichet zops project list",
		"rdv project list":            "guichet zops project list",
		"rdv list --limit 3":          "guichet rdv rdv list --limit 3",
		"-p prod user list --limit=5": "guichet rdv user list -p prod '--limit=5'",
		"absence delete 5 -y":         "guichet rdv absence delete 5 -y",
		"rdv abscence lst":            "guichet rdv absence list",
		"rdv rdv gte 5":               "guichet rdv rdv get 5",
		"gopaas lst 1167":             "guichet gopaas list 1167",
		"cofig":                       "guichet config",
		"me":                          "guichet zops me, guichet rdv agent me",
		"list":                        "guichet gopaas list, guichet astor operation list, guichet rdv rdv list, guichet zops admin list",
		"organisation get $1 2":       "guichet rdv organisation get '$1'",
	} {
		got := run(t, nil, strings.Split(line, " ")...)
		if got.code != 2 || lastLine(got.err) != "hint: did you mean: "+want {
			t.Errorf("%s: exit %d, %s", line, got.code, got.err)
		}
	}
	for _, line := range []string{"nosuch", "rdv nosuch", "pull rdv.rdvs", "zops consumer-token list"} {
		if got := run(t, nil, strings.Split(line, " ")...); got.code != 2 || !strings.HasPrefix(lastLine(got.err), "hint: choose from: ") {
			t.Errorf("%s: %s", line, got.err)
		}
	}
}

// A person may write a secret where none belongs.
func TestWordsThatACommandDoesNotTakeAreNotRepeated(t *testing.T) {
	for _, line := range []string{
		"login rdv hunter2", "login rdv --password hunter2", "login --password=hunter2", "login rdv -xhunter2",
		"user list --base-url http://moi:hunter2@127.0.0.1/", `user create --data {"password":"hunter2"}`,
		"logout --secret hunter2", "user get --password hunter2", "login rdv -é hunter2",
	} {
		got := run(t, nil, strings.Split(line, " ")...)
		if got.code != 2 || !strings.Contains(got.err, "did you mean: guichet ") || strings.Contains(got.err, "hunter2") {
			t.Errorf("%s: exit %d, %s", line, got.code, got.err)
		}
	}
}

func TestAMissingArgumentIsNamed(t *testing.T) {
	for line, want := range map[string]string{
		"rdv rdv get":               "missing argument: RDV_ID",
		"gopaas item t":             "missing argument: ID",
		"gopaas item":               "missing argument: TABLE ID",
		"gopaas push":               "missing argument: TABLE",
		"api rdv GET":               "missing argument: PATH",
		"pull status":               "missing argument: DIR",
		"pull merge":                "missing argument: DIR…",
		"pull run":                  "missing argument: DATASET",
		"rdv rdv get 1 2":           `invalid argument "2" for "guichet rdv rdv get"`,
		"schema rdv.rdvs rdv.users": `invalid argument "rdv.users" for "guichet schema"`,
		"rdv user create --sandbox": "missing required flag: --first-name, --last-name, --organisation-ids",
		"rdv user create --data {}": "missing required flag: first_name (--first-name), last_name (--last-name), organisation_ids (--organisation-ids)",
	} {
		got := run(t, nil, strings.Split(line, " ")...)
		if first, _, _ := strings.Cut(got.err, "\n"); got.code != 2 || first != "guichet: "+want {
			t.Errorf("%s: exit %d, %s", line, got.code, got.err)
		}
	}
}

func TestAServiceWithoutAnAddressSaysHowToGiveOne(t *testing.T) {
	if got := run(t, nil, "zops", "me"); !strings.Contains(got.err, "guichet config set zops.base_url https://…") {
		t.Error(got.err)
	}
	w := newWorld(t, service{})
	w.run(t, "config", "set", "zops.base_url", "https://zops.exemple.fr").want(t, 0)
	w.run(t, "zops", "me").want(t, 4)
}

func lastLine(text string) string {
	text = strings.TrimSuffix(text, "\n")
	return text[strings.LastIndexByte(text, '\n')+1:]
}
