package bulk

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// State is what is known of a row.
type State byte

// The states of a row.
const (
	// NotWritten: it was not sent, or refused before it was processed.
	NotWritten State = iota
	// Unknown: it was sent, and may have been written.
	Unknown
	// Written: the service answered with success.
	Written
)

// Journal is what became of every row of a plan, over one run or several. It is in a
// file before each request: who kills the process loses nothing. The file has numbers of
// rows and ids of the objects that were written, and no data.
type Journal struct {
	// Path is the file, "" for a journal in memory.
	Path string
	// Repeatable says that rows may be written twice without harm: the journal then need
	// not be on the disk before a request, and only a crash of the machine is a risk.
	Repeatable bool

	states []State
	ids    map[int]string
	file   *os.File
}

// NewJournal returns a journal in memory: no row was sent.
func NewJournal(rows int) *Journal {
	return &Journal{states: make([]State, rows), ids: map[int]string{}}
}

// State is what is known of the row with this number, from 1.
func (j *Journal) State(number int) State { return j.states[number-1] }

// ID is that of the object that the row became, "" when it is not known.
func (j *Journal) ID(number int) string { return j.ids[number] }

// Count is the number of rows in a state.
func (j *Journal) Count(state State) (n int) {
	for _, s := range j.states {
		if s == state {
			n++
		}
	}
	return n
}

// read reads the lines. Half a line at the end was being written when the process was
// killed: it is cut off.
func (j *Journal) read(lines *bufio.Reader, size int64) error {
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return j.file.Truncate(size)
		}
		if err == nil {
			err = j.apply(string(bytes.TrimSuffix(line, []byte("\n"))))
		}
		if err != nil {
			return err
		}
		size += int64(len(line))
	}
}

const (
	wordSent    = "sent"
	wordWritten = "written"
	wordRefused = "refused"
)

// apply reads a line: a word, the first and the last row, and an id.
func (j *Journal) apply(line string) error {
	words := strings.Split(line, " ")
	if len(words) < 3 || len(words) > 4 {
		return io.ErrUnexpectedEOF
	}
	var state State
	switch words[0] {
	case wordSent:
		state = Unknown
	case wordWritten:
		state = Written
	case wordRefused:
		state = NotWritten
	default:
		return io.ErrUnexpectedEOF
	}
	first, err := strconv.Atoi(words[1])
	last, lastErr := strconv.Atoi(words[2])
	if err != nil || lastErr != nil || first < 1 || last < first || last > len(j.states) {
		return io.ErrUnexpectedEOF
	}
	for n := first; n <= last; n++ {
		j.states[n-1] = state
	}
	if len(words) == 4 {
		j.ids[first] = words[3]
	}
	return nil
}

// Sent notes that rows are about to be sent: until more is known, they may have been
// written. The line is on the disk when it returns. After an error they must not be
// sent, and stay what they were.
func (j *Journal) Sent(first, last int) error {
	before := j.states[first-1]
	err := j.note(wordSent, first, last, "")
	if err == nil && j.file != nil && !j.Repeatable {
		err = j.file.Sync()
	}
	if err != nil {
		for n := first; n <= last; n++ {
			j.states[n-1] = before
		}
	}
	return err
}

// Found notes that a row was not sent since its object exists. The file keeps the row as
// sent: a later run does not send it again unless it looks for the object too.
func (j *Journal) Found(number int) { j.states[number-1] = NotWritten }

// Done notes what became of rows that were sent, all of them the same. id is that of the
// object that one row became; one that is not a plain word is kept in memory only.
func (j *Journal) Done(first, last int, state State, id string) error {
	word := wordWritten
	switch state {
	case Unknown:
		return nil
	case NotWritten:
		word = wordRefused
	}
	kept := id
	if len(id) > 40 || strings.ContainsFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	}) {
		kept = ""
	}
	err := j.note(word, first, last, kept)
	if id != "" {
		j.ids[first] = id
	}
	return err
}

// note applies a line, and writes it with one call: half of it means nothing.
func (j *Journal) note(word string, first, last int, id string) error {
	line := fmt.Sprintf("%s %d %d", word, first, last)
	if id != "" {
		line += " " + id
	}
	if err := j.apply(line); err != nil || j.file == nil {
		return err
	}
	_, err := j.file.WriteString(line + "\n")
	return err
}

// Close ends the run. The file stays when rows are left, and is removed otherwise. It
// reports whether it stays.
func (j *Journal) Close() (left bool) {
	if j.file == nil {
		return false
	}
	left = j.Count(Written) < len(j.states)
	if !left {
		_ = os.Remove(j.Path)
	}
	_ = j.file.Close()
	if !left {
		_ = os.Remove(j.Path) // a system that keeps an open file
	}
	return left
}
