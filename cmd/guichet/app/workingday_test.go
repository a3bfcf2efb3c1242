package app_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// step is a command of the working day: why a person runs it, in both languages, what is
// typed at its questions, and the name under which later commands know its output.
type step struct {
	title, titre string
	en, fr       string
	line         string
	typed        string
	// kept names what the command prints, which the manual does not show.
	kept string
}

// workingDay is a day of a secretary with guichet, from the first login to the export.
func workingDay() []step {
	return []step{
		{
			title: "Log in", titre: "Se connecter",
			en:   "Give the address of the service once, then log in. The password is not shown while you type it. This machine has no keyring, so the session is kept in a file that only you can read.",
			fr:   "Indiquez une fois l'adresse du service, puis connectez-vous. Le mot de passe ne s'affiche pas pendant la saisie. Ce poste n'a pas de trousseau de clés : la session est conservée dans un fichier que vous seul pouvez lire.",
			line: "config set rdv.base_url $URL",
		},
		{line: "config set rdv.email " + rdvsolidaritestest.Email},
		{line: "auth login rdv --store file", typed: "o\n"},
		{line: "auth status rdv"},
		{
			title: "Find a user by phone", titre: "Retrouver un usager par téléphone",
			en:   "A user calls. The number is found in whatever format it is written.",
			fr:   "Un usager appelle. Le numéro est retrouvé quel que soit son format.",
			line: "rdv user list --organisation-id 101 --limit 1 -o json --jq .[0].phone_number --raw -q", kept: "PHONE",
		},
		{line: "rdv user find --phone '$PHONE'"},
		{
			title: "See today's appointments", titre: "Voir les rendez-vous du jour",
			en:   "As a table with the ids that other commands need, or as an agenda with free time and absences.",
			fr:   "En tableau, avec les identifiants dont les autres commandes ont besoin, ou en agenda, avec les créneaux libres et les absences.",
			line: "rdv rdv list --organisation-id 101 --from today --to today",
		},
		{line: "rdv rdv agenda --organisation-id 101"},
		{
			title: "Excuse a user", titre: "Excuser un usager",
			en:   "A user of the first appointment cannot come. The id of the participation is in the column PARTICIPATION. The service may notify the user, so guichet asks for confirmation.",
			fr:   "Un usager du premier rendez-vous ne peut pas venir. L'identifiant de sa participation est dans la colonne PARTICIPATION. Le service peut prévenir l'usager : guichet demande donc confirmation.",
			line: "rdv rdv list --organisation-id 101 --from today --to today --sort starts_at -o json --jq .[0].participations[0].id -q", kept: "PARTICIPATION",
		},
		{line: "rdv participation update $PARTICIPATION --status excused", typed: "o\n"},
		{
			title: "Enter an absence", titre: "Saisir une absence",
			en: "Create it, change its end, then delete it.", fr: "Créez-la, modifiez-en la fin, puis supprimez-la.",
			line: "rdv absence create --agent-email " + rdvsolidaritestest.Email + " --title 'Formation guichet' --first-day tomorrow --start-time 09:00 --end-time 12:00",
		},
		{line: "rdv absence list -o json --jq 'map(select(.title==\"Formation guichet\"))[0].id' -q", kept: "ABSENCE"},
		{line: "rdv absence update $ABSENCE --end-time 17:00"},
		{line: "rdv absence delete $ABSENCE", typed: "o\n"},
		{
			title: "Export for a spreadsheet", titre: "Exporter pour un tableur",
			en:   "In the file, dates are dates and phone numbers keep their leading zero.",
			fr:   "Dans le fichier, les dates sont des dates et les numéros de téléphone gardent leur zéro.",
			line: "rdv rdv list --organisation-id 101 --from today --to +7d -o xlsx --out rdv.xlsx",
		},
		{
			title: "Use a second profile", titre: "Utiliser un deuxième profil",
			en:   "A profile is another address or another account, such as a training service.",
			fr:   "Un profil est une autre adresse ou un autre compte, par exemple un service de formation.",
			line: "profile create formation",
		},
		{line: "-p formation config set rdv.base_url $URL"},
		{line: "profile use formation"},
		{line: "profile list"},
		{line: "profile use default"},
	}
}

// TestTheWorkingDayOfTheDocsIsWhatRuns keeps the pages of the manual up to date:
// GUICHET_UPDATE=1 regenerates them.
func TestTheWorkingDayOfTheDocsIsWhatRuns(t *testing.T) {
	for lang, page := range map[string]string{"en": "working-day.md", "fr": "journee.md"} {
		t.Run(lang, func(t *testing.T) {
			path, err := filepath.Abs(filepath.Join("..", "..", "..", "docs", page))
			if err != nil {
				t.Fatal(err)
			}
			kept(t, path, dayIn(t, lang))
		})
	}
}

// dayIn runs the day on a terminal of 80 columns and returns the page about it.
func dayIn(t *testing.T, lang string) string {
	monday := time.Date(2026, 11, 16, 7, 30, 0, 0, time.UTC)
	s := serve(t, rdvsolidaritestest.Options{Today: monday, Now: func() time.Time { return monday }}, nil)
	w := newWorld(t, s)
	delete(w, "GUICHET_RDV_BASE_URL")
	delete(w, "GUICHET_STORE")
	t.Chdir(t.TempDir())
	const shown = "127.0.0.1:40001" // a port that the page has always
	values := map[string]string{"URL": s.url}
	page := dayHead[lang]
	for i, step := range workingDay() {
		title, text := step.title, step.en
		if lang == "fr" {
			title, text = step.titre, step.fr
		}
		if title != "" {
			page += "\n## " + title + "\n\n" + text + "\n"
		}
		line := os.Expand(step.line, func(name string) string { return values[name] })
		var screen bytes.Buffer
		in := &keyboard{typed: step.typed, screen: &screen}
		if lang == "en" {
			in.typed = strings.ReplaceAll(in.typed, "o\n", "y\n")
		}
		e := w.env(in, &screen, &screen)
		e.InTerminal, e.OutTerminal, e.ErrTerminal, e.Width = true, step.kept == "", true, 80
		e.ErrWidth = 80
		e.Now = func() time.Time { return monday }
		e.ReadHidden = func(context.Context) (string, error) { return rdvsolidaritestest.Password, nil }
		words, _ := shellWords(line)
		code := app.Run(t.Context(), append(words, "--lang", lang, "--color", "never"), e)
		if code != 0 {
			t.Fatalf("step %d, guichet %s: exit code %d: %s", i+1, line, code, screen.String())
		}
		if step.kept != "" {
			values[step.kept] = strings.TrimSpace(screen.String())
			continue
		}
		page += "\n```console\n$ guichet " + line + "\n" + screen.String() + "```\n"
	}
	return strings.ReplaceAll(page, strings.TrimPrefix(s.url, "http://"), shown)
}

// keyboard is what a person types, which the terminal shows.
type keyboard struct {
	typed  string
	screen *bytes.Buffer
}

func (k *keyboard) Read(p []byte) (int, error) {
	if k.typed == "" {
		return 0, os.ErrClosed
	}
	n := copy(p, k.typed)
	k.screen.WriteString(k.typed[:n])
	k.typed = k.typed[n:]
	return n, nil
}

var dayHead = map[string]string{
	"en": "# A working day\n\nA secretary's day with guichet, as it runs in a terminal of 80 columns against the data of the sandbox. The French page is [Une journée de travail](journee.md).\n",
	"fr": "# Une journée de travail\n\nLa journée d'un secrétariat avec guichet, telle qu'elle se déroule dans un terminal de 80 colonnes avec les données du bac à sable. La page anglaise : [A working day](working-day.md).\n",
}
