package rdv_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// events runs a command with -o ics, and has another program read what it writes.
func (w *world) events(t *testing.T, args ...string) map[string]*ical.Component {
	t.Helper()
	if code := w.run(t, append(args, "-o", "ics")...); code != 0 {
		t.Fatalf("%q: exit %d: %s", args, code, w.err)
	}
	calendar, err := ical.NewDecoder(strings.NewReader(w.out)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, w.out)
	}
	found := map[string]*ical.Component{}
	for _, event := range calendar.Events() {
		uid, _ := event.Props.Text(ical.PropUID)
		if found[uid] != nil {
			t.Errorf("%s is there twice", uid)
		}
		found[uid] = event.Component
	}
	return found
}

// said is a text of an event, "" for none.
func said(event *ical.Component, property string) string {
	if event.Props.Get(property) == nil {
		return ""
	}
	text, _ := event.Props.Text(property)
	return text
}

func TestTheCalendarOfAWeekIsReadBack(t *testing.T) {
	w := newWorld(t)
	w.server = rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 1500})
	base, _ := url.Parse(w.base)
	days := []string{"--from", "2026-11-16", "--to", "2026-11-22"}
	if w.run(t, append([]string{"rdv", "list", "-o", "json"}, days...)...) != 0 {
		t.Fatal(w.err)
	}
	var rdvs []rdvsolidarites.RDV
	if err := json.Unmarshal([]byte(w.out), &rdvs); err != nil {
		t.Fatal(err)
	}
	events := w.events(t, append([]string{"rdv", "list"}, days...)...)
	text := strings.ReplaceAll(w.out, "\r\n ", "")
	if len(events) != len(rdvs) || len(rdvs) < 50 {
		t.Fatalf("%d events of %d appointments", len(events), len(rdvs))
	}
	kinds, cancelled := map[rdvsolidarites.LocationType]int{}, 0
	for _, rdv := range rdvs {
		event := events[rdv.UUID+"@"+base.Hostname()]
		if event == nil {
			t.Errorf("appointment %d is missing", rdv.ID)
			continue
		}
		for property, want := range map[string]time.Time{"DTSTART": rdv.StartsAt.Time, "DTEND": rdv.EndsAt.Time, "DTSTAMP": rdv.CreatedAt.Time} {
			if got, err := event.Props.DateTime(property, time.UTC); err != nil || !got.Equal(want) {
				t.Errorf("%s of %d is %v, not %v: %v", property, rdv.ID, got, want, err)
			}
		}
		place := ""
		if lieu, ok := rdv.Lieu.Value(); ok && rdv.Motif.LocationType == rdvsolidarites.LocationPublicOffice {
			place = lieu.Name + ", " + lieu.Address
		}
		status := "CONFIRMED"
		if rdv.Status == rdvsolidarites.StatusExcused || rdv.Status == rdvsolidarites.StatusRevoked {
			status = "CANCELLED"
			cancelled++
		}
		kinds[rdv.Motif.LocationType]++
		for property, want := range map[string]string{"SUMMARY": rdv.Motif.Name, "LOCATION": place, "CLASS": "PRIVATE", "STATUS": status} {
			if got := said(event, property); got != want {
				t.Errorf("%s of %d is %q, not %q", property, rdv.ID, got, want)
			}
		}
		for _, user := range rdv.Users {
			for _, secret := range []string{user.PhoneNumber, user.PhoneNumberFormatted, user.Address, user.Email} {
				if secret != "" && strings.Contains(strings.ReplaceAll(text, `\`, ""), secret) {
					t.Errorf("the calendar has %q of a person", secret)
				}
			}
		}
	}
	if len(kinds) != 4 || kinds[rdvsolidarites.LocationHome] == 0 || cancelled == 0 {
		t.Fatalf("the week has %v, %d cancelled", kinds, cancelled)
	}
	for _, args := range [][]string{append([]string{"rdv", "agenda"}, days...), {"agenda", "--week"}} {
		if again := w.events(t, args...); len(again) != len(events) {
			t.Errorf("%q has %d events, not %d", args, len(again), len(events))
		}
	}
}

func TestNamesAreInACalendarOnlyWhenAskedFor(t *testing.T) {
	w := ofAWeek(t)
	const uid = "00000000-0000-4000-a000-000000000025@127.0.0.1"
	plain := w.events(t, "agenda", "--week")
	for _, name := range []string{"Blondel", "Inès", "Petit", "rue de la Gare", "0601020304"} {
		if strings.Contains(strings.ToLower(w.out), strings.ToLower(name)) {
			t.Errorf("the calendar has %s:\n%s", name, w.out)
		}
	}
	if got := said(plain[uid], "SUMMARY"); got != "Visite à domicile" {
		t.Errorf("the title is %q", got)
	}
	named := w.events(t, "agenda", "--week", "--with-names")
	if got := said(named[uid], "SUMMARY"); got != "Visite à domicile: Inès BLONDEL" {
		t.Errorf("the title is %q", got)
	}
	for _, private := range []string{"rue de la Gare", "0601020304"} {
		if strings.Contains(w.out, private) {
			t.Errorf("the calendar has %q", private)
		}
	}
}

func TestAnAppointmentWithoutItsPartsIsStillAnEvent(t *testing.T) {
	w := newWorld(t)
	if w.run(t, "rdv", "list", "--limit", "1", "-o", "id") != 0 {
		t.Fatal(w.err)
	}
	id := strings.TrimSpace(w.out)
	if events := w.events(t, "rdv", "get", id); len(events) != 1 {
		t.Errorf("one appointment is %d events", len(events))
	}
	w.server.ResetRequests()
	for _, event := range w.events(t, "rdv", "list", "--id", id, "--include", "agents") {
		if got := said(event, "SUMMARY"); got != "Appointment" {
			t.Errorf("without its reason the title is %q", got)
		}
		if got := said(event, "LOCATION"); got != "" {
			t.Errorf("without its reason nothing says whose address %q is", got)
		}
	}
	// Instances of 2024 do not say when an appointment was made.
	w.server = rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 30, Generation: rdvsolidaritestest.Generation2024})
	w.as = rdvsolidaritestest.Agent{Email: rdvsolidaritestest.Email, Password: rdvsolidaritestest.Password}
	older := w.events(t, "rdv", "list", "--organisation-id", "101")
	if len(older) == 0 {
		t.Error("there is nothing to look at")
	}
	for _, event := range older {
		if got := event.Props.Get("DTSTAMP").Value; got != monday().UTC().Format("20060102T150405Z") {
			t.Errorf("the time stamp is %s", got)
		}
	}
}

func TestOnlyAppointmentsAreACalendar(t *testing.T) {
	w := newWorld(t)
	for _, line := range []string{
		"absence list", "user get 1", "agent me", "user create --first-name A --last-name B --organisation-ids 101",
		"participation update 4 --status seen -y", "absence delete 3 -y", "rdv update-status 4 --status seen",
	} {
		if code := w.run(t, append(strings.Fields(line), "-o", "ics")...); code != 2 || !strings.Contains(w.err, "rdv rdv list") {
			t.Errorf("%s: exit %d: %s", line, code, w.err)
		}
	}
	if requests := w.server.Requests(); len(requests) != 0 {
		t.Errorf("the service saw %d requests", len(requests))
	}
	// What the environment says gives way.
	w.variables = map[string]string{"GUICHET_OUTPUT": "ics"}
	if code := w.run(t, "organisation", "list"); code != 0 || !strings.Contains(w.out, "Maison des solidarités Arras") || strings.Contains(w.out, "VCALENDAR") {
		t.Errorf("exit %d: %s%s", code, w.out, w.err)
	}
	if code := w.run(t, "rdv", "list"); code != 0 || !strings.HasPrefix(w.out, "BEGIN:VCALENDAR\r\n") {
		t.Errorf("exit %d: %s%s", code, w.out, w.err)
	}
}
