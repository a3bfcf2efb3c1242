package bulk

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

func (s *Source) csv() *csv.Reader {
	r := csv.NewReader(s.reader())
	r.Comma = s.format.Comma
	r.FieldsPerRecord = -1 // counted here, to name the line
	r.ReuseRecord = true
	return r
}

// readHeader reads and checks the names of the columns.
func (s *Source) readHeader() error {
	if s.format.Comma == 0 {
		s.format.Comma = s.comma()
	}
	names, err := s.csv().Read()
	if err != nil {
		return s.brokenCSV(err)
	}
	names = slices.Clone(names)
	if !s.clean(names, false) {
		return s.notUTF8(1)
	}
	seen := map[string]bool{}
	for i, name := range names {
		switch {
		case strings.TrimSpace(name) == "":
			return s.fault(1, message.InputColumnEmpty, i+1)
		case seen[name]:
			return s.fault(1, message.InputColumnTwice, name)
		}
		seen[name] = true
	}
	s.Columns = names
	return nil
}

// comma is the separator that the header has more of.
func (s *Source) comma() rune {
	commas, semicolons, quoted := 0, 0, false
	for r := bufio.NewReader(s.reader()); ; {
		b, err := r.ReadByte()
		if err != nil || b == '\n' && !quoted {
			break
		}
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == ',':
			commas++
		case b == ';':
			semicolons++
		}
	}
	if semicolons > commas {
		return ';'
	}
	return ','
}

func (s *Source) eachCSV(visit func(Row) error) error {
	r := s.csv()
	if _, err := r.Read(); err != nil {
		return s.brokenCSV(err)
	}
	french := s.format.French && s.format.Comma == ';'
	for n := 1; ; n++ {
		record, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return s.brokenCSV(err)
		}
		line, _ := r.FieldPos(0)
		if len(record) != len(s.Columns) {
			return s.fault(line, message.InputFields, len(record), len(s.Columns))
		}
		if !s.clean(record, french) {
			return s.notUTF8(line)
		}
		if err := visit(Row{Number: n, Line: line, Cells: record}); err != nil {
			return err
		}
	}
}

// clean gives the texts back that an export has changed for a spreadsheet: those that it
// would run, and in French numbers, dates and digits. It reports false for a text that is
// not UTF-8.
func (s *Source) clean(record []string, french bool) bool {
	for i, cell := range record {
		if !utf8.ValidString(cell) {
			return false
		}
		if text, ok := render.FromExcelFR(cell); ok && french {
			record[i] = text
		} else if s.format.Guarded {
			record[i] = render.Unguard(cell)
		}
	}
	return true
}

// brokenCSV names the line at which the data stops being CSV.
func (s *Source) brokenCSV(err error) error {
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &syntax) && errors.Is(err, csv.ErrQuote):
		return s.fault(syntax.StartLine, message.InputQuoteOpen)
	case errors.As(err, &syntax) && errors.Is(err, csv.ErrBareQuote):
		return s.fault(syntax.Line, message.InputQuoteBare)
	}
	return s.unreadable(err)
}
