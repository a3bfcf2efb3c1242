package render

import (
	"testing"
	"time"
)

func TestAMomentIsReadInEverySpellingOfTheServices(t *testing.T) {
	for _, tt := range []struct {
		text string
		kind momentKind
		want string
	}{
		{"2026-11-30", aDay, "2026-11-30T00:00:00Z"},
		{"08:45", aClock, "0001-01-01T08:45:00Z"},
		{"08:45:30", aClock, "0001-01-01T08:45:30Z"},
		{"2026-11-30 08:45:00", aWall, "2026-11-30T08:45:00Z"},
		{"2026-11-30T08:45", aWall, "2026-11-30T08:45:00Z"},
		{"2026-11-30 08:45:00 +0100", anInstant, "2026-11-30T07:45:00Z"},
		{"2026-11-30T08:45:00+01:00", anInstant, "2026-11-30T07:45:00Z"},
		{"2026-11-30T08:45:00.25-04:00", anInstant, "2026-11-30T12:45:00.25Z"},
		{"2026-11-30T08:45:00Z", anInstant, "2026-11-30T08:45:00Z"},
		{"2026-11-30 08:45:00 UTC", anInstant, "2026-11-30T08:45:00Z"},
	} {
		at, kind := readMoment([]byte(tt.text))
		if got := at.UTC().Format(time.RFC3339Nano); kind != tt.kind || got != tt.want {
			t.Errorf("%q is %s of kind %d, want %s of kind %d", tt.text, got, kind, tt.want, tt.kind)
		}
	}
}

func TestATextThatOnlyLooksLikeAMomentIsNone(t *testing.T) {
	for _, text := range []string{
		"", "2026", "62100", "0123456789", "2026-13-01", "2026-02-30", "2026-11-30x", "2026-11-30 ", "2026-11-30 8:45",
		"2026-11-30 24:00:00", "2026-11-30 08:60", "2026-11-30 08:45:61", "2026-11-30 08:45:00 +01", "2026-11-30 08:45:00 Europe",
		"12:00 dans la cour", "24:00", "0a:00", "+026-11-30",
	} {
		if _, kind := readMoment([]byte(text)); kind != noMoment {
			t.Errorf("%q is of kind %d", text, kind)
		}
	}
}
