package gopaas

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/gopaas"
)

// input is what is to be pushed.
type input struct {
	run *command.Run
	// name is what messages call it.
	name string
	rows []gopaas.Row
	// checked are the rows, once they were checked.
	checked gopaas.Checked
	// lines are where the rows begin.
	lines []int
	// digest identifies the data, to go on with the same.
	digest string
}

// readInput reads the rows of --data: CSV or JSON, by the name of the file, or
// else by how the data begins.
func readInput(r *command.Run, value string) (*input, error) {
	in := &input{run: r, name: "--data"}
	data, err := r.ReadData(value)
	if err != nil {
		return nil, err
	}
	path, isFile := strings.CutPrefix(value, "@")
	if isFile {
		in.name = path
	}
	sum := sha256.Sum256(data)
	in.digest = hex.EncodeToString(sum[:])
	start := bytes.TrimSpace(data)
	if len(start) == 0 {
		return nil, exit.Usage.New(message.InputEmpty, in.name)
	}
	likeJSON := start[0] == '[' || start[0] == '{'
	switch extension := strings.ToLower(filepath.Ext(path)); {
	case isFile && extension == ".csv":
		return in, in.readCSV(data)
	case isFile && slices.Contains([]string{".json", ".ndjson", ".jsonl"}, extension), likeJSON:
		return in, in.readJSON(data)
	case !isFile && value != "-":
		return nil, in.fault(1, message.HintDataFile, message.InputNotJSON, 0)
	}
	return in, in.readCSV(data)
}

// fault is what is wrong with a line; a hint may be empty.
func (in *input) fault(line int, hint, what message.Key, args ...any) error {
	refused := exit.Usage.New(message.InputLine, in.name, line, message.Fail(what, args...))
	if hint != "" {
		refused.WithHint(hint)
	}
	return refused
}

// readJSON reads a list of objects, or objects one after the other, and keeps
// their bytes.
func (in *input) readJSON(data []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(data))
	lines := &counter{data: data}
	inList := d.PeekKind() == '['
	if inList {
		if _, err := d.ReadToken(); err != nil {
			return in.broken(lines, d, err)
		}
	}
	for !inList || d.PeekKind() != ']' {
		value, err := d.ReadValue()
		if err == io.EOF && !inList {
			return nil
		}
		if err != nil {
			return in.broken(lines, d, err)
		}
		end := int(d.InputOffset())
		start := end - len(value)
		in.rows = append(in.rows, gopaas.Row{Raw: data[start:end:end]})
		in.lines = append(in.lines, lines.at(start))
	}
	if _, err := d.ReadToken(); err != nil {
		return in.broken(lines, d, err)
	}
	end := int(d.InputOffset())
	if rest := bytes.TrimSpace(data[end:]); len(rest) > 0 {
		return in.fault(lines.at(len(data)-len(bytes.TrimLeft(data[end:], " \t\r\n"))), "", message.InputFollows)
	}
	return nil
}

// broken says where the data stops being JSON.
func (in *input) broken(lines *counter, d *jsontext.Decoder, err error) error {
	offset := int(d.InputOffset())
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		offset = int(syntax.ByteOffset)
	}
	what := message.InputNotJSON
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		what = message.InputCut
	case errors.Is(err, jsontext.ErrDuplicateName):
		what = message.InputNameTwice
	}
	return in.fault(lines.at(offset), "", what, offset)
}

// counter turns rising offsets into lines.
type counter struct {
	data         []byte
	offset, line int
}

func (c *counter) at(offset int) int {
	offset = min(max(offset, c.offset), len(c.data))
	c.line += bytes.Count(c.data[c.offset:offset], []byte("\n"))
	c.offset = offset
	return c.line + 1
}

// check refuses rows that the SDK would, naming row and line. A missing cle is a
// missing field; the others are values whose limits are known.
func (in *input) check(o gopaas.PushOptions) (err error) {
	in.checked, err = o.Check(in.rows)
	var row *gopaas.RowError
	if !errors.As(err, &row) {
		return err
	}
	refuse := func(code exit.Code, what message.Key, args ...any) *exit.Error {
		return code.New(message.InputRow, in.name, row.Row, in.lines[row.Row-1], message.Fail(what, args...))
	}
	switch {
	case row.Other > 0:
		return refuse(exit.Rejected, message.RowCleTwice, row.Cle, row.Other, in.lines[row.Other-1])
	case row.Field == "":
		return refuse(exit.Usage, message.RowNoObject)
	case row.Field == "cle" && row.Cle == "":
		return refuse(exit.Usage, message.RowNoCle)
	}
	return refuse(exit.Rejected, message.RowExpression, row.Field).WithHint(message.HintAllowExpressions)
}
