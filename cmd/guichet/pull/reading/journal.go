package reading

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// line is one frame of the journal: runs, and the units whose rows are in them or
// in earlier ones.
type line struct {
	Runs  []sorted.Run `json:"runs,omitempty"`
	Units []unit       `json:"units"`
}

func journalIn(dir string) string { return filepath.Join(dir, "journal") }

// memory is what a journal holds up to its end or the first damage: size and sum
// are those of that part.
type memory struct {
	runs    []sorted.Run
	known   map[unitName]unit
	size    int64
	sum     uint32
	damaged bool
}

// recall reads a journal and the runs that it names. A journal that cannot be read
// counts as damaged.
func recall(dir string, header []byte) memory {
	m := memory{known: map[unitName]unit{}, damaged: true}
	in, err := framed.Open(journalIn(dir), header)
	if err != nil {
		return m
	}
	defer in.Close()
	for {
		m.size, m.sum = in.Size, in.Sum
		text, err := in.Next()
		var l line
		if err != nil || json.Unmarshal(text, &l) != nil {
			m.damaged = m.size != in.Total
			return m
		}
		for _, run := range l.Runs {
			if sorted.Check(dir, run) != nil {
				return m
			}
		}
		m.runs = append(m.runs, l.Runs...)
		for _, u := range l.Units {
			m.known[u.Name] = u
		}
	}
}

// append appends a frame to the journal, on the disk when it returns. One that
// fails is written over by the next.
func (s *Store) append(payload []byte) error {
	frame, sum := framed.Append(nil, s.sum, payload)
	_, err := s.journal.WriteAt(frame, s.size)
	if err == nil {
		err = s.journal.Sync()
	}
	if err == nil {
		s.size, s.sum = s.size+int64(len(frame)), sum
	}
	return err
}

// rewrite puts a journal that names these runs, and the same units, in the place of
// the journal.
func (s *Store) rewrite(runs []sorted.Run) error {
	next := journalIn(s.dir) + ".next"
	file, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	out, err := framed.NewWriter(file, s.header)
	if err == nil {
		err = s.copyLines(out, runs)
	}
	if err == nil {
		err = out.Flush()
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	// Windows renames no file that is open.
	if err = errors.Join(s.journal.Close(), os.Rename(next, journalIn(s.dir)), atomicfile.SyncDir(s.dir)); err != nil {
		return err
	}
	s.size, s.sum = out.Size, out.Sum
	s.journal, err = os.OpenFile(journalIn(s.dir), os.O_RDWR, 0)
	return err
}

// copyLines writes the lines of the journal. The first one names the runs, which the
// units of all others are in.
func (s *Store) copyLines(out *framed.Writer, runs []sorted.Run) error {
	in, err := framed.Open(journalIn(s.dir), s.header)
	if err != nil {
		return err
	}
	defer in.Close()
	text, err := json.Marshal(line{Runs: runs})
	err = errors.Join(err, out.Write(text))
	for err == nil && in.Size < s.size {
		var l line
		if text, err = in.Next(); err == nil {
			err = json.Unmarshal(text, &l)
		}
		if err == nil && len(l.Units) > 0 {
			text, err = json.Marshal(line{Units: l.Units})
			err = errors.Join(err, out.Write(text))
		}
	}
	return err
}
