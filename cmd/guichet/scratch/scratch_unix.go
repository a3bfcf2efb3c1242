//go:build !windows

package scratch

import (
	"os"

	"github.com/guichet-go/guichet/internal/joined"
)

// open removes the name before anything is written.
func open(dir string) (*os.File, error) {
	file, err := os.CreateTemp(dir, "guichet-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, joined.Errors(err, file.Close())
	}
	return file, nil
}
