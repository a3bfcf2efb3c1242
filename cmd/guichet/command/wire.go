package command

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/internal/rest"
)

// pageSize is how many rows a page of RDV-Solidarités has.
const pageSize = 100

// Prefetch is the number of pages in flight: no more than --limit can use.
func (r *Run) Prefetch() int {
	if limit := r.Settings.Limit; limit > 0 {
		return min(r.Settings.Concurrency, (limit+pageSize-1)/pageSize)
	}
	return r.Settings.Concurrency
}

// SplitPage cuts a page into the service's own bytes in one pass, without
// decoding the rows.
func SplitPage(page []byte, root string) (rows []json.RawMessage, meta rest.Meta, err error) {
	// The page's bytes are reused after this call; one copy serves all rows.
	page = slices.Clone(page)
	d := jsontext.NewDecoder(bytes.NewBuffer(page), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if kind := d.PeekKind(); kind != '{' {
		_, err := d.ReadToken()
		return nil, meta, orUnexpected(err, "it is not an object")
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, meta, err
	}
	found := false
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, meta, early(err)
		}
		switch name.String() {
		case root:
			found = true
			rows, err = splitArray(d, page)
		case "meta":
			var raw jsontext.Value
			if raw, err = d.ReadValue(); err == nil {
				err = json.Unmarshal(raw, &meta)
			}
		default:
			err = d.SkipValue()
		}
		if err != nil {
			return nil, meta, early(err)
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, meta, early(err)
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return nil, meta, rest.Refuse("something follows the page")
	}
	if !found {
		return nil, meta, rest.Refuse("it has no %q", root)
	}
	return rows, meta, nil
}

func splitArray(d *jsontext.Decoder, page []byte) ([]json.RawMessage, error) {
	if kind := d.PeekKind(); kind != '[' {
		_, err := d.ReadToken()
		return nil, orUnexpected(err, "it is not a list")
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	rows := make([]json.RawMessage, 0, pageSize)
	for d.PeekKind() != ']' {
		value, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		end := d.InputOffset()
		rows = append(rows, page[end-int64(len(value)):end:end])
	}
	_, err := d.ReadToken()
	return rows, err
}

// early makes the end of the input within a value recognisable as a body that
// was cut.
func early(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func orUnexpected(err error, want string) error {
	if err != nil {
		return early(err)
	}
	return rest.Refuse(want)
}
