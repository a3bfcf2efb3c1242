// Package bulk reads the rows of a bulk write and keeps a journal of what became of
// each of them. What is sent, and how, is the caller's.
package bulk

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Format says how rows are read.
type Format struct {
	// Comma is the separator of CSV; 0 is the one that the header has more of.
	Comma rune
	// Guarded takes off what an export puts before a text that a spreadsheet would run.
	Guarded bool
	// French reads numbers, dates and digits as --csv-dialect excel-fr writes them, where
	// semicolons separate the cells.
	French bool
}

// Source is an input of rows. It can be read several times, and a file may be larger
// than memory.
type Source struct {
	// Name is what messages call it.
	Name string
	// Columns are the names in the first line of CSV, nil for JSON.
	Columns []string
	// Owned reports that it is a file that only its owner can read.
	Owned bool

	format Format
	at     io.ReaderAt
	file   *os.File // nil for bytes
	start  int64
	size   int64
}

// Row is one row of a source. It is valid until the next one is read.
type Row struct {
	// Number counts the rows from 1; Line is where the row begins.
	Number, Line int
	// Cells are the values of a row of CSV, nil for JSON.
	Cells []string
	// Raw is the value of JSON, nil for CSV.
	Raw []byte

	begin int64 // where the value of JSON begins
}

// Bytes returns the rows in data, a text in UTF-8. name is what messages call it. Data
// of standard input and of a file may be CSV; other data is JSON.
func Bytes(name string, data []byte, mayBeCSV bool, f Format) (*Source, error) {
	s := &Source{Name: name, format: f, at: bytes.NewReader(data), size: int64(len(data))}
	return s, s.detect(mayBeCSV)
}

// File returns the rows of a file. It returns nil without an error for what is not a
// regular file, or not in UTF-8 but UTF-16: that must be read into memory.
func File(path string, f Format) (*Source, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, nil // who reads it into memory says why
	}
	s := &Source{Name: path, format: f, at: file, file: file, size: info.Size()}
	s.Owned = runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0
	mark := make([]byte, 3)
	n, _ := io.ReadFull(s.reader(), mark)
	switch mark = mark[:n]; {
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")):
		s.Close()
		return nil, nil
	case bytes.HasPrefix(mark, []byte("\ufeff")):
		s.start = 3
	}
	if err = s.detect(true); err != nil {
		s.Close()
	}
	return s, err
}

// Close closes the file.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *Source) Close() {
	if s.file != nil {
		_ = s.file.Close()
	}
}

func (s *Source) reader() *io.SectionReader {
	return io.NewSectionReader(s.at, s.start, s.size-s.start)
}

// detect tells CSV from JSON, by the name of the file or by how the data begins, and
// reads the header of CSV.
func (s *Source) detect(mayBeCSV bool) error {
	begin := bufio.NewReader(s.reader())
	first := byte(' ')
	for strings.IndexByte(" \t\r\n", first) >= 0 {
		var err error
		if first, err = begin.ReadByte(); errors.Is(err, io.EOF) {
			return exit.Usage.New(message.InputEmpty, s.Name)
		} else if err != nil {
			return s.unreadable(err)
		}
	}
	extension := strings.ToLower(filepath.Ext(s.Name))
	named := s.file != nil && slices.Contains([]string{".json", ".ndjson", ".jsonl"}, extension)
	switch likeJSON := first == '[' || first == '{'; {
	case s.file != nil && extension == ".csv":
	case named, likeJSON:
		return nil
	case !mayBeCSV:
		return s.fault(1, message.InputNotJSON, 0).WithHint(message.HintDataFile)
	}
	return s.readHeader()
}

// fault is what is wrong with a line.
func (s *Source) fault(line int, what message.Key, args ...any) *exit.Error {
	return exit.Usage.New(message.InputLine, s.Name, line, message.Fail(what, args...))
}

func (s *Source) notUTF8(line int) error {
	return s.fault(line, message.InputNotUTF8).WithHint(message.HintUTF8)
}

func (s *Source) unreadable(err error) error {
	return exit.Usage.New(message.ErrFileUnreadable, s.Name, message.WithoutPath(err))
}

// Each reads the rows in their order, until visit returns an error.
func (s *Source) Each(visit func(Row) error) error {
	if s.Columns != nil {
		return s.eachCSV(visit)
	}
	return s.eachJSON(visit)
}
