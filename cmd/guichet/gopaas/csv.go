package gopaas

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/gopaas"
)

// readCSV reads rows whose fields the first line names. All values are texts,
// as in every example of the vendor.
func (in *input) readCSV(data []byte) error {
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma = in.comma(data)
	reader.FieldsPerRecord = -1 // counted here, to name the line
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		return in.brokenCSV(err)
	}
	french := reader.Comma == ';' && in.run.Settings.CSVDialect == "excel-fr"
	in.unguard(header, false)
	names, err := in.header(header)
	if err != nil {
		return err
	}
	for {
		record, err := reader.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return in.brokenCSV(err)
		}
		line, _ := reader.FieldPos(0)
		if len(record) != len(names) {
			return in.fault(line, "", message.InputFields, len(record), len(names))
		}
		in.unguard(record, french)
		in.rows = append(in.rows, gopaas.Row{Raw: encode(names, record)})
		in.lines = append(in.lines, line)
	}
}

// unguard gives the texts back that an export has changed for a spreadsheet: those that
// it would run, unless exports are made without the guard, and in the French dialect
// numbers, dates and digits.
func (in *input) unguard(record []string, french bool) {
	for i, cell := range record {
		if text, ok := render.FromExcelFR(cell); ok && french {
			record[i] = text
		} else if !in.run.Settings.NoFormulaGuard {
			record[i] = render.Unguard(cell)
		}
	}
}

// comma is the separator: that of --csv-dialect on this command line, else the
// one that the header has more of.
func (in *input) comma(data []byte) rune {
	if dialect, origin, _ := in.run.Settings.Origin("csv-dialect"); strings.HasPrefix(origin, "--") {
		if dialect == "excel-fr" {
			return ';'
		}
		return ','
	}
	commas, semicolons, quoted := 0, 0, false
	for _, b := range data {
		if b == '\n' && !quoted {
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

// header checks the names of the fields and returns them encoded.
func (in *input) header(names []string) ([][]byte, error) {
	var encoded [][]byte
	seen := map[string]bool{}
	for i, name := range names {
		switch {
		case strings.TrimSpace(name) == "":
			return nil, in.fault(1, "", message.InputColumnEmpty, i+1)
		case seen[name]:
			return nil, in.fault(1, "", message.InputColumnTwice, name)
		}
		seen[name] = true
		quoted, err := jsontext.AppendQuote(nil, name)
		if err != nil {
			return nil, err
		}
		encoded = append(encoded, append(quoted, ':'))
	}
	if !seen["cle"] {
		refused := exit.Usage.New(message.InputLine, in.name, 1, message.Fail(message.InputNoCle))
		for _, name := range names {
			if folded := strings.ToLower(strings.TrimSpace(name)); folded == "cle" || folded == "clé" {
				refused.WithHint(message.HintRenameColumn, name)
			}
		}
		return nil, refused
	}
	return encoded, nil
}

// encode writes a record as a JSON object; the names are encoded already.
func encode(names [][]byte, values []string) []byte {
	raw := []byte{'{'}
	for i, value := range values {
		if i > 0 {
			raw = append(raw, ',')
		}
		raw = append(raw, names[i]...)
		raw, _ = jsontext.AppendQuote(raw, value) // it is UTF-8: that was checked
	}
	return append(raw, '}')
}

// brokenCSV names the line at which the data stops being CSV.
func (in *input) brokenCSV(err error) error {
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &syntax) && errors.Is(err, csv.ErrQuote):
		return in.fault(syntax.StartLine, "", message.InputQuoteOpen)
	case errors.As(err, &syntax) && errors.Is(err, csv.ErrBareQuote):
		return in.fault(syntax.Line, "", message.InputQuoteBare)
	}
	return err
}
