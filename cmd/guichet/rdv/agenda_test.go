package rdv_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const (
	camille = `{"id":1,"first_name":"Camille","last_name":"Petit"}`
	sacha   = `{"id":2,"first_name":"Sacha","last_name":"Wagner"}`
	onSite  = `"address":"12 rue Neuve, Arras, 62000","lieu":{"id":7,"name":"Maison des solidarités Arras","address":"12 rue Neuve, Arras, 62000"}`
	atHome  = `"address":"29 rue de la Gare, Lens, 62300","lieu":null`
	byPhone = `"address":"","lieu":null`
)

// appointment is a raw rdv. when is its day and time, parts what is beside the rest.
func appointment(id int, when string, minutes int, status, kind, reason, agents string, people ...string) string {
	place := map[string]string{"public_office": onSite, "home": atHome}[kind]
	if place == "" {
		place = byPhone
	}
	var all []string
	for i, p := range people {
		name, own, given := strings.Cut(p, "/")
		if !given {
			own = status
		}
		first, last, _ := strings.Cut(name, " ")
		all = append(all, fmt.Sprintf(`{"id":%d,"status":%q,"user":{"id":%d,"first_name":%q,"last_name":%q,"phone_number":"0601020304"}}`, 10*id+i, own, 100*id+i, first, last))
	}
	return fmt.Sprintf(`{"id":%d,"uuid":"00000000-0000-4000-a000-%012[1]d","status":%q,"starts_at":"2026-%s:00 +0100","duration_in_min":%d,`+
		`"created_at":"2026-11-01 10:00:00 +0100","time_zone":"Europe/Paris",%s,"motif":{"id":3,"name":%q,"location_type":%q},"agents":[%s],"participations":[%s]}`,
		id, status, when, minutes, place, reason, kind, agents, strings.Join(all, ","))
}

// week are the appointments of a week, in no order, and its absences.
func week() (rdvs, absences []string) {
	return []string{
			appointment(25, "11-16 14:00", 60, "unknown", "home", "Visite à domicile", camille, "Inès Blondel"),
			appointment(21, "11-16 08:45", 45, "seen", "public_office", "Entretien social", camille, "Ada Marchand"),
			appointment(20, "11-16 08:15", 15, "unknown", "phone", "Rappel téléphonique", camille, "Zoé Delattre"),
			appointment(24, "11-16 11:00", 30, "excused", "phone", "Rappel téléphonique", camille, "Renée Vasseur"),
			appointment(22, "11-16 10:15", 30, "unknown", "visio", "Suivi à distance", camille+","+sacha, "Loïc Lefèvre"),
			appointment(26, "11-17 09:00", 120, "unknown", "public_office", "Atelier CV", sacha, "Karim Vasseur", "Aïcha Mahé/excused", "Chloé Marchand"),
			appointment(27, "11-17 09:30", 30, "unknown", "phone", "Rappel téléphonique", sacha, "Élodie Prévost"),
			appointment(29, "11-21 10:00", 30, "unknown", "public_office", "Permanence du samedi", sacha, "Jérôme Saunier"),
			appointment(28, "11-20 16:30", 30, "revoked", "public_office", "Entretien social", "", "Ugo Lemaître"),
		}, []string{
			`{"id":50,"title":"Congés","first_day":"2026-11-18","start_time":"14:00:00","end_day":"2026-11-20","end_time":"24:00:00","rrule":null,"agent":` + camille + `,"organisation":{"id":101}}`,
			`{"id":51,"title":"Formation","first_day":"2026-11-17","start_time":"14:00:00","end_day":"2026-11-17","end_time":"17:00:00","rrule":null,"agent":` + sacha + `,"organisation":{"id":102}}`,
			`{"id":52,"title":"Astreinte","first_day":"2026-09-01","start_time":"12:00:00","end_day":"2026-09-01","end_time":"13:00:00","rrule":"FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;","agent":` + camille + `,"organisation":{"id":101}}`,
			`{"id":53,"title":"Finie","first_day":"2026-09-01","start_time":"12:00:00","end_day":"2026-09-01","end_time":"13:00:00","rrule":"FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;UNTIL=20261001T220000Z;","agent":` + camille + `,"organisation":{"id":101}}`,
			`{"id":54,"title":"Passée","first_day":"2026-11-01","start_time":"12:00:00","end_day":"2026-11-15","end_time":"24:00:00","rrule":null,"agent":` + sacha + `,"organisation":{"id":102}}`,
		}
}

// ofAWeek is a world whose service has that week. It narrows it to the days that it is
// asked for, as the service does.
func ofAWeek(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.variables = map[string]string{"NO_COLOR": "1"}
	w.answer = func(writer http.ResponseWriter, r *http.Request) bool {
		rdvs, absences := week()
		rows, root := absences, "absences"
		switch {
		case strings.HasSuffix(r.URL.Path, "/rdvs"):
			root, rows = "rdvs", nil
			from, to := r.URL.Query().Get("starts_after"), r.URL.Query().Get("starts_before")
			for _, rdv := range rdvs {
				_, start, _ := strings.Cut(rdv, `"starts_at":"`)
				if day := start[:10]; from[:10] <= day && day <= to[:10] {
					rows = append(rows, rdv)
				}
			}
		case !strings.HasSuffix(r.URL.Path, "/absences"):
			return false
		}
		_, _ = fmt.Fprintf(writer, `{%q:[%s],"meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":1,"total_count":%d}}`,
			root, strings.Join(rows, ","), len(rows))
		return true
	}
	return w
}

// golden compares an output with a file, or writes the file with GUICHET_UPDATE=1.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "agenda", name+".txt")
	if os.Getenv("GUICHET_UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (GUICHET_UPDATE=1 writes it anew):\n%s", path, diff)
	}
}

func TestTheAgendaIsShownAsPeopleReadIt(t *testing.T) {
	w := ofAWeek(t)
	for _, lang := range []string{"en", "fr"} {
		w.variables["GUICHET_LANG"] = lang
		for _, width := range []int{40, 80, 120} {
			w.width = width
			for name, args := range map[string][]string{"day": nil, "week": {"--week", "--from", "2026-11-19"}} {
				if code := w.run(t, append([]string{"agenda"}, args...)...); code != 0 || w.err != "" {
					t.Fatalf("exit %d: %s", code, w.err)
				}
				golden(t, name+"-"+strconv.Itoa(width)+"-"+lang, w.out)
			}
		}
	}
}

func TestTheGridIsForWideTerminalsAndForThoseWhoSee(t *testing.T) {
	w := ofAWeek(t)
	if w.run(t, "agenda", "--week"); !strings.HasPrefix(w.out, "Monday 16 November\n\nCamille PETIT\n") {
		t.Errorf("to a file:\n%s", w.out)
	}
	list := w.out
	w.width, w.variables["GUICHET_ACCESSIBLE"] = 500, "1"
	if w.run(t, "agenda", "--week"); w.out != list {
		t.Errorf("for a screen reader:\n%s", w.out)
	}
	w.width, w.variables["GUICHET_ACCESSIBLE"] = 119, ""
	if w.run(t, "agenda", "--week"); !strings.HasPrefix(w.out, "Monday 16 November\n\n") {
		t.Errorf("on 119 columns:\n%s", w.out)
	}
	w.width = 120
	if w.run(t, "agenda", "--from", "2026-11-16", "--to", "2026-11-22"); !strings.HasPrefix(w.out, "Monday 16 November\n\n") {
		t.Errorf("without --week:\n%s", w.out)
	}
	for _, width := range []int{120, 121, 150, 333} {
		w.width = width
		w.run(t, "agenda", "--week")
		for _, name := range []string{"MARCHAND", "VASSEUR", "LEFÈVRE", "BLONDEL", "MAHÉ", "PRÉVOST", "LEMAÎTRE", "SAUNIER", "Congés", "Formation"} {
			if !strings.Contains(w.out, name) {
				t.Errorf("on %d columns %s is missing:\n%s", width, name, w.out)
			}
		}
	}
}

func TestTheAgendaSaysOnlyWhatItKnows(t *testing.T) {
	w := ofAWeek(t)
	// What --limit cuts off is not a time without an appointment.
	if w.run(t, "agenda", "--week", "--limit", "3"); strings.Contains(w.out, "no appointments") || strings.Contains(w.out, "without") ||
		strings.Contains(w.out, "17 November") || !strings.Contains(w.err, "3 of 9") {
		t.Errorf("cut short:\n%s%s", w.out, w.err)
	}
	if w.run(t, "agenda", "--from", "2026-11-24"); w.out != "Tuesday 24 November\n\nno appointments\n" && !strings.HasPrefix(w.out, "Tuesday 24 November\n\nno appointments\n\nRecurring absences") {
		t.Errorf("of an empty day:\n%s", w.out)
	}
	// Of one agent, the others' days are not known.
	if w.run(t, "agenda", "--week", "--agent-id", "1"); strings.Contains(w.out, "Sacha") || !strings.Contains(w.out, "Loïc") || strings.Contains(w.out, "Formation") {
		t.Errorf("of one agent:\n%s", w.out)
	}
	// An organisation has the absences of its agents.
	if w.run(t, "agenda", "--week", "--organisation-id", "102", "--from", "2026-11-16"); !strings.Contains(w.out, "Formation") {
		t.Errorf("of an organisation:\n%s", w.out)
	}
	if w.run(t, "agenda", "--from", "2026-11-18", "--organisation-id", "102"); strings.Contains(w.out, "Congés") {
		t.Errorf("of another organisation:\n%s", w.out)
	}
	if w.run(t, "agenda", "--from", "2026-11-18", "--organisation-id", "101"); !strings.Contains(w.out, "Congés") {
		t.Errorf("of the first organisation:\n%s", w.out)
	}
	if w.run(t, "agenda", "--week", "--organisation-id", "102", "--from", "2026-11-18"); !strings.Contains(w.out, "Congés") {
		t.Errorf("of an organisation in which the agent has appointments:\n%s", w.out)
	}
	// A time between is not one in which an appointment or an absence goes on.
	if w.run(t, "agenda", "--from", "2026-11-17"); strings.Count(w.out, "without") != 1 {
		t.Errorf("of overlaps:\n%s", w.out)
	}
	if w.run(t, "agenda", "--no-absences", "--week"); strings.Contains(w.out, "Congés") || strings.Contains(w.out, "Astreinte") {
		t.Errorf("without absences:\n%s", w.out)
	}
}

func TestTheAgendaOfMachinesIsTheAppointmentsByStart(t *testing.T) {
	w := ofAWeek(t)
	if w.run(t, "rdv", "agenda", "--week", "-o", "id"); w.out != "20\n21\n22\n24\n25\n26\n27\n28\n29\n" {
		t.Errorf("the ids are %q", w.out)
	}
	for _, day := range []string{"2026-11-16", "2026-11-22"} {
		if w.run(t, "agenda", "--week", "--from", day, "-o", "id"); strings.Count(w.out, "\n") != 9 {
			t.Errorf("the week of %s has %q", day, w.out)
		}
	}
	if w.run(t, "agenda", "-o", "json", "--jq", "length"); w.out != "5\n" {
		t.Errorf("today has %s", w.out)
	}
	before := len(w.server.Requests())
	if w.run(t, "agenda", "-o", "csv", "--columns", "id,status"); w.out != "id,status\n20,unknown\n21,seen\n22,unknown\n24,excused\n25,unknown\n" {
		t.Errorf("the file is %q", w.out)
	}
	if after := len(w.server.Requests()); after != before {
		t.Error("it read the absences")
	}
}

func TestAbsencesThatCannotBeReadLeaveTheAppointments(t *testing.T) {
	w := ofAWeek(t)
	inner := w.answer
	w.answer = func(writer http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/absences") {
			writer.WriteHeader(http.StatusForbidden)
			return true
		}
		return inner(writer, r)
	}
	if code := w.run(t, "agenda"); code != 5 || !strings.Contains(w.out, "Ada MARCHAND") {
		t.Errorf("exit %d:\n%s", code, w.out)
	}
	// A list that the service counts as longer is said, and is exit 9 with --strict.
	w.answer = func(writer http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/absences") {
			_, _ = fmt.Fprint(writer, `{"absences":[],"meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":1,"total_count":3}}`)
			return true
		}
		return inner(writer, r)
	}
	if code := w.run(t, "agenda"); code != 0 || !strings.Contains(w.err, "absences: 0 read, but the service reports 3") {
		t.Errorf("exit %d: %s", code, w.err)
	}
	if code := w.run(t, "agenda", "--strict"); code != 9 || !strings.Contains(w.out, "Ada MARCHAND") {
		t.Errorf("exit %d: %s", code, w.err)
	}
}

func TestMyAgendaIsThatOfTheAgentWhoIsLoggedIn(t *testing.T) {
	w := newWorld(t)
	if w.run(t, "agent", "me", "-o", "id") != 0 {
		t.Fatal(w.err)
	}
	me := strings.TrimSpace(w.out)
	if code := w.run(t, "agenda", "--mine", "--week"); code != 0 {
		t.Fatalf("exit %d: %s", code, w.err)
	}
	if reads := w.seen("GET"); !strings.Contains(strings.Join(reads, "\n"), "agent_id="+me) {
		t.Errorf("it asked for %q, not for agent %s", reads, me)
	}
}

func TestAnInstanceOf2024SaysWhoIsLoggedInOfASession(t *testing.T) {
	w := newWorld(t)
	w.server = rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 300, Generation: rdvsolidaritestest.Generation2024})
	w.as = rdvsolidaritestest.Agent{Email: rdvsolidaritestest.Email, Password: rdvsolidaritestest.Password}
	if code := w.run(t, "agenda", "--mine", "--organisation-id", "101", "--from", "2026-10-15", "--to", "2026-12-15"); code != 0 {
		t.Fatalf("exit %d: %s", code, w.err)
	}
	// Such an instance ignores the agent.
	if strings.Contains(w.out, "Dominique") || !strings.Contains(w.out, "Camille MOREAU") {
		t.Errorf("it is\n%s", w.out)
	}
	if code := w.run(t, "agenda"); code != 3 || !strings.Contains(w.err, "--organisation-id") {
		t.Errorf("without an organisation: exit %d: %s", code, w.err)
	}
}

func TestAWindowThatIsNoneIsRefused(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ args, said string }{
		{"--from 2026-11-17 --to 16/11/2026", "--from 2026-11-17 is after --to 16/11/2026"},
		{"--to yesterday", "--from today is after --to yesterday"},
		{"--from 2026-11-01 --to 2027-01-02", "62 days"},
		{"--week --to tomorrow", "--to, --week"},
		{"--mine --agent-id 1", "--agent-id, --mine"},
		{"--from soon", "+7d"},
	} {
		if code := w.run(t, append([]string{"agenda"}, strings.Fields(c.args)...)...); code != 2 || !strings.Contains(w.err, c.said) {
			t.Errorf("%s: exit %d: %s", c.args, code, w.err)
		}
	}
	if w.run(t, "agenda", "--from", "2026-11-01", "--to", "2027-01-01") != 0 {
		t.Error(w.err)
	}
}

func TestAnAppointmentOverseasIsShownAtItsOwnHour(t *testing.T) {
	w := newWorld(t)
	row := ""
	const inParis = `{"id":1,"status":"unknown","starts_at":"2026-11-16 15:00:00 +0100","ends_at":"2026-11-16 15:30:00 +0100","time_zone":"Europe/Paris"}`
	w.answer = func(writer http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/rdvs") {
			return false
		}
		_, _ = fmt.Fprintf(writer, `{"rdvs":[%s],"meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":1,"total_count":1}}`, row)
		return true
	}
	w.zone = "America/Martinique"
	for name, text := range map[string]string{
		"since 2026":  `{"id":1,"status":"unknown","starts_at":"2026-11-16 10:00:00 -0400","ends_at":"2026-11-16 10:30:00 -0400","time_zone":"America/Martinique"}`,
		"in Paris":    inParis,
		"before 2026": `{"id":1,"status":"unknown","starts_at":"2026-11-16 10:00:00 +0100","ends_at":"2026-11-16 10:30:00 +0100"}`,
	} {
		row = text
		if w.run(t, "agenda", "--from", "2026-11-16", "--no-absences"); !strings.Contains(w.out, "10:00–10:30") {
			t.Errorf("%s:\n%s%s", name, w.out, w.err)
		}
		if w.run(t, "agenda", "--from", "2026-11-16", "-o", "ics"); !strings.Contains(w.out, "DTSTART:20261116T140000Z") || !strings.Contains(w.out, "UID:rdv-1@127.0.0.1\r\n") {
			t.Errorf("%s:\n%s%s", name, w.out, w.err)
		}
	}
}

func TestARecurringAbsenceIsSaidInWordsOrAsTheServiceWritesIt(t *testing.T) {
	for rule, want := range map[string]string{
		"FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU;":          "10:00, chaque semaine, lundi, mardi",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;":             "10:00, toutes les 2 semaines, dimanche",
		"FREQ=WEEKLY;BYDAY=FR;UNTIL=20261218T230000Z;": "10:00, chaque semaine, vendredi, jusqu'au samedi 19 décembre 00:00",
		"FREQ=MONTHLY;INTERVAL=1;":                     "10:00, FREQ=MONTHLY;INTERVAL=1;",
		"FREQ=WEEKLY;BYDAY=2TU;":                       "10:00, FREQ=WEEKLY;BYDAY=2TU;",
		"FREQ=WEEKLY;UNTIL=20261218;":                  "10:00, FREQ=WEEKLY;UNTIL=20261218;",
		"FREQ=WEEKLY;WKST=SU;":                         "10:00, FREQ=WEEKLY;WKST=SU;",
		"INTERVAL=2;":                                  "10:00, INTERVAL=2;",
	} {
		w := newWorld(t)
		w.answer = func(writer http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/absences") {
				fmt.Fprintf(writer, `{"absences":[{"id":1,"title":"Congés","first_day":"2026-11-02","start_time":"09:00:00","end_day":"2026-11-02","end_time":"10:00:00","rrule":%q,"agent":{"id":1,"first_name":"Ada","last_name":"Auger"}}],"meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":1,"total_count":1}}`, rule)
				return true
			}
			return false
		}
		if w.run(t, "agenda", "--from", "2026-11-24", "--lang", "fr"); !strings.Contains(strings.ReplaceAll(w.out, "\n    ", " "), want+"\n") {
			t.Errorf("%s:\n%s%s", rule, w.out, w.err)
		}
	}
}

func TestAnAgentWithoutANameKeepsTheirAppointments(t *testing.T) {
	w := newWorld(t)
	nameless := `{"id":9,"first_name":null,"last_name":null}`
	w.answer = func(writer http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/rdvs") {
			return false
		}
		_, _ = fmt.Fprintf(writer, `{"rdvs":[%s],"meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":1,"total_count":1}}`,
			appointment(25, "11-16 14:00", 60, "unknown", "phone", "Rappel", camille+","+nameless, "Inès Blondel"))
		return true
	}
	if w.run(t, "agenda", "--agent-id", "9", "--no-absences"); !strings.Contains(w.out, "\n9\n  14:00–15:00") {
		t.Errorf("of the agent:\n%s%s", w.out, w.err)
	}
	if w.run(t, "agenda", "--no-absences"); strings.Count(w.out, "14:00–15:00") != 2 {
		t.Errorf("of all agents:\n%s%s", w.out, w.err)
	}
}

func TestAnOrganisationHasTheRepeatedAbsencesOfItsAgentsOnly(t *testing.T) {
	w := ofAWeek(t)
	if w.run(t, "agenda", "--from", "2026-11-18", "--organisation-id", "102"); strings.Contains(w.out, "Astreinte") {
		t.Errorf("of another organisation:\n%s", w.out)
	}
	if w.run(t, "agenda", "--from", "2026-11-18", "--organisation-id", "101"); !strings.Contains(w.out, "Astreinte") {
		t.Errorf("of the first organisation:\n%s", w.out)
	}
}

func TestWhatHasNoAgentHasNoFreeTime(t *testing.T) {
	w := newWorld(t)
	w.answer = func(writer http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/rdvs") {
			return false
		}
		_, _ = fmt.Fprintf(writer, `{"rdvs":[%s,%s],"meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":1,"total_count":2}}`,
			appointment(1, "11-16 09:00", 60, "unknown", "phone", "Rappel", "", "Inès Blondel"),
			appointment(2, "11-16 14:00", 60, "unknown", "phone", "Rappel", "", "Ada Marchand"))
		return true
	}
	if w.run(t, "agenda", "--no-absences"); strings.Contains(w.out, "10:00–14:00") || !strings.Contains(w.out, "14:00–15:00") {
		t.Errorf("%s%s", w.out, w.err)
	}
}
