package result

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
)

// These were computed by another program: a change would lose the rows that machines
// with two versions deal to each other.
func TestAPartFallsToTheSameShareInEveryVersion(t *testing.T) {
	for text, want := range map[string][2]int{
		"rdv.motifs 101":        {1, 1},
		"rdv.motifs 102":        {3, 1},
		"rdv.motifs 103":        {2, 1},
		"rdv.rdvs 101 2026-W47": {2, 6},
		"rdv.rdvs 101 2026-W53": {1, 5},
		"rdv.rdvs 101 2027-W01": {1, 5},
		"rdv.rdvs 102 2026-W47": {2, 7},
	} {
		for i, of := range []int{3, 7} {
			for index := 1; index <= of; index++ {
				if got := (Share{index, of}).has(text); got != (index == want[i]) {
					t.Errorf("share %d/%d has %q: %t", index, of, text, got)
				}
			}
		}
	}
}

func TestEveryPartAndEveryWeekFallsToOneShare(t *testing.T) {
	parts := []reading.Part{{Name: "all"}, {Name: "organisation 7", Organisation: 7}, {Name: "rdvs of 7", Organisation: 7, Windowed: true}}
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	for of := 1; of <= 5; of++ {
		owners := map[string][]int{}
		for index := 1; index <= of; index++ {
			for _, part := range (Share{index, of}).Deal("rdv.some", parts) {
				if !part.Windowed {
					owners[part.Name] = append(owners[part.Name], index)
					continue
				}
				for week := range 200 {
					if part.Own(monday.AddDate(0, 0, 7*week).Unix()) {
						name := fmt.Sprint("week ", week)
						owners[name] = append(owners[name], index)
					}
				}
			}
		}
		if len(owners) != 202 || !slices.Equal(owners["all"], []int{1}) {
			t.Errorf("of %d shares, %v have the list of all; %d owners", of, owners["all"], len(owners))
		}
		for name, indexes := range owners {
			if len(indexes) != 1 {
				t.Errorf("%s falls to the shares %v of %d", name, indexes, of)
			}
		}
	}
}

func TestAShareIsReadAndWrittenAsIOfN(t *testing.T) {
	for text, want := range map[string]string{"1/1": "1/1", "2/3": "2/3", "03/100": "3/100"} {
		if got, ok := ParseShare(text); !ok || got.String() != want {
			t.Errorf("%q is %v, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "1", "1/", "/3", "0/3", "4/3", "-1/3", "1/101", "1/3/3", "a/3", "1 / 3", "2/3 "} {
		if got, ok := ParseShare(text); ok {
			t.Errorf("%q is %v", text, got)
		}
	}
}
