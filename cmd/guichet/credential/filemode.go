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

// fileModeError and folderModeError are the causes of an [Insecure] store. They
// are two types because the way out is another chmod.
type (
	fileModeError   struct{ mode fs.FileMode }
	folderModeError struct{ mode fs.FileMode }
)

func (e *fileModeError) Error() string { return e.In(nil) }

// In says so in the language of the catalogue.
func (e *fileModeError) In(c *message.Catalogue) string {
	return c.Text(message.StoreFileMode, fmt.Sprintf("%04o", e.mode))
}

func (e *folderModeError) Error() string { return e.In(nil) }

// In says so in the language of the catalogue.
func (e *folderModeError) In(c *message.Catalogue) string {
	return c.Text(message.StoreFolderMode, fmt.Sprintf("%04o", e.mode))
}

// checkOwner refuses what another account but root owns: it could change it.
func checkOwner(path string, info fs.FileInfo) error {
	if uid, foreign := trust.Foreign(info); foreign {
		return &StoreError{Kind: Insecure, Store: "file", Path: path, Err: message.Fail(message.TrustOwner, uid)}
	}
	return nil
}

func checkFileMode(path string, info fs.FileInfo) error {
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode&fileModeForbidden != 0 {
		return &StoreError{Kind: Insecure, Store: "file", Path: path, Err: &fileModeError{mode}}
	}
	return nil
}

func checkFolderMode(path string, info fs.FileInfo) error {
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode&folderModeForbidden != 0 {
		return &StoreError{Kind: Insecure, Store: "file", Path: path, Err: &folderModeError{mode}}
	}
	return nil
}
