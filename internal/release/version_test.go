package main

import "testing"

func TestAVersionIsOrderedByDistributionsAsByGo(t *testing.T) {
	for version, want := range map[string][2]string{
		"0.1.0":                               {"0.1.0", ""},
		"0.1.0-rc.1":                          {"0.1.0", "rc1"},
		"0.0.0-20261129080000-1a2b3c4d5e6f":   {"0.0.0", "git20261129080000"},
		"0.1.1-0.20261129080000-1a2b3c4d5e6f": {"0.1.1", "git20261129080000"},
	} {
		if number, prerelease := distribution(version); number != want[0] || prerelease != want[1] {
			t.Errorf("%s is %s and %s, want %s and %s", version, number, prerelease, want[0], want[1])
		}
	}
}
