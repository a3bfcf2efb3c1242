package pull

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"hash"
	"os"

	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// output is a file of rows being written.
type output struct {
	file    *os.File
	buffer  *bufio.Writer
	sum     hash.Hash
	size    int64
	csv     *render.Writer // nil for one object a line
	changer *row.Changer   // nil when rows stay as they are
	compact []byte
}

// create begins the file of a dataset.
func (p *publication) create(c collected, path string) (*output, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	o := &output{file: file, sum: sha256.New()}
	o.buffer = bufio.NewWriterSize(o, 64<<10)
	if p.rules.Any() {
		o.changer = row.NewChanger(rulesFor(p.rules, c.dataset))
	}
	if c.query.Format != "csv" {
		return o, nil
	}
	paths := c.dataset.Columns
	if len(p.rules.Fields) > 0 {
		paths = rulesFor(p.rules, c.dataset).Fields
	}
	o.csv, err = render.New(o.buffer, render.Options{
		Format: "csv", Default: paths, CSVDialect: c.query.Dialect, NoFormulaGuard: c.query.Unsafe,
	})
	return o, err
}

// Write counts what goes to the file.
func (o *output) Write(b []byte) (int, error) {
	n, err := o.file.Write(b)
	_, _ = o.sum.Write(b[:n]) // a hash takes everything
	o.size += int64(n)
	return n, err
}

func (o *output) row(raw []byte) (err error) {
	if o.compact, err = rawjson.AppendCompact(o.compact[:0], raw); err != nil {
		return err
	}
	raw = o.compact
	if o.changer != nil {
		if raw, err = o.changer.Apply(raw); err != nil {
			return err
		}
	}
	if o.csv != nil {
		return o.csv.Row(raw)
	}
	if _, err = o.buffer.Write(raw); err != nil {
		return err
	}
	return o.buffer.WriteByte('\n')
}

func (o *output) close() error {
	var err error
	if o.csv != nil {
		err = o.csv.Close()
	}
	return errors.Join(err, o.buffer.Flush(), o.file.Sync(), o.file.Close())
}
