package credential

import (
	"fmt"
	"io/fs"
	"runtime"
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

func (e *fileModeError) Error() string {
	return fmt.Sprintf("its mode is %04o and must be 0600", e.mode)
}

func (e *folderModeError) Error() string {
	return fmt.Sprintf("the mode of the folder is %04o and must be 0700", e.mode)
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
