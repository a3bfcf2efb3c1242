package render

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"sort"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/scratch"
)

const (
	// memory is how many bytes of rows and keys are held before they are written out.
	memory = 16 << 20
	// chunk is how much memory is taken at a time: growing one block would need the old
	// and the new one at once.
	chunk = 256 << 10
	// head is the length of the key, before key and row.
	head = 4
)

// sorter sorts rows by their keys. What memory does not hold it writes as sorted runs,
// one after the other in a file, and merges them in the end.
type sorter struct {
	records records
	chunks  [][]byte
	filling int // the chunk that gets the next record
	file    *os.File
	runs    []int64 // where each run ends in the file
	stopped bool    // each was told to stop
}

// record is the length of a key, the key, and the row.
type record []byte

func (r record) split() (key, row []byte) {
	n := head + binary.BigEndian.Uint32(r)
	return r[head:n], r[n:]
}

// records is sorted with sort.Sort, which is in the program already.
type records []record

func (r records) Len() int           { return len(r) }
func (r records) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }
func (r records) Less(i, j int) bool { return r[i].before(r[j]) }

func (r record) before(other record) bool {
	a, _ := r.split()
	b, _ := other.split()
	return bytes.Compare(a, b) < 0
}

// add copies a row.
func (s *sorter) add(key, row []byte) error {
	size := head + len(key) + len(row)
	into := s.room(size)
	if into == nil {
		if err := s.spill(); err != nil {
			return err
		}
		if into = s.room(size); into == nil { // a row that is larger than what is held
			s.chunks, s.filling = [][]byte{make([]byte, 0, size)}, 0
			into = &s.chunks[0]
		}
	}
	from := len(*into)
	*into = binary.BigEndian.AppendUint32(*into, uint32(len(key)))
	*into = append(append(*into, key...), row...)
	s.records = append(s.records, record((*into)[from:]))
	return nil
}

// room gives a chunk with room for a record, nil when memory is full.
func (s *sorter) room(size int) *[]byte {
	for ; s.filling < len(s.chunks); s.filling++ {
		if at := &s.chunks[s.filling]; cap(*at)-len(*at) >= size {
			return at
		}
	}
	const perRecord = 24
	held := cap(s.records) * perRecord
	for _, c := range s.chunks {
		held += cap(c)
	}
	fresh := max(chunk, size)
	if held+fresh > memory {
		return nil
	}
	s.chunks = append(s.chunks, make([]byte, 0, fresh))
	return &s.chunks[s.filling]
}

// spill writes the records that are held as a run.
func (s *sorter) spill() (err error) {
	if len(s.records) == 0 {
		return nil
	}
	if s.file == nil {
		if s.file, err = temporary(); err != nil {
			return err
		}
	}
	sort.Sort(s.records)
	out := bufio.NewWriterSize(s.file, bufferSize)
	written := int64(0)
	for _, r := range s.records {
		var length [head]byte
		binary.BigEndian.PutUint32(length[:], uint32(len(r)))
		_, _ = out.Write(length[:]) // Flush returns the error
		_, _ = out.Write(r)
		written += int64(head + len(r))
	}
	if len(s.runs) > 0 {
		written += s.runs[len(s.runs)-1]
	}
	s.runs = append(s.runs, written)
	s.records, s.filling = s.records[:0], 0
	for i := range s.chunks {
		s.chunks[i] = s.chunks[i][:0]
	}
	return out.Flush()
}

// temporary opens a file for rows, which may be personal data.
func temporary() (*os.File, error) {
	file, err := scratch.Open()
	if err != nil {
		return nil, exit.Usage.New(message.ErrFileUnwritable, os.TempDir(), message.WithoutPath(err))
	}
	return file, nil
}

// each gives the rows in the order of their keys, until yield returns false. A row is
// valid until the next one.
func (s *sorter) each(yield func(row []byte) bool) error {
	if s.file == nil {
		sort.Sort(s.records)
		for _, r := range s.records {
			if _, row := r.split(); !yield(row) {
				s.stopped = true
				return nil
			}
		}
		return nil
	}
	if err := s.spill(); err != nil {
		return err
	}
	s.records, s.chunks = nil, nil
	return s.merge(yield)
}

// merge reads all runs side by side.
func (s *sorter) merge(yield func(row []byte) bool) error {
	const most, least, all = 256 << 10, 4 << 10, memory / 2
	size := min(most, max(least, all/len(s.runs)))
	var open []*reader // the one with the least record first
	from := int64(0)
	for _, to := range s.runs {
		run := &reader{in: bufio.NewReaderSize(io.NewSectionReader(s.file, from, to-from), size)}
		if err := run.next(); err != nil {
			return err
		}
		open, from = append([]*reader{run}, open...), to
		sink(open)
	}
	for len(open) > 0 {
		if _, row := open[0].record.split(); !yield(row) {
			s.stopped = true
			return nil
		}
		switch err := open[0].next(); {
		case errors.Is(err, io.EOF):
			open = open[1:]
		case err != nil:
			return err
		default:
			sink(open)
		}
	}
	return nil
}

// sink moves the first reader behind those with lesser records. A run holds 16 MiB, so
// that few are read side by side.
func sink(open []*reader) {
	for i := 1; i < len(open) && open[i].record.before(open[i-1].record); i++ {
		open[i], open[i-1] = open[i-1], open[i]
	}
}

func (s *sorter) close() {
	if s.file != nil {
		_ = s.file.Close() // nothing in it is needed any more
	}
}

// reader reads a run.
type reader struct {
	in     *bufio.Reader
	record record // the one that was read last
}

// next reads a record; io.EOF is the end of the run.
func (r *reader) next() error {
	var length [head]byte
	if _, err := io.ReadFull(r.in, length[:]); err != nil {
		return err
	}
	n := int(binary.BigEndian.Uint32(length[:]))
	if cap(r.record) < n {
		r.record = make(record, n)
	}
	r.record = r.record[:n]
	_, err := io.ReadFull(r.in, r.record)
	return err
}
