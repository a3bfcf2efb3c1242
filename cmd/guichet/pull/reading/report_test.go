package reading

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

func TestRowsOutsideTheWindowAreAFaultOfTheServiceThatNamesTheWayOn(t *testing.T) {
	err := (&WindowError{Part: "organisation 101"}).Exit()
	if err.Code != exit.Service || !strings.Contains(err.Error(), "organisation 101") || !strings.Contains(err.HintIn(nil), "without --from and --to") {
		t.Errorf("%v: %v (%v)", err.Code, err, err.HintIn(nil))
	}
}
