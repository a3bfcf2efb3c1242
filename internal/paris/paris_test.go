package paris

import (
	"testing"
	"time"
	_ "time/tzdata" // the machine that runs the test may have no zone database
)

func TestTheZoneIsThatOfTheDatabase(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Date(1997, 1, 1, 0, 59, 59, 0, time.UTC); at.Before(end); at = at.Add(30 * time.Minute) {
		const layout = "2006-01-02 15:04:05 -0700 MST"
		if got, want := at.In(Location()).Format(layout), at.In(paris).Format(layout); got != want {
			t.Fatalf("it is %s, not %s", got, want)
		}
	}
}

func TestAClockIsTheFirstOfItsMoments(t *testing.T) {
	for _, c := range []struct {
		wall, moment string
		repeated     bool
	}{
		{"2026-07-01 08:00:00", "2026-07-01T06:00:00Z", false},
		{"2026-12-01 08:00:00", "2026-12-01T07:00:00Z", false},
		{"2026-10-25 01:59:59", "2026-10-24T23:59:59Z", false},
		{"2026-10-25 02:00:00", "2026-10-25T00:00:00Z", true},
		{"2026-10-25 02:59:59", "2026-10-25T00:59:59Z", true},
		{"2026-10-25 03:00:00", "2026-10-25T02:00:00Z", false},
		{"2026-10-18 02:30:00", "2026-10-18T00:30:00Z", false},
		{"2026-03-29 02:30:00", "2026-03-29T01:30:00Z", false}, // skipped
		{"2026-03-29 03:00:00", "2026-03-29T01:00:00Z", false},
	} {
		wall, err := time.Parse(time.DateTime, c.wall)
		if err != nil {
			t.Fatal(err)
		}
		if got := Moment(wall).Format(time.RFC3339); got != c.moment || Repeated(wall) != c.repeated {
			t.Errorf("%s is %s (twice: %v), not %s (%v)", c.wall, got, Repeated(wall), c.moment, c.repeated)
		}
	}
}
