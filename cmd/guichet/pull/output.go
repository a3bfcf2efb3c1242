package pull

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"os"
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/tables"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/joined"
)

// output are the files of a dataset that are being written.
type output struct {
	_ incomparable.Field

	files   []*outputFile
	changed func(raw []byte) ([]byte, error)
	plain   bool           // changed takes space out and nothing else
	csv     *render.Writer // nil for one object a line, and for tables
	tables  *tables.Tables // nil for one file
}

// outputFile is one of them.
type outputFile struct {
	_ incomparable.Field

	name   string
	file   *os.File
	buffer *bufio.Writer
	sum    hash.Hash
	size   int64
}

// create begins the files of a dataset, and names them in its entry. It returns those that
// are open with an error too.
func (j *job) create(c *collected, e *result.Entry) (o *output, err error) {
	o = new(output)
	if c.query.Format == "tables" {
		return o, j.createTables(c, o, e)
	}
	f, err := o.create(j.place.Next(), dataset.FileName(c.dataset.Name)+"."+c.query.Format)
	if err != nil {
		return o, err
	}
	rules := rulesFor(c.rules, &c.dataset)
	changer := row.NewChanger(rules)
	o.changed, o.plain = changer.Apply, changer.None
	if c.query.Format != "csv" {
		return o, nil
	}
	paths := rules.Fields
	if len(paths) == 0 {
		paths = c.dataset.Columns
	}
	o.csv, err = render.New(f.buffer, render.Options{
		Format: "csv", Default: paths, CSVDialect: c.query.Dialect, NoFormulaGuard: c.query.Unsafe,
	})
	return o, err
}

// create begins a file.
func (o *output) create(dir, name string) (*outputFile, error) {
	file, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	f := &outputFile{name: name, file: file, sum: sha256.New()}
	f.buffer = bufio.NewWriterSize(f, 64<<10)
	o.files = append(o.files, f)
	return f, nil
}

// Write counts what goes to the file.
func (f *outputFile) Write(b []byte) (int, error) {
	n, err := f.file.Write(b)
	_, _ = f.sum.Write(b[:n]) // a hash takes everything
	f.size += int64(n)
	return n, err
}

// row writes a row. compact says that it came without space.
func (o *output) row(raw []byte, compact bool) (err error) {
	if !compact || !o.plain {
		raw, err = o.changed(raw)
	}
	switch {
	case err != nil || raw == nil:
		return err
	case o.csv != nil:
		return o.csv.Row(raw)
	case o.tables != nil:
		return o.tables.Row(raw)
	}
	_, _ = o.files[0].buffer.Write(raw) // the next write returns the error
	return o.files[0].buffer.WriteByte('\n')
}

// close ends the files and returns what they are.
func (o *output) close() (all []result.File, err error) {
	if o.csv != nil {
		err = o.csv.Close()
	}
	for _, f := range o.files {
		err = joined.Errors(err, f.buffer.Flush(), f.file.Sync(), f.file.Close())
		all = append(all, result.File{Name: f.name, SHA256: hex.EncodeToString(f.sum.Sum(nil)), Bytes: f.size})
	}
	return all, err
}
