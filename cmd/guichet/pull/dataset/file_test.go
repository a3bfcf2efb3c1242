package dataset

import "testing"

func TestADatasetIsAFileNameOnEachSystem(t *testing.T) {
	for name, want := range map[string]string{
		"rdv.rdvs": "rdv.rdvs", "gopaas.list:1170": "gopaas.list%3A1170", "gopaas.list:50%": "gopaas.list%3A50%25", "gopaas.list:été": "gopaas.list%3Aété",
	} {
		if got := fileName(name, true); got != want {
			t.Errorf("on Windows %s is %s, not %s", name, got, want)
		}
		if got := fileName(name, false); got != name {
			t.Errorf("elsewhere %s is %s", name, got)
		}
	}
}
