package bulk

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/joined"
)

// Header says what a journal belongs to.
type Header struct {
	_ incomparable.Field

	Version int    `json:"version"`
	Command string `json:"command"`
	Profile string `json:"profile"`
	BaseURL string `json:"base_url"`
	// Salt and Digest are those of the plan. Without the salt, and so from the name of the
	// file, nobody can tell whether a guess at the data is right.
	Salt   string `json:"salt"`
	Digest string `json:"sha256"`
	Rows   int    `json:"rows"`
}

// journalVersion is that of the form of the file.
const journalVersion = 3

// Create puts the journal into a new file. An older one is refused: rows that it has as
// written would be written twice.
func (j *Journal) Create(path string, h Header) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return exists(path)
	}
	if err != nil {
		return unwritable(path, err)
	}
	h.Version = journalVersion
	line, err := json.Marshal(h)
	if err == nil {
		_, err = file.Write(append(line, '\n'))
	}
	if err = joined.Errors(err, file.Sync(), atomicfile.SyncDir(filepath.Dir(path))); err == nil {
		err = own(file)
	}
	if err != nil {
		_ = file.Close()
		_ = os.Remove(path)
		return unwritable(path, err)
	}
	j.Path, j.file = path, file
	return nil
}

func exists(path string) error {
	return exit.Usage.New(message.JournalExists, path).WithHint(message.HintJournalExists, path, path)
}

// CreateHere is Create under a new name in the working folder. The file of another run with
// the same data for the same command is refused there, by the digest that salted gives for
// its salt. It is looked for last: of two runs that begin at once, one sees the other.
func (j *Journal) CreateHere(h Header, salted func(salt string) (string, error)) error {
	begin := "guichet-" + plainName(h.Command) + "-"
	path := begin + h.Salt[:12] + extension
	if err := j.Create(path, h); err != nil {
		return err
	}
	err := alone(path, begin, h, salted)
	if err != nil {
		_ = j.file.Close()
		_ = os.Remove(path)
	}
	return err
}

const extension = ".journal"

// alone refuses the file of another run with the same data.
func alone(own, begin string, h Header, salted func(salt string) (string, error)) error {
	entries, err := os.ReadDir(".")
	if err != nil {
		return unwritable(own, err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if !entry.Type().IsRegular() || name == own || !strings.HasPrefix(name, begin) || !strings.HasSuffix(name, extension) {
			continue
		}
		other, known := readHeader(name)
		if !known || other.Rows != h.Rows {
			continue
		}
		if digest, err := salted(other.Salt); err != nil {
			return err
		} else if digest == other.Digest {
			return exists(name)
		}
	}
	return nil
}

// readHeader reads the first line of a file.
func readHeader(path string) (h Header, ok bool) {
	file, err := os.Open(path)
	if err != nil {
		return h, false
	}
	defer file.Close()
	h, size := firstLine(bufio.NewReader(file))
	return h, size > 0
}

// firstLine reads the header and returns its size with the line break, 0 where it is not
// one.
func firstLine(lines *bufio.Reader) (h Header, size int) {
	line, err := lines.ReadBytes('\n')
	if err != nil || json.Unmarshal(line, &h) != nil || h.Version != journalVersion {
		return h, 0
	}
	return h, len(line)
}

// own keeps another process from going on from the same file.
func own(file *os.File) error {
	free, err := lock.File(file)
	if err == nil && !free {
		return message.Fail(message.JournalInUse)
	}
	return err
}

func unwritable(path string, err error) error {
	return exit.Usage.New(message.ErrFileUnwritable, path, message.WithoutPath(err)).WithHint(message.HintResumeFile)
}

// Resume reads the journal that a run of the same plan left, and goes on in its file.
// name is what messages call the data; salted gives the digest of the plan for a salt.
func Resume(path, name string, h Header, salted func(salt string) (string, error)) (*Journal, error) {
	refused := func(key message.Key, args ...any) error {
		return exit.Usage.New(key, args...).WithHint(message.HintSameInput)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, exit.Usage.New(message.ErrFileUnreadable, path, message.WithoutPath(err))
	}
	if err := own(file); err != nil { // before it is read: the other process may be writing
		_ = file.Close()
		return nil, exit.Usage.New(message.WithCause, path, err)
	}
	j := NewJournal(h.Rows)
	j.Path, j.file = path, file
	lines := bufio.NewReader(file)
	before, size := firstLine(lines)
	switch {
	case size == 0:
		err = refused(message.ResumeUnreadable, path)
	case before.Command != h.Command:
		err = refused(message.ResumeOtherCommand, path, before.Command)
	case before.Rows != h.Rows:
		err = refused(message.ResumeOtherInput, path, name)
	case before.BaseURL != h.BaseURL:
		err = refused(message.ResumeOtherAddress, path, before.BaseURL)
	case before.Profile != h.Profile:
		err = refused(message.ResumeOtherProfile, path, before.Profile)
	case j.read(lines, int64(size)) != nil:
		err = refused(message.ResumeUnreadable, path)
	default:
		var digest string
		if digest, err = salted(before.Salt); err == nil && digest != before.Digest {
			err = refused(message.ResumeOtherInput, path, name)
		}
	}
	if err != nil {
		_ = file.Close()
	}
	return j, err
}

// plainName is a text as a part of the name of a file.
func plainName(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, text)
}
