// Package result keeps what a pull wrote: one directory that changes as a whole,
// a manifest that says what it holds, and an index that tells the next pull what
// changed since.
package result

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/joined"
)

// ManifestName is the file that says what a directory holds.
const ManifestName = "manifest.json"

// Place is the directory of a result. What is under way lies beside it, hidden,
// so that it is on the same file system and can be renamed.
type Place struct {
	// Dir is the directory, absolute, links followed.
	Dir string
	// Previous is what the manifest said when the place was taken; nil for no result.
	Previous *Manifest
	// Unlock gives the place back that was taken.
	Unlock func()

	exchange func(a, b string) error
}

// Take returns the place of a directory for this process alone, or says at once who
// holds it. It finishes what an earlier pull was about to publish, and refuses a
// directory that holds what pull did not write.
func Take(dir string, now time.Time) (Place, error) {
	p, err := Look(dir)
	if err != nil {
		return p, err
	}
	p.Unlock, err = lock.Try(p.lock(), now)
	if held, ok := errors.AsType[*lock.HeldError](err); ok {
		since := now.Sub(held.Owner.Since).Round(time.Second)
		return p, exit.Usage.New(message.PullErrLocked, p.Dir, held.Owner.PID, held.Owner.Host, since).WithHint(message.PullHintLocked)
	}
	if err != nil {
		return p, exit.Usage.New(message.ErrFileUnwritable, p.lock(), message.WithoutPath(err))
	}
	if err = p.finish(); err == nil {
		p.Previous, err = p.Check()
	}
	if err != nil {
		p.Unlock()
	}
	return p, err
}

// Look returns the place of a directory, and refuses one that holds what pull did not
// write. It leaves no lock behind.
func Look(dir string) (Place, error) {
	p, err := At(dir)
	if err == nil && p.unused() {
		_, err = p.Check()
	}
	return p, err
}

// TakeExisting is [Take] of a directory where a pull was before: elsewhere it leaves
// no lock behind.
func TakeExisting(dir string, now time.Time) (Place, error) {
	if p, err := At(dir); err == nil && p.unused() {
		if entries, _ := os.ReadDir(p.Dir); len(entries) == 0 {
			return p, exit.Usage.New(message.PullErrNoResult, dir)
		}
	}
	return Take(dir, now)
}

// unused reports whether no pull has taken the place yet. A copy of a result is unused.
func (p Place) unused() bool {
	_, err := os.Lstat(p.lock())
	return errors.Is(err, fs.ErrNotExist)
}

// At returns the place of a directory, which need not exist.
func At(dir string) (Place, error) {
	if dir == "" {
		return Place{}, exit.Usage.New(message.PullErrNoOut)
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return Place{}, exit.Usage.New(message.PullErrWorkingFolder, err).WithHint(message.PullHintWorkingFolder)
	}
	if real, err := filepath.EvalSymlinks(full); err == nil {
		full = real
	}
	if filepath.Dir(full) == full {
		return Place{}, exit.Usage.New(message.PullErrForeign, dir, "/")
	}
	return Place{Dir: full, exchange: exchange}, nil
}

func (p Place) beside(suffix string) string {
	return filepath.Join(filepath.Dir(p.Dir), "."+filepath.Base(p.Dir)+suffix)
}

// Work is the directory of a pull that is under way.
func (p Place) Work() string { return p.beside(".partial") }

// Next is the directory of a result that is about to take its place.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (p Place) Next() string { return p.beside(".next") }

// Scratch is the directory of a verification that is under way.
func (p Place) Scratch() string { return p.beside(".verify") }

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (p Place) old() string { return p.beside(".old") }

func (p Place) lock() string { return p.beside(".lock") }

// Holder returns who holds the place, nil when nobody does.
func (p Place) Holder() *lock.Owner { return lock.Holder(p.lock()) }

// finish finishes or takes back what an earlier pull was about to publish when
// it ended. The lock must be held.
func (p Place) finish() error {
	if _, err := os.Lstat(p.Dir); errors.Is(err, fs.ErrNotExist) {
		// The previous result had been moved away and the new one not yet moved in.
		for _, candidate := range []string{p.Next(), p.old()} {
			if whole(candidate) {
				if err := os.Rename(candidate, p.Dir); err != nil {
					return err
				}
				break
			}
		}
	}
	return joined.Errors(os.RemoveAll(p.Next()), os.RemoveAll(p.old()))
}

// whole reports whether a directory was written to its end: its manifest is
// written last, and a kill may cut it. What it says does not matter here.
func whole(dir string) bool {
	text, err := os.ReadFile(filepath.Join(dir, ManifestName))
	return err == nil && json.Valid(text)
}

// Check refuses a directory that holds what pull did not write, and returns the
// manifest of the previous result, nil when there is none.
func (p Place) Check() (*Manifest, error) {
	entries, err := os.ReadDir(p.Dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, exit.Usage.New(message.ErrFileUnreadable, p.Dir, message.WithoutPath(err))
	}
	manifest, err := ReadManifest(p.Dir)
	if err != nil {
		return nil, err
	}
	known := manifest.names()
	for _, entry := range entries {
		if !slices.Contains(known, entry.Name()) {
			return nil, exit.Usage.New(message.PullErrForeign, p.Dir, entry.Name()).WithHint(message.PullHintForeign)
		}
	}
	return manifest, nil
}

// Publish puts the finished directory Next in the place of the result. At any
// moment one of the two is there, whole; where the system cannot exchange two
// directories, a kill leaves them beside their place and finish moves one back.
func (p Place) Publish() error {
	info, err := os.Stat(p.Dir)
	exists := err == nil
	if exists {
		err = os.Chmod(p.Next(), info.Mode().Perm())
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err := joined.Errors(err, atomicfile.SyncDir(p.Next())); err != nil {
		return err
	}
	if !exists {
		err = os.Rename(p.Next(), p.Dir)
	} else if err = p.exchange(p.Next(), p.Dir); err != nil {
		err = p.replace()
	}
	if err != nil {
		return err
	}
	return joined.Errors(atomicfile.SyncDir(filepath.Dir(p.Dir)), os.RemoveAll(p.Next()), os.RemoveAll(p.old()))
}

// replace puts Next in the place of the result where the system cannot exchange
// two directories. A kill between the two renames is for finish to mend.
func (p Place) replace() error {
	if err := joined.Errors(os.RemoveAll(p.old()), os.Rename(p.Dir, p.old())); err != nil {
		return err
	}
	if err := os.Rename(p.Next(), p.Dir); err != nil {
		return joined.Errors(err, os.Rename(p.old(), p.Dir))
	}
	return nil
}
