package rdvsolidarites_test

import (
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites"
)

func TestADateOfAPersonIsParsedOrRefused(t *testing.T) {
	day, err := rdvsolidarites.ParseDate("2024-02-29")
	if want := (rdvsolidarites.Date{Year: 2024, Month: time.February, Day: 29}); err != nil || day != want {
		t.Errorf("2024-02-29 was read as %v (%v)", day, err)
	}
	for _, text := range []string{"", "2023-02-29", "29/02/2024", "2024-2-29", "2024-02-29 "} {
		if day, err := rdvsolidarites.ParseDate(text); err == nil || !day.IsZero() {
			t.Errorf("%q was read as %v (%v)", text, day, err)
		}
	}
}

func TestATimeOfDayOfAPersonIsParsedOrRefused(t *testing.T) {
	for text, want := range map[string]rdvsolidarites.Clock{
		"09:30": {Hour: 9, Minute: 30}, "23:59:58": {Hour: 23, Minute: 59, Second: 58}, "00:00": {}, "24:00": {Hour: 24}, "24:00:00": {Hour: 24},
	} {
		if clock, err := rdvsolidarites.ParseClock(text); err != nil || clock != want {
			t.Errorf("%q was read as %v (%v)", text, clock, err)
		}
	}
	for _, text := range []string{"", "9h30", "24:01", "25:00", "09:60", "09:30:00.5 "} {
		if clock, err := rdvsolidarites.ParseClock(text); err == nil {
			t.Errorf("%q was read as %v", text, clock)
		}
	}
}
