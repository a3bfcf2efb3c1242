package scratch

import (
	"crypto/rand"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// open has the system delete the file with its last handle, which it closes when the
// process ends in any way: the name of an open file cannot be removed here.
func open(dir string) (*os.File, error) {
	path := filepath.Join(dir, "guichet-"+rand.Text())
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL|windows.FILE_FLAG_DELETE_ON_CLOSE, 0o600)
}
