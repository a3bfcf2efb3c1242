package gopaas

import (
	"bytes"
	"errors"
	"fmt"

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

// Checked are rows that [PushOptions.Check] accepted.
type Checked struct {
	// Keys identify the rows, in their order.
	Keys []PushedRow
	rows []Row
}

// Check accepts rows for [Items.PushChecked], or returns why Push would refuse them:
// a row that is not a JSON object, one without a key (cle), a key that comes twice, and
// values that begin with $$, which the service may run as an expression.
func (o PushOptions) Check(rows []Row) (Checked, error) {
	keys, err := o.keys(rows)
	if err != nil {
		return Checked{}, err
	}
	return Checked{keys, rows}, nil
}

// Without leaves out the rows that were written. The others keep their numbers.
func (c Checked) Without(written []PushedRow) Checked {
	if len(written) == 0 {
		return c
	}
	done := make(map[int]bool, len(written))
	for _, row := range written {
		done[row.Number] = true
	}
	var left Checked
	for i, key := range c.Keys {
		if !done[key.Number] {
			left.Keys, left.rows = append(left.Keys, key), append(left.rows, c.rows[i])
		}
	}
	return left
}

// keys checks the rows and returns what identifies them.
func (o PushOptions) keys(rows []Row) ([]PushedRow, *guichet.Error) {
	if o.Batch < 0 {
		return nil, rest.Invalid("Batch", refusal.New("batch", "invalid batch size: %d rows", o.Batch))
	}
	keys := make([]PushedRow, len(rows))
	first := make(map[string]int, len(rows))
	for i, row := range rows {
		cle, refused, why := o.checkRow(row)
		if earlier, known := first[cle]; refused == nil && cle != "" && known {
			refused, why = &RowError{Other: earlier, Field: "cle"}, refusal.New("cle_twice", `the key (field "cle") %q is already used in row %d`, cle, earlier)
		}
		if refused != nil {
			refused.Row, refused.Cle, refused.Reason = i+1, cle, why.Error()
			e := rest.Invalid(refused.Field, why)
			why = refusal.New("row", "row %d: %s", refused.Row, why).Because(refused)
			e.Message, e.Err = why.Error(), why
			return nil, e
		}
		first[cle] = i + 1
		keys[i] = PushedRow{Number: i + 1, Cle: cle}
	}
	return keys, nil
}

// checkRow returns the cle of a row, and what is wrong with the row.
func (o PushOptions) checkRow(row Row) (string, *RowError, *refusal.Refusal) {
	if kind(row.Raw) != "object" {
		return "", &RowError{}, refusal.New("row_kind", "the value is %s, not a JSON object", a(kind(row.Raw)))
	}
	cle, field, err := readRow(row.Raw)
	switch {
	case errors.Is(err, rawjson.ErrTwice):
		return "", &RowError{}, refusal.New("field_twice", "the row contains the same field twice")
	case err != nil:
		return "", &RowError{}, refusal.New("row_not_json", "the row is not a JSON object: %s", err)
	case cle == "" && !o.AllowMissingCle:
		return "", &RowError{Field: "cle"}, refusal.New("no_cle", `the key (field "cle") is missing: the service uses it to find the record`)
	case field != "" && !o.AllowExpressions:
		return cle, &RowError{Field: field}, refusal.New("field_expression", "the value of %q starts with $$, which the service may run as an expression", field)
	}
	return cle, nil, nil
}

// readRow returns the cle of a row, and the first field in order whose value has an
// expression.
func readRow(row []byte) (cle, field string, err error) {
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
			cle = cleOf(r.Since(mark))
		}
	}
	return cle, field, r.End()
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
		value := r.Value()
		if bytes.IndexByte(value, '$') < 0 && bytes.IndexByte(value, '\\') < 0 {
			return false // most values: decoding them takes longer than the rest of the check
		}
		text, _ := rawjson.Text(value)
		return isExpression(text)
	default:
		r.Value()
	}
	return found
}
