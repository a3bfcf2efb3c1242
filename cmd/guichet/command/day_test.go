package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// inZone is a run whose profile names a time zone, at a moment when it is Monday in
// Paris and in Nouméa, and still Sunday in Martinique.
func inZone(t *testing.T, zone string) *command.Run {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte("profiles: {default: {rdv: {time_zone: "+zone+"}}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := config.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 30, 0, 30, 0, 0, time.FixedZone("", 3600))
	return &command.Run{
		Env: &command.Env{Now: func() time.Time { return now }}, File: file, Settings: &config.Settings{Profile: "default"},
	}
}

func TestTodayIsThatOfParisUnlessTheProfileNamesAZone(t *testing.T) {
	for zone, want := range map[string]string{
		"": "2026-11-30", "Europe/Paris": "2026-11-30", "America/Martinique": "2026-11-29", "Pacific/Noumea": "2026-11-30", "UTC": "2026-11-29",
	} {
		r := inZone(t, zone)
		today, err := r.Day("0d")
		if got := today.Format(time.DateOnly); err != nil || got != want {
			t.Errorf("in %q it is %s, not %s: %v", zone, got, want, err)
		}
		if later, err := r.Day("+2d"); err != nil || !later.Equal(today.AddDate(0, 0, 2)) {
			t.Errorf("in %q the day after tomorrow is %s: %v", zone, later, err)
		}
		if day, err := r.Day("2026-12-24"); err != nil || day.Format(time.DateOnly) != "2026-12-24" {
			t.Errorf("in %q a day became %s: %v", zone, day, err)
		}
	}
	r := inZone(t, "Mars/Phobos")
	if _, err := r.Day("-1d"); exit.Of(err) != exit.Usage {
		t.Errorf("an unknown zone: %v", err)
	}
	for _, text := range []string{"1d", "30j", "d", "-30dj", "-j", "+-1d", "morgen", "aujourd hui", "-1000000d", "2026-02-30", "30/2/2026", "30/02/2026", "11/30/2026", ""} {
		if day, err := inZone(t, "").Day(text); err == nil {
			t.Errorf("%q is %s", text, day)
		}
	}
}

func TestDaysAreReadInBothLanguagesWhateverTheReaders(t *testing.T) {
	r := inZone(t, "") // it is Monday 2026-11-30
	for text, want := range map[string]string{
		"2026-12-24": "2026-12-24", "24/12/2026": "2026-12-24",
		"today": "2026-11-30", "aujourd'hui": "2026-11-30", "aujourd’hui": "2026-11-30", "Today": "2026-11-30", "0d": "2026-11-30",
		"tomorrow": "2026-12-01", "demain": "2026-12-01", "yesterday": "2026-11-29", "hier": "2026-11-29",
		"-30d": "2026-10-31", "-30j": "2026-10-31", "+7d": "2026-12-07", "+7j": "2026-12-07",
	} {
		for _, lang := range []string{message.English, message.French} {
			r.Messages = message.For(lang)
			if day, err := r.Day(text); err != nil || day.Format(time.DateOnly) != want {
				t.Errorf("%s in %s is %s, not %s: %v", text, lang, day.Format(time.DateOnly), want, err)
			}
		}
	}
	_, err := r.Day("bientôt")
	for _, form := range []string{"bientôt", "2026-11-30", "30/11/2026", "aujourd'hui", "demain", "hier", "-30j", "+7j"} {
		if said := message.For(message.French).Reason(err); !strings.Contains(said, form) {
			t.Errorf("%q does not name %s", said, form)
		}
	}
}

func TestABoundIsAWholeDayOrAMoment(t *testing.T) {
	r := inZone(t, "")
	for _, c := range []struct {
		text        string
		first, last string
	}{
		{"30/11/2026", "2026-11-29T23:00:00Z", "2026-11-30T22:59:59Z"},
		{"demain", "2026-11-30T23:00:00Z", "2026-12-01T22:59:59Z"},
		{"2026-11-30T09:00", "2026-11-30T08:00:00Z", "2026-11-30T08:00:00Z"},
		{"2026-11-30T09:00:00+02:00", "2026-11-30T07:00:00Z", "2026-11-30T07:00:00Z"},
	} {
		for last, want := range map[bool]string{false: c.first, true: c.last} {
			at, err := r.Bound("--from", c.text, last)
			if got := at.UTC().Format(time.RFC3339); err != nil || got != want {
				t.Errorf("%s (last: %v) is %s, not %s: %v", c.text, last, got, want, err)
			}
		}
	}
	if _, err := r.Bound("--from", "bientôt", false); exit.Of(err) != exit.Usage {
		t.Errorf("an invalid bound: %v", err)
	}
}

func TestABoundWithAnOffsetIsForOrganisationsOnTheClockOfParis(t *testing.T) {
	for _, c := range []struct {
		zone, text string
		refused    bool
	}{
		{"", "2026-11-30T10:00:00+01:00", false},
		{"", "2026-11-30T10:00:00Z", false},
		{"", "2026-07-30 10:00:00 +0200", false},
		{"", "2026-11-30T10:00-04:00", true},
		{"", "2026-11-30T10:00:00+04:00", true},
		{"Europe/Brussels", "2026-11-30T10:00:00Z", false},
		{"Indian/Reunion", "2026-11-30T10:00:00Z", true},
		{"Indian/Reunion", "2026-11-30 10:00:00 +0100", true},
		{"Indian/Reunion", "2026-11-30T10:00:00", false},
		{"Indian/Reunion", "2026-11-30", false},
		{"Indian/Reunion", "", false},
	} {
		err := inZone(t, c.zone).CheckBound("--from", c.text)
		if refused := exit.Of(err) == exit.Usage; refused != c.refused {
			t.Errorf("%q in %q: %v", c.text, c.zone, err)
		}
	}
}
