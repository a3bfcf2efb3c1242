package exit_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/rest"
)

// TestEveryFaultHasTheExitCodeOfTheTable gives the errors in which the fault
// matrix ends to the place that turns errors into exit codes.
func TestEveryFaultHasTheExitCodeOfTheTable(t *testing.T) {
	for _, cell := range conform.Cells() {
		ctx, cancel := context.WithCancelCause(t.Context())
		if cell.Interrupted {
			cancel(&exit.Interruption{Code: exit.Interrupted})
		}
		statuses := cell.Statuses
		if len(statuses) == 0 {
			statuses = []int{0}
		}
		for _, status := range statuses {
			err := fmt.Errorf("rows 1 to 9: %w", &guichet.Error{
				Service: "rdvsolidarites", Op: "Users.Create", Kind: cell.Kind, Sent: cell.Sent, Status: status, Changes: cell.Class != rest.Read, SignIn: cell.Class == rest.SignIn || cell.Class == rest.Refresh, Err: cell.Cause,
			})
			if got := exit.Of(exit.From(ctx, err, exit.Situation{})); int(got) != cell.Exit {
				t.Errorf("%s, class %d, status %d: exit %d, not %d", cell.Group, cell.Class, status, got, cell.Exit)
			}
		}
		cancel(nil)
	}
}
