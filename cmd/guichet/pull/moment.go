package pull

import (
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
)

// moment reads an end of a window as [command.Run.Bound] does, into RFC 3339 in UTC,
// "" for no bound.
func moment(r *command.Run, flag, text string, last bool) (string, error) {
	if text == "" {
		return "", nil
	}
	at, err := r.Bound(flag, text, last)
	return at.UTC().Format(time.RFC3339), err
}
