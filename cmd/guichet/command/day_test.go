package command_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
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
	for _, text := range []string{"1d", "d", "demain", "-1000000d", "2026-02-30", ""} {
		if day, err := inZone(t, "").Day(text); err == nil {
			t.Errorf("%q is %s", text, day)
		}
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
