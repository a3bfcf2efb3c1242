package rdvsolidaritestest

import (
	"testing"
	"time"
	_ "time/tzdata" // the machine that runs the test may have no zone database
)

func TestTheOffsetOfParisIsThatOfTheZoneDatabase(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Date(2018, 1, 1, 0, 59, 59, 0, time.UTC); at.Before(end); at = at.Add(30 * time.Minute) {
		if got, want := string(appendTimestamp(nil, at.Unix())), at.In(paris).Format("2006-01-02 15:04:05 -0700"); got != want {
			t.Fatalf("wrote %s, want %s", got, want)
		}
		// The hour that autumn repeats names two moments, of which the first is taken.
		wall := at.In(paris)
		repeated := parisOffset(at.Unix()-hour) != parisOffset(at.Unix())
		if got := parisUnix(at.Unix() + parisOffset(at.Unix())); got != at.Unix() && !repeated {
			t.Fatalf("%s was read as %d, want %d", wall, got, at.Unix())
		}
	}
}
