// Package atomicfile writes small files whole: whoever reads one, after a crash too,
// finds what it held before or all of the new content.
package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/guichet-go/guichet/internal/joined"
)

// Write replaces the file, or makes it. Only its owner can read it. It is on the disk
// when Write returns. After an error the file has its previous content, or all of the
// new one where only the folder could not be flushed.
func Write(path string, data []byte) error {
	return place(path, whole(data), temporary, os.Rename)
}

// WriteFrom is [Write] of what fill writes: a file that is too large for memory.
func WriteFrom(path string, fill func(io.Writer) error) error {
	return place(path, fill, temporary, os.Rename)
}

// Fresh is what the name of the new file ends in while [WriteLocked] writes it.
const Fresh = ".new"

// WriteLocked is Write for who holds a lock of the file. The new file has a name of
// its own: what a killed writer left, secrets perhaps, is gone after the next write.
func WriteLocked(path string, data []byte) error {
	return place(path, whole(data), func(path string) (*os.File, error) {
		if err := os.Remove(path + Fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		return os.OpenFile(path+Fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}, os.Rename)
}

func whole(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// Create makes the file, as Write does, unless there is one: [fs.ErrExist] says so.
func Create(path string, data []byte) error {
	return place(path, whole(data), temporary, func(fresh, path string) error {
		switch err := os.Link(fresh, path); {
		case err == nil:
			return os.Remove(fresh)
		case errors.Is(err, fs.ErrExist):
			return err
		}
		return os.Rename(fresh, path) // a file system without links
	})
}

// temporary makes a file beside the path, with mode 0600.
func temporary(path string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
}

// place opens a new file beside the path, fills it, and puts it in its place.
func place(path string, fill func(io.Writer) error, open func(path string) (*os.File, error), put func(fresh, path string) error) error {
	fresh, err := open(path)
	if err != nil {
		return err
	}
	if err = fill(fresh); err == nil {
		err = fresh.Sync()
	}
	if err = joined.Errors(err, fresh.Close()); err == nil {
		err = put(fresh.Name(), path)
	}
	if err != nil {
		_ = os.Remove(fresh.Name())
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// SyncDir has the names in a directory reach the disk, on systems that can.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	file, err := os.Open(dir)
	if err != nil {
		return unlessUnable(err) // such as a folder that may be written and not read
	}
	return joined.Errors(unlessUnable(file.Sync()), file.Close())
}

// unlessUnable leaves out the errors of a directory that cannot be synced.
func unlessUnable(err error) error {
	for _, unable := range []error{syscall.EINVAL, errors.ErrUnsupported, fs.ErrPermission} {
		if errors.Is(err, unable) {
			return nil
		}
	}
	return err
}
