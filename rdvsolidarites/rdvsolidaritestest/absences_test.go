package rdvsolidaritestest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// absence is the body of an absence with these values besides the necessary ones.
func absence(values object) object {
	body := object{"agent_id": 201, "title": "Réunion", "first_day": "2026-12-01", "start_time": "09:00", "end_day": "2026-12-03", "end_time": "17:00"}
	for k, v := range values {
		body[k] = v
	}
	return body
}

func TestTheTimeOfAnAbsenceIsReadAsTodReadsOne(t *testing.T) {
	c := of(t, generation2024)
	for typed, read := range map[any]string{"7": "07:00:00", "0745": "07:45:00", 10: "10:00:00", "3:15 pm": "15:15:00", "12am": "00:00:00",
		"11:20:05": "11:20:05", " 08:30 ": "08:30:00", "24:00": "24:00:00", "2400": "24:00:00"} {
		if a := c.json(200, "POST", "/api/v1/absences", absence(object{"end_time": typed})).object("absence"); a["end_time"] != read {
			t.Errorf("%v became %v", typed, a["end_time"])
		}
	}
	for _, typed := range []any{"10h", "9:3", "11h45", "25:00", "24:30", "", nil, "midi"} {
		c.want(422, `{"success":false,"errors":{"start_time":[{"error":"blank"}]},X`, "POST", "/api/v1/absences", absence(object{"start_time": typed}))
	}
}

func TestTheDayOfAnAbsenceMayBeFrenchButMustExist(t *testing.T) {
	c := of(t, generation2024)
	for typed, read := range map[string]string{"02/12/2026": "2026-12-02", "2026-12-2": "2026-12-02", "20261202": "2026-12-02"} {
		if a := c.json(200, "POST", "/api/v1/absences", absence(object{"first_day": typed})).object("absence"); a["first_day"] != read {
			t.Errorf("%s became %v", typed, a["first_day"])
		}
	}
	for _, typed := range []string{"2026-11-31", "demain", "2026-13-01", "12-02"} {
		c.want(422, `X"errors":{"first_day":[{"error":"blank"}]},X`, "POST", "/api/v1/absences", absence(object{"first_day": typed}))
	}
	c.want(422, `X"errors":{"end_day":[{"error":"ne peut pas être dans plus de 5 ans"}]},X`, "POST", "/api/v1/absences", absence(object{"end_day": "2040-01-01"}))
	c.want(422, `X"errors":{"first_day":[{"error":"ne peut pas être avant 2018"}]},X`, "POST", "/api/v1/absences", absence(object{"first_day": "2017-12-31"}))
}

func TestAnAbsenceNamesAllThatIsMissingAtOnce(t *testing.T) {
	const rest = `"first_day":[{"error":"blank"}],"start_time":[{"error":"blank"}],"end_time":[{"error":"blank"}],`
	of(t, generation2024).want(422, `{"success":false,"errors":{`+rest+`"agent":[{"error":"blank"}],"title":[{"error":"blank"}]},X`,
		"POST", "/api/v1/absences", object{"title": " "})
	for _, g := range []rdvsolidaritestest.Generation{generation2025, generation2026} {
		of(t, g).want(422, `{"errors":{`+rest+`"title":[{"error":"blank"}]},X`, "POST", "/api/v1/absences", object{"title": " "})
	}
}

func TestAnInvalidAbsenceIsRefusedBeforeAForbiddenOne(t *testing.T) {
	server, admin := signedIn(t, rdvsolidaritestest.Options{Generation: generation2024, RDVs: 30})
	basic := admin.as(server.Agents()[1])
	basic.want(403, "X", "POST", "/api/v1/absences", absence(object{"agent_id": 207}))
	basic.want(422, `X"errors":{"title":X`, "POST", "/api/v1/absences", absence(object{"agent_id": 207, "title": ""}))
	for email, status := range map[string]int{"dominique.petit@example.fr": 200, "Dominique.Petit@example.fr": 404, " dominique.petit@example.fr": 404} {
		basic.json(status, "POST", "/api/v1/absences", absence(object{"agent_id": nil, "agent_email": email}))
	}
}

func TestACalendarEntryHasTheTimeZoneOfItsDay(t *testing.T) {
	c := of(t, generation2024)
	for day, want := range map[string][2]string{"2027-07-14": {"20270328T030000", "20271031T020000"},
		"2027-02-01": {"20270328T030000", "20261025T020000"}, "2027-11-02": {"20280326T030000", "20271031T020000"}} {
		a := c.json(200, "POST", "/api/v1/absences", absence(object{"first_day": day, "end_day": day, "start_time": "22:00", "end_time": "24:00"})).object("absence")
		ical := a["ical"].(string)
		for _, line := range []string{"BEGIN:DAYLIGHT\r\nDTSTART:" + want[0], "BEGIN:STANDARD\r\nDTSTART:" + want[1],
			"DTSTART;TZID=Europe/Paris:" + strings.ReplaceAll(day, "-", "") + "T220000", "SUMMARY:RDV Solidarités Réunion",
			"ORGANIZER:mailto:secretariat-auto@rdv-solidarites.fr", "SEQUENCE:0"} {
			if !strings.Contains(ical, "\r\n"+line+"\r\n") {
				t.Errorf("the entry of %s has no line %s:\n%s", day, line, ical)
			}
		}
		if strings.Contains(ical, "T240000") {
			t.Errorf("the entry ends at 24 o'clock:\n%s", ical)
		}
	}
}

func TestALongLineOfACalendarEntryIsFolded(t *testing.T) {
	c := of(t, generation2024)
	title := strings.Repeat("é", 60) + ", a; b\\c"
	ical := c.json(200, "POST", "/api/v1/absences", absence(object{"title": title})).object("absence")["ical"].(string)
	for line := range strings.SplitSeq(ical, "\r\n") {
		if len(line) > 75 {
			t.Errorf("%q has %d bytes", line, len(line))
		}
	}
	unfolded := strings.ReplaceAll(ical, "\r\n ", "")
	if want := "SUMMARY:RDV Solidarités " + strings.Repeat("é", 60) + `\, a\; b\\c` + "\r\n"; !strings.Contains(unfolded, want) {
		t.Errorf("the entry is %q", unfolded)
	}
}

func TestTheBoundsOfAListAreReadAsRailsReadsATime(t *testing.T) {
	for _, g := range []rdvsolidaritestest.Generation{generation2024, generation2026} {
		c := of(t, g)
		count := func(after string) any {
			return c.get("/api/v1/organisations/101/rdvs?starts_after=" + after).object("meta")["total_count"]
		}
		for typed, same := range map[string]string{"2026-11-31": "2026-12-01", "2026-02-30": "2026-03-02", "18/11/2026": "2026-11-18",
			"20261118": "2026-11-18", "2026-11-18T24:00": "2026-11-19", "2026-11-18%2010:15": "2026-11-18T10:15:00%2B01:00",
			"2026-11-18T10:15:00%20%2B0100": "2026-11-18T09:15:00Z", "2026-11-18T10:15:00+02:00": "2026-11-18T10:15", "2026/11/18": "2026-11-18",
			"2026-11-18%203pm": "2026-11-18T15:00"} {
			if a, b := count(typed), count(same); a != b {
				t.Errorf("%d: %s gives %v rdvs, %s gives %v", g, typed, a, same, b)
			}
		}
		for _, typed := range []string{"2026-13-01", "2026-11-32", "2026-11-18T25:00", "2026-12", "2026", "1763424000", "2026-11-18%2010:61"} {
			c.want(500, "X", "GET", "/api/v1/organisations/101/rdvs?starts_before="+typed, nil)
		}
		for _, name := range []string{"starts_after", "starts_before"} {
			c.want(500, "X", "GET", fmt.Sprintf("/api/v1/organisations/101/rdvs?%s[]=2026-11-18", name), nil)
			c.want(200, `X"total_count":0}}`, "GET", fmt.Sprintf("/api/v1/organisations/101/rdvs?%s=bient%%C3%%B4t", name), nil)
		}
	}
}

func TestATimeAloneIsToday(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{Generation: generation2024, Now: monday})
	a := c.get("/api/v1/organisations/101/rdvs?starts_before=12:00").object("meta")["total_count"]
	b := c.get("/api/v1/organisations/101/rdvs?starts_before=2026-11-16T12:00").object("meta")["total_count"]
	if all := c.get("/api/v1/organisations/101/rdvs").object("meta")["total_count"]; a != b || a == all || a == 0.0 {
		t.Errorf("there are %v, %v and %v rdvs", a, b, all)
	}
}
