package credential

import (
	"fmt"
	"io/fs"
	"runtime"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/trust"
)

const (
	fileModeForbidden   fs.FileMode = 0o077 // anything for the group or others
	folderModeForbidden fs.FileMode = 0o026 // writing for the group, reading or writing for others
)

// private refuses a file or folder that another account but root owns, which could
// change it, or whose mode has one of the forbidden bits.
func private(path string, info fs.FileInfo, forbidden fs.FileMode) error {
	if uid, foreign := trust.Foreign(info); foreign {
		return failed(Insecure, "file", path, message.Fail(message.TrustOwner, uid)).WithHint(message.StoreHintOwner, path)
	}
	mode := info.Mode().Perm()
	if runtime.GOOS == "windows" || mode&forbidden == 0 {
		return nil
	}
	wrong, right := message.StoreFileMode, "600"
	if info.IsDir() {
		wrong, right = message.StoreFolderMode, "700"
	}
	cause := message.Fail(wrong, fmt.Sprintf("%04o", mode))
	return failed(Insecure, "file", path, cause).WithHint(message.StoreHintChmod, right, trust.Quote(path))
}
