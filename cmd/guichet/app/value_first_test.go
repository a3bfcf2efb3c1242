//go:build linux

package app_test

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAValueIsCheckedBeforeAPersonIsAsked(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	for status, meant := range map[string]string{"excusé": "excused", "absent": "noshow", "xx": "unknown, seen"} {
		screen := newWorld(t, s).agent().attached(t, "rdv", "participation", "update", "1", "--status", status)
		screen.ends(10)
		if shown := screen.seen.String(); strings.Contains(shown, "[y/N]") || !strings.Contains(shown, meant) {
			t.Errorf("%s: %s", status, shown)
		}
	}
	if got := count(s.Server, ""); got != 0 {
		t.Errorf("%d requests were sent", got)
	}
}
