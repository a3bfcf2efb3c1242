package result

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/internal/joined"
)

// SumOf returns the digest that the file of an entry has now. wrong names those of its
// files that are not as they were written: then the digest is that of one of them, "" when
// one is missing.
func SumOf(dir string, e *Entry) (sum string, wrong []string, err error) {
	sum = e.SHA256
	missing := false
	for _, file := range e.Files() {
		now, err := file.sum(dir)
		if err != nil {
			return "", nil, err
		}
		if now != file.SHA256 {
			sum, wrong = now, append(wrong, file.Name)
		}
		missing = missing || now == ""
	}
	if missing {
		sum = ""
	}
	return sum, wrong, nil
}

// WrongLoad reports whether the file that loads the tables is not as it was written.
func (m *Manifest) WrongLoad(dir string) (bool, error) {
	if m.Load == nil {
		return false, nil
	}
	now, err := m.Load.sum(dir)
	return now != m.Load.SHA256, err
}

// sum returns the digest that a file has now, "" when it is missing. A file that can be
// read in part only has another digest than before.
func (f *File) sum(dir string) (string, error) {
	file, err := os.Open(filepath.Join(dir, f.Name))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	_, _ = io.Copy(sum, file)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Previous opens the marks of a dataset's file, nil when there is nothing to compare
// with. sum is the digest that the file has now, "" when it is missing. Where the file
// holds whole rows, the marks are of what it holds now, and an index that is not there
// is made from it. damaged says that an index was damaged.
func (x *Indexes) Previous(dir string, e *Entry, d *dataset.Dataset, sum string) (marks *Marks, damaged bool, err error) {
	readable := e.Format == "ndjson" && len(e.Fields)+len(e.Mask)+len(e.Pseudonyms) == 0 && sum != ""
	if !readable {
		return x.Read(d.Name, e.Digest())
	}
	marks, damaged, err = x.Read(d.Name, sum)
	if marks == nil && err == nil {
		if err = x.rebuild(filepath.Join(dir, e.File), d, sum); err == nil {
			marks, _, err = x.Read(d.Name, sum)
		}
	}
	return marks, damaged, err
}

// longest is how long the line of a row can be. A damaged file may have no ends of
// lines.
const longest = 16 << 20

// rebuild makes the index of a file of rows. Lines that are not rows, or not in their
// place, are left out.
func (x *Indexes) rebuild(path string, d *dataset.Dataset, sum string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	index, err := x.Write(d.Name)
	if err != nil {
		return err
	}
	var last, held *Mark
	// hold takes the next mark, and adds the one before it when it is in its place.
	hold := func(next *Mark) {
		if held != nil && (last == nil || held.Key.Compare(last.Key) > 0) && (next == nil || held.Key.Compare(next.Key) < 0) {
			err = joined.Errors(err, index.Add(*held))
			last = held
		}
		held = next
	}
	marker := x.Marker(d.ByTime)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, longest)
	lines.Split(shortLines())
	for lines.Scan() && err == nil {
		key, failed := d.KeyOf(lines.Bytes())
		if failed != nil {
			continue
		}
		if mark, failed := marker.Of(key, lines.Bytes()); failed == nil {
			hold(&mark)
		}
	}
	hold(nil)
	if err = joined.Errors(err, index.Close(sum)); err != nil {
		return err
	}
	return x.Settle(d.Name)
}

// shortLines splits a text into lines, without those that are too long.
func shortLines() bufio.SplitFunc {
	tooLong := false
	return func(data []byte, atEnd bool) (int, []byte, error) {
		advance, line, err := bufio.ScanLines(data, atEnd)
		if advance == 0 && len(data) >= longest {
			tooLong = true
			return len(data), nil, nil
		}
		if tooLong && advance > 0 {
			tooLong, line = false, nil
		}
		return advance, line, err
	}
}
