package app_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/astor/astortest"
)

// canary stands in every place of a secret. Its signs are those that formats
// escape.
const canary = `canari-7f3"<&>/+=`

// identities are the credentials of each service, as variables.
var identities = map[string][]map[string]string{
	"rdv": {
		{"GUICHET_RDV_EMAIL": "camille@exemple.fr", "GUICHET_RDV_PASSWORD": canary},
		{"GUICHET_RDV_ACCESS_TOKEN": canary, "GUICHET_RDV_CLIENT": canary + "2", "GUICHET_RDV_UID": "camille@exemple.fr"},
		{"GUICHET_RDV_BEARER": canary},
	},
	"zops":   {{"GUICHET_ZOPS_TOKEN": canary}, {"GUICHET_ZOPS_EMAIL": "camille@exemple.fr", "GUICHET_ZOPS_PASSWORD": canary}},
	"gopaas": {{"GUICHET_GOPAAS_API_KEY": canary}, {"GUICHET_GOPAAS_CLIENT_ID": "client", "GUICHET_GOPAAS_CLIENT_SECRET": canary}},
	"astor":  {{"GUICHET_ASTOR_TOKEN": canary}},
}

// serviceOf is the service that a command speaks to, "" for none.
func serviceOf(words []string) string {
	for _, word := range words {
		if _, ok := identities[word]; ok {
			return word
		}
	}
	if words[0] == "pull" {
		return "rdv"
	}
	return ""
}

// plausible fills in the arguments and the flags that a command must have, and
// every secret that it reads.
func plausible(t *testing.T, dir string, words []string, cmd *cobra.Command) (args []string, input string) {
	t.Helper()
	collection := filepath.Join(dir, "collection.json")
	values := map[string]string{
		"METHOD": "POST", "PATH": "/api/v1/choses", "OPERATION": "Cameras/List cameras", "FILE|URL|-": collection, "KEY": "output", "VALUE": "json", "NAME": "essai",
		"DATASET…": "rdv.rdvs", "DIR": filepath.Join(dir, "pull"), "DIR…": filepath.Join(dir, "pull"), "SERVICE_CATALOG_CODE": "push", "FILE": collection, "[DATASET]": "rdv.rdvs",
		"first-day": "2026-12-01", "start-time": "09:00", "end-time": "10:00", "agent-id": "7", "status": "seen", "subscriptions": "rdv", "target-url": "https://exemple.fr/w",
		"service-catalog-code": "push", "organisation-ids": "101", "organisation-id": "101", "user-id": "7", "email": "camille@exemple.fr", "out": filepath.Join(dir, "sortie"),
		"output-file": filepath.Join(dir, "fichier"), "package": "paquet", "collection": collection, "project-id": zopsID, "consumer-id": zopsID, "var-stdin": "site",
		"organization-name": "Mairie", "territory": "62", "name": "dupont",
		"latitude": "48.85", "longitude": "2.35",
	}
	args = slices.Clone(words)
	for _, place := range strings.Fields(cmd.Use)[1:] {
		value, ok := values[place]
		switch {
		case !ok && words[0] == "zops":
			value = zopsID
		case !ok:
			value = "7"
		}
		args = append(args, value)
	}
	data := slices.Equal(words, []string{"gopaas", "push"})
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		switch value, known := values[f.Name]; {
		case strings.HasSuffix(f.Name, "-stdin") && f.Value.Type() == "bool":
			args = append(args, "--"+f.Name)
		case words[len(words)-1] == "update" && slices.Contains([]string{"title", "name", "first-name", "description", "phone", "fcm-project-number"}, f.Name):
			args = append(args, "--"+f.Name, "33100000000")
		case f.Name == "data" && data:
			args = append(args, "--data", `[{"cle":"1"}]`)
		case f.Name == "data" && words[0] == "api":
			args = append(args, "--data", `{"password":"jaune"}`)
		case strings.Contains(f.Usage, "(required)") && !known:
			args = append(args, "--"+f.Name, "x")
		case strings.Contains(f.Usage, "(required)"), known && slices.Contains([]string{"collection", "agent-id", "out", "organization-name", "var-stdin"}, f.Name),
			known && f.Name == "user-id" && slices.Equal(words, []string{"rdv", "plan", "create"}),
			known && f.Name == "email" && (words[len(words)-1] == "find" || words[0] == "auth"):
			args = append(args, "--"+f.Name, value)
		}
	})
	lines := 3
	if words[0] == "auth" || words[len(words)-1] == "delete" {
		lines = 1 // more are refused
	}
	return append(args, "--yes", "--retries", "0"), strings.Repeat(canary+"\n", lines)
}

const zopsID = "00000000000040008000000000000000"

// surroundings are a config and a state folder, and a folder to work in.
func surroundings(t *testing.T, address string, variables map[string]string) (w world, dir string) {
	t.Helper()
	dir = t.TempDir()
	w = world{"GUICHET_CONFIG_DIR": filepath.Join(dir, "config"), "GUICHET_STATE_DIR": filepath.Join(dir, "state"), "GUICHET_STORE": "file", "GUICHET_PSEUDONYM_KEY": canary,
		"GUICHET_RDV_BASE_URL": address, "GUICHET_ZOPS_BASE_URL": address, "GUICHET_GOPAAS_BASE_URL": address + "/crm", "GUICHET_ASTOR_BASE_URL": address, "GUICHET_ASTOR_CAMS_BASE_URL": address}
	maps.Copy(w, variables)
	for _, name := range []string{"GUICHET_CONFIG_DIR", "GUICHET_STATE_DIR"} {
		if err := os.Mkdir(w[name], 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := astortest.WriteCollection(filepath.Join(dir, "collection.json")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	return w, dir
}

// canarySpellings are the middle of the canary as it is, in hex, and in base64 at
// each of the three places where it can begin, in small letters.
func canarySpellings() []string {
	spellings := []string{"canari", hex.EncodeToString([]byte(canary[:6]))}
	for before := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte("abc"[:before] + canary))
		spellings = append(spellings, strings.ToLower(encoded[4:10]))
	}
	return spellings
}

// noCanary looks for the canary in all that a command wrote. The file store
// is where secrets are kept.
func noCanary(t *testing.T, what, dir string, streams ...string) {
	t.Helper()
	for _, text := range streams {
		for _, spelling := range canarySpellings() {
			if at := strings.Index(strings.ToLower(text), spelling); at >= 0 {
				t.Errorf("%s shows it: …%s…", what, text[max(0, at-80):min(len(text), at+60)])
			}
		}
	}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "credentials.json" {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(content), []byte("canari")) {
			t.Errorf("%s leaves it in %s", what, entry.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNoCommandShowsASecret runs every command against a service that repeats
// all that it was sent, in every format, with --debug and with --dry-run. In the
// short run each command meets three of the formats and echoes in turn, in the
// long one all of them.
func TestNoCommandShowsASecret(t *testing.T) {
	names := slices.Sorted(maps.Keys(echoes))
	formats := []string{"table", "json", "ndjson", "csv", "yaml", "id"}
	turn := 0
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		if cmd.HasSubCommands() || len(words) == 0 || words[0] == "sandbox" { // which prints the credentials of its own invention
			return
		}
		t.Run(strings.Join(words, "_"), func(t *testing.T) {
			reached := false
			rounds, more := 3, 1
			if os.Getenv("GUICHET_LONG") != "" {
				rounds, more = len(formats), len(names)
			}
			for i := range rounds {
				for j := range more {
					turn++
					f, n := turn, turn+turn/len(formats) // every pair in the end
					if more > 1 {
						f, n = i, j
					}
					reached = attempt(t, words, cmd, turn, formats[f%len(formats)], names[n%len(names)]) || reached
				}
			}
			if serviceOf(words) != "" && !reached && !slices.Contains(silent, strings.Join(words, " ")) {
				t.Error("the service saw no request: the test has no arguments that fit")
			}
		})
	})
}

// silent are the commands that ask no service anything, and one that refuses
// the signs of the canary in a path.
var silent = []string{
	"auth login astor", "auth login gopaas", "auth logout astor", "auth logout gopaas", "auth status astor", "auth status gopaas", "astor diff", "astor generate", "astor import",
	"astor operation list", "astor operation show", "gopaas token", "pull datasets", "pull merge", "pull status", "pull verify",
	"zops consumer-token delete", "zops consumer-token exchange", "zops project-service token", // the last two want --show-secret
}

// find is the command of these words.
func find(t *testing.T, words ...string) (found *cobra.Command) {
	t.Helper()
	tree(t, "en", func(at []string, cmd *cobra.Command) {
		if slices.Equal(at, words) {
			found = cmd
		}
	})
	return found
}

// attempt runs a command with one of the credentials of its service, once for
// the service and once dry, and says whether the service was asked anything.
func attempt(t *testing.T, words []string, cmd *cobra.Command, turn int, format, echo string) (reached bool) {
	t.Helper()
	address, requests := hostile(t, canary, echoes[echo])
	var variables map[string]string
	if sets := identities[serviceOf(words)]; len(sets) > 0 && words[0] != "auth" || len(words) > 1 && words[1] == "status" && len(sets) > 0 {
		variables = sets[turn%len(sets)]
	}
	w, dir := surroundings(t, address, variables)
	args, input := plausible(t, dir, words, cmd)
	if words[0] == "auth" && words[1] == "logout" {
		login, secret := plausible(t, dir, append([]string{"auth", "login"}, words[2]), find(t, "auth", "login", words[2]))
		_ = w.here(context.Background(), strings.NewReader(secret), io.Discard, io.Discard, login...)
	}
	ways := []string{"--debug", "--dry-run"}
	if turn%3 > 0 && os.Getenv("GUICHET_LONG") == "" {
		ways = ways[:1]
	}
	for _, more := range ways {
		var out, errs bytes.Buffer
		line := append(slices.Clone(args), "-o", format, more)
		code := w.here(context.Background(), strings.NewReader(input), &out, &errs, line...)
		what := strings.Join(line, " ") + " (" + echo + ")"
		if code == 1 {
			t.Errorf("%s: exit 1: %s", what, errs.String())
		}
		noCanary(t, what, dir, out.String(), errs.String())
	}
	return requests.Load() > 0
}

// TestNoFlagTakesASecret allows those that ZOPS itself names, whose help says
// what to do instead.
func TestNoFlagTakesASecret(t *testing.T) {
	allowed := []string{"fcm-api-keys", "apns-cert", "save-token", "send-token-to"} // the last two name a field and a host
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			for _, secret := range []string{"secret", "password", "token", "bearer", "key", "cert"} {
				if strings.Contains(f.Name, secret) && f.Value.Type() != "bool" && !slices.Contains(allowed, f.Name) {
					t.Errorf("%s --%s takes a value", strings.Join(words, " "), f.Name)
				}
			}
		})
	})
}

func TestAnAddressWithASecretIsRefusedAndNotRepeated(t *testing.T) {
	for service, s := range stored {
		for _, address := range []string{"https://moi:canari@exemple.fr", "https://canari@exemple.fr", "https://exemple.fr?jeton=canari", "https://exemple.fr#canari", "https://moi:canari@exemple.fr:port", "https://moi:canari@[::1", "moi:canari@exemple.fr", "http://moi:canari@exemple.fr"} {
			for _, way := range []string{"flag", "variable", "configuration"} {
				dir := t.TempDir()
				w, args := world{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none"}.with("GUICHET_RDV_BEARER", "x", "GUICHET_ZOPS_TOKEN", "x", "GUICHET_GOPAAS_API_KEY", "x", "GUICHET_ASTOR_TOKEN", "x"), slices.Clone(s.command)
				switch way {
				case "flag":
					args = append(args, "--base-url", address)
				case "variable":
					w = w.with("GUICHET_"+strings.ToUpper(service)+"_BASE_URL", address)
				default:
					config := "profiles:\n  default:\n    " + service + ":\n      base_url: \"" + address + "\"\n"
					if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(config), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				var out, errs strings.Builder
				code := w.here(t.Context(), nil, &out, &errs, args...)
				if shown := out.String() + errs.String(); code != 2 || strings.Contains(shown, "canari") {
					t.Errorf("%s, %s by %s: exit %d: %s", service, address, way, code, shown)
				}
			}
		}
	}
}

func TestAProxysPasswordIsNotRepeated(t *testing.T) {
	for _, proxy := range []string{"http://moi:canari@127.0.0.1:1", "http://moi:canari@[::1", "http://moi:canari@127.0.0.1:port", "moi:canari@127.0.0.1:1", "ftp://moi:canari@127.0.0.1:1", "http://moi:canari@nulle-part.invalid"} {
		dir := t.TempDir()
		w := world{"PATH": os.Getenv("PATH"), "GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none", "GUICHET_RDV_BEARER": "jeton", "GUICHET_RDV_BASE_URL": "https://rdv.example.com", "HTTPS_PROXY": proxy}
		o := w.run(t, "rdv", "agent", "me", "--retries", "0", "--debug")
		if o.code != 7 && o.code != 2 || strings.Contains(o.out+o.errors, "canari") {
			t.Errorf("%s: exit %d: %s%s", proxy, o.code, o.out, o.errors)
		}
	}
}
