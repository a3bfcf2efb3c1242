package result

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

func TestAManifestHasTheWorstCompletenessOfItsDatasets(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{Complete, Complete, Complete}, {Complete, Moving, Moving}, {Moving, Complete, Moving},
		{Moving, Unknown, Unknown}, {Unknown, Moving, Unknown}, {Unknown, Complete, Unknown},
	} {
		m := Manifest{Datasets: []Entry{{Completeness: c.a}, {Completeness: c.b}}}
		if m.Sum(); m.Completeness != c.want {
			t.Errorf("%s and %s are %s", c.a, c.b, m.Completeness)
		}
	}
}

func TestAManifestIsReadOnlyAsItWasWritten(t *testing.T) {
	dir := t.TempDir()
	m := Manifest{FormatVersion: 1, Tool: "guichet", Profile: "p\xff", Warnings: []string{"\ufffd \\ufffd <é>"}, Datasets: []Entry{{
		Dataset: "rdv.rdvs", Query: Query{Filters: Filters{OrganisationIDs: []int64{101}, StartsAt: Bounds{After: "2026-11-16T00:00:00+01:00"}}},
	}}}
	text, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	before := m.Checksum
	m.Started, m.Datasets[0].Ended = time.Unix(1, 0), time.Unix(2, 0)
	if _, err := m.Encode(); err != nil || m.Checksum != before || m.Datasets[0].Ended.IsZero() {
		t.Errorf("the times count, or are lost: %v", err)
	}
	for _, c := range []struct{ old, fresh string }{
		{"", ""}, {"101", "103"}, {"2026-11-16", "2026-11-18"}, {"rdv.rdvs", "rdv.rdvq"}, {`"filters"`, `"filterz"`}, {`"checksum"`, `"checkzum"`},
	} {
		if err := os.WriteFile(filepath.Join(dir, ManifestName), bytes.Replace(text, []byte(c.old), []byte(c.fresh), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadManifest(dir)
		refused, ok := errors.AsType[*exit.Error](err)
		if same := c.old == c.fresh; same && err != nil || !same && (!ok || refused.Code != exit.Usage || refused.HintIn(nil) == "") {
			t.Errorf("%s for %s: %v", c.fresh, c.old, err)
		}
	}
}
