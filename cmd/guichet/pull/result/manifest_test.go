package result

import "testing"

func TestAManifestIsAsCompleteAsItsLeastCompleteDataset(t *testing.T) {
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
