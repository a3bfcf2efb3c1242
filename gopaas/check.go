package gopaas

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// RowError is why Push refuses a row before anything is sent. It is found with
// errors.As in an ErrInvalid.
type RowError struct {
	// Row is the number of the row, from 1.
	Row int
	// Other is the number of the earlier row that has the same key, else 0.
	Other int
	// Cle is the key of the row, "" when it has none.
	Cle string
	// Field is the field at fault, "" when it is the row itself.
	Field string
	// Reason is what is wrong, for people.
	Reason string
}

// Error names the row and says what is wrong with it.
func (e *RowError) Error() string { return fmt.Sprintf("row %d: %s", e.Row, e.Reason) }

// Checked are rows that a [Checker] accepted. The zero value has none.
type Checked struct {
	// Keys identify the rows, in their order.
	Keys []PushedRow
	rows []Row
}

// Append adds a row that was accepted, and what identifies it.
func (c *Checked) Append(key PushedRow, row Row) {
	if c.rows == nil {
		c.rows = make([]Row, 0, cap(c.Keys))
	}
	c.Keys, c.rows = append(c.Keys, key), append(c.rows, row)
}

// Checker checks rows one after the other, for [Items.PushChecked]: it keeps their keys
// and not the rows. Make one with [PushOptions.Checker].
type Checker struct {
	options PushOptions
	keys    keySet
}

// Checker returns a checker that allows what o allows.
func (o PushOptions) Checker() *Checker {
	return &Checker{options: o, keys: newKeySet()}
}

// Check accepts the next row, or returns why Push would refuse it: a row that is not a
// JSON object, one without a key (cle), a key that came before, and values that begin
// with $$, which the service may run as an expression. The error is an ErrInvalid that
// has a [RowError].
func (c *Checker) Check(row Row) error { return c.result(row, false) }

// CheckDecoded is Check for a row that a decoder has read: it is JSON, and no object in it
// has the same name twice.
func (c *Checker) CheckDecoded(row Row) error { return c.result(row, true) }

// Key says what identifies a row that was checked, by its number, from 1.
func (c *Checker) Key(number int) PushedRow {
	return PushedRow{Number: number, Cle: string(c.keys.at(number))}
}

// result is an error without a value for a row that was accepted.
func (c *Checker) result(row Row, decoded bool) error {
	if refused := c.check(row, decoded); refused != nil {
		return refused
	}
	return nil
}

func (c *Checker) check(row Row, decoded bool) *guichet.Error {
	cle, refused, why := c.options.checkRow(row, decoded)
	c.keys.add(cle)
	if refused == nil {
		if len(cle) == 0 {
			return nil
		}
		hash := c.keys.hash(cle)
		earlier, slot := c.keys.find(cle, hash)
		if earlier == 0 {
			c.keys.index(slot, hash)
			return nil
		}
		refused, why = &RowError{Other: earlier, Field: "cle"}, refusal.New("cle_twice", `the key (field "cle") %q is already used in row %d`, cle, earlier)
	}
	refused.Row, refused.Cle, refused.Reason = c.keys.rows, string(cle), why.Error()
	e := rest.Invalid(refused.Field, why)
	why = refusal.New("row", "row %d: %s", refused.Row, why).Because(refused)
	e.Message, e.Err = why.Error(), why
	return e
}

// checkRow returns the cle of a row, and what is wrong with the row.
func (o PushOptions) checkRow(row Row, decoded bool) ([]byte, *RowError, *refusal.Refusal) {
	if kind(row.Raw) != "object" {
		return nil, &RowError{}, refusal.New("row_kind", "the value is %s, not a JSON object", a(kind(row.Raw)))
	}
	cle, field, err := readRow(row.Raw, decoded)
	switch {
	case errors.Is(err, rawjson.ErrTwice):
		return nil, &RowError{}, refusal.New("field_twice", "the row contains the same field twice")
	case err != nil:
		return nil, &RowError{}, refusal.New("row_not_json", "the row is not a JSON object: %s", err)
	case len(cle) == 0 && !o.AllowMissingCle:
		return nil, &RowError{Field: "cle"}, refusal.New("no_cle", `the key (field "cle") is missing: the service uses it to find the record`)
	case field != "" && !o.AllowExpressions:
		return cle, &RowError{Field: field}, refusal.New("field_expression", "the value of %q starts with $$, which the service may run as an expression", field)
	}
	return cle, nil, nil
}

// readRow returns the cle of a row, and the first field in order whose value has an
// expression.
func readRow(row []byte, decoded bool) (cle []byte, field string, err error) {
	if cle, ok := plainCle(row); ok {
		if !decoded {
			err = rawjson.Check(row)
		}
		return cle, "", err
	}
	r := rawjson.Strict(row)
	defer r.Free()
	for own := range r.Members {
		isCle, quoted, mark := string(own) == "cle", r.Quoted(), r.Mark()
		if holdsExpression(r) {
			if name, _ := rawjson.Text(quoted); field == "" || name < field {
				field = name
			}
		}
		if isCle {
			cle = []byte(cleOf(r.Since(mark)))
		}
	}
	return cle, field, r.End()
}

// plainCle finds the cle of most rows in half the time: without an expression or an escape,
// and with the cle, a text, before any inner object. Whether the row is JSON is not checked.
func plainCle(row []byte) (cle []byte, ok bool) {
	if bytes.IndexByte(row, '\\') >= 0 || bytes.Contains(row, []byte("$$")) {
		return nil, false
	}
	before, after, found := bytes.Cut(row, []byte(`"cle":"`))
	if !found || bytes.IndexByte(after, '"') < 0 || bytes.LastIndexByte(before, '{') > bytes.IndexByte(before, '{') {
		return nil, false
	}
	cle, _, _ = bytes.Cut(after, []byte(`"`))
	return cle, utf8.Valid(cle)
}

// holdsExpression looks for an expression in the value that comes next, however
// deep.
func holdsExpression(r *rawjson.Reader) (found bool) {
	switch r.Kind() {
	case '{':
		for range r.Members {
			found = holdsExpression(r) || found
		}
	case '[':
		for range r.Elements {
			found = holdsExpression(r) || found
		}
	case '"':
		text, _ := rawjson.Text(r.Value())
		return isExpression(text)
	default:
		r.Value()
	}
	return found
}
