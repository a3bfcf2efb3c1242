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
)

// Write replaces the file, or makes it. Only its owner can read it. It is on the disk
// when Write returns; after an error the previous file is still there.
func Write(path string, data []byte) error { return place(path, whole(data), os.Rename) }

// Stream is Write for a content that write gives piece by piece.
func Stream(path string, write func(io.Writer) error) error { return place(path, write, os.Rename) }

// Create makes the file, as Write does, unless there is one: [fs.ErrExist] says so.
func Create(path string, data []byte) error {
	return place(path, whole(data), func(fresh, path string) error {
		switch err := os.Link(fresh, path); {
		case err == nil:
			return os.Remove(fresh)
		case errors.Is(err, fs.ErrExist):
			return err
		}
		return os.Rename(fresh, path) // a file system without links
	})
}

// whole writes all of the data at once.
func whole(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// place writes a file beside the path and has put give it its name.
func place(path string, write func(io.Writer) error, put func(fresh, path string) error) error {
	// os.CreateTemp gives the file mode 0600.
	fresh, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	err = write(fresh)
	if err == nil {
		err = fresh.Sync()
	}
	if err = errors.Join(err, fresh.Close()); err == nil {
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
	return errors.Join(unlessUnable(file.Sync()), file.Close())
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
