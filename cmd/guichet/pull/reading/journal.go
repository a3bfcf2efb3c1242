package reading

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// line is one frame of the journal: runs, and the units whose rows are in them or
// in earlier ones.
type line struct {
	Runs []sorted.Run `json:"runs,omitempty"`
	// Merged says that the runs have the rows of all runs before.
	Merged bool   `json:"merged,omitempty"`
	Units  []unit `json:"units,omitempty"`
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

// recall reads a journal and checks the runs that it names. What follows the first
// line whose runs are missing or damaged is forgotten, unless a later line names the
// runs that these were merged into. A journal that cannot be read counts as damaged.
func recall(dir string, header []byte) memory {
	m := memory{known: map[unitName]unit{}, damaged: true}
	in, err := framed.Open(journalIn(dir), header)
	if err != nil {
		return m
	}
	defer in.Close()
	var cut *memory // before the first line whose runs are not intact
	for {
		m.size, m.sum = in.Size, in.Sum
		text, err := in.Next()
		var l line
		if err != nil || json.Unmarshal(text, &l) != nil {
			if cut != nil {
				return *cut
			}
			m.damaged = m.size != in.Total
			return m
		}
		intact := !slices.ContainsFunc(l.Runs, func(run sorted.Run) bool { return sorted.Check(dir, run) != nil })
		if intact && l.Merged {
			cut, m.runs = nil, nil
		} else if !intact && cut == nil {
			before := m
			before.known = maps.Clone(m.known)
			cut = &before
		}
		m.runs = append(m.runs, l.Runs...)
		for _, u := range l.Units {
			m.known[u.Name] = u
		}
	}
}

// write appends a line to the journal, on the disk when it returns. One that fails is
// written over by the next.
func (s *Store) write(l line) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return s.append(text)
}

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
