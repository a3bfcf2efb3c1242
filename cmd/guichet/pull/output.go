package pull

import (
	"bufio"
	"crypto/sha256"
	"hash"
	"os"

	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/joined"
)

// output is a file of rows being written.
type output struct {
	_ incomparable.Field

	file    *os.File
	buffer  *bufio.Writer
	sum     hash.Hash
	size    int64
	csv     *render.Writer // nil for one object a line
	changer *row.Changer
}

// create begins the file of a dataset.
func (j *job) create(c *collected, path string) (*output, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	rules := rulesFor(c.rules, &c.dataset)
	o := &output{file: file, sum: sha256.New(), changer: row.NewChanger(rules)}
	o.buffer = bufio.NewWriterSize(o, 64<<10)
	if c.query.Format != "csv" {
		return o, nil
	}
	paths := rules.Fields
	if len(paths) == 0 {
		paths = c.dataset.Columns
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

// row writes a row. One that is compact, and of which nothing is hidden, stays as it is.
func (o *output) row(raw []byte, compact bool) (err error) {
	if !compact || !o.changer.None {
		if raw, err = o.changer.Apply(raw); err != nil {
			return err
		}
	}
	if o.csv != nil {
		return o.csv.Row(raw)
	}
	_, _ = o.buffer.Write(raw) // the next write returns the error
	return o.buffer.WriteByte('\n')
}

func (o *output) close() error {
	var err error
	if o.csv != nil {
		err = o.csv.Close()
	}
	return joined.Errors(err, o.buffer.Flush(), o.file.Sync(), o.file.Close())
}
