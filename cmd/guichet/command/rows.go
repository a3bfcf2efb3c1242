package command

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/bulk"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// rowReader makes the arguments and the body of a call of each row.
type rowReader struct {
	each   *each
	run    *Run
	source *bulk.Source
	// fields are those of the columns of CSV, that of a text for an argument.
	fields []*Field
}

// checkColumns refuses a header of CSV with a column that is neither a field nor an
// argument.
func (rows *rowReader) checkColumns() error {
	known, fields := rows.each.columns(), rows.each.body.fields
	for i := range fields {
		known = append(known, fields[i].path())
	}
	for _, name := range rows.source.Columns {
		at := slices.Index(known, name)
		if at < 0 {
			refused := exit.Usage.New(message.InputLine, rows.source.Name, 1, message.Fail(message.ErrUnknownField, name))
			return refused.Suggest(name, known)
		}
		field := new(Field)
		if at -= len(rows.each.args); at >= 0 {
			field = &fields[at]
		}
		rows.fields = append(rows.fields, field)
	}
	return nil
}

// path names the field within the body.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *Field) path() string {
	if f.In == "" {
		return f.Name
	}
	return f.In + "." + f.Name
}

// item reads a row.
func (rows *rowReader) item(row bulk.Row) (item bulk.Item, err error) {
	object := map[string]json.RawMessage{}
	if row.Cells == nil {
		if row.Raw[0] != '{' {
			return item, message.Fail(message.RowNoObject)
		}
		err = json.Unmarshal(row.Raw, &object)
	} else {
		object, err = rows.cells(row.Cells)
	}
	if err != nil {
		return item, err
	}
	if item.Args, err = rows.arguments(object); err != nil {
		return item, err
	}
	b := rows.each.body
	if err := b.overlay(rows.run, object); err != nil {
		return item, err
	}
	if err := rows.checkSecrets(object); err != nil {
		return item, err
	}
	if err := b.check(object, true); err != nil {
		return item, err
	}
	if err := b.days(rows.run, object); err != nil {
		return item, err
	}
	item.Body, err = json.Marshal(object)
	return item, err
}

// cells makes an object of the cells that are not empty.
func (rows *rowReader) cells(cells []string) (map[string]json.RawMessage, error) {
	object, inner := map[string]json.RawMessage{}, map[string]map[string]json.RawMessage{}
	for i, text := range cells {
		if text == "" {
			continue
		}
		name, field := rows.source.Columns[i], rows.fields[i]
		value, err := field.cell(text)
		if err != nil {
			return nil, exit.Usage.New(message.WithCause, name, err)
		}
		if field.In == "" {
			object[name] = value
			continue
		}
		if inner[field.In] == nil {
			inner[field.In] = map[string]json.RawMessage{}
		}
		inner[field.In][field.Name] = value
	}
	for name, fields := range inner {
		raw, err := json.Marshal(fields)
		if err != nil {
			return nil, err
		}
		object[name] = raw
	}
	return object, nil
}

// arguments takes the columns that stand for the arguments out of the object.
func (rows *rowReader) arguments(object map[string]json.RawMessage) (args []string, err error) {
	for _, arg := range rows.each.args {
		name := strings.ToLower(arg.Name)
		value := object[name]
		delete(object, name)
		text, isText := rawjson.Text(value)
		if !isText {
			text = string(value)
		}
		if text == "" || text == "null" {
			return nil, exit.Usage.New(message.ErrMissingField, name)
		}
		if !arg.Text {
			if _, err := ParseID(text); err != nil {
				return nil, exit.Usage.New(message.WithCause, name, err)
			}
		}
		args = append(args, text)
	}
	return args, nil
}

// checkSecrets refuses a secret in a file that others can read.
func (rows *rowReader) checkSecrets(object map[string]json.RawMessage) error {
	if rows.source.Owned {
		return nil
	}
	for _, name := range rows.each.secretFields() {
		if _, given := object[name]; given {
			refused := exit.Usage.New(message.EachSecret, name)
			if strings.HasPrefix(rows.each.rows, "@") {
				refused.WithHint(message.HintEachSecret, input.Quote(rows.source.Name))
			}
			return refused
		}
	}
	return nil
}

// cell turns a cell of CSV into the JSON of the field's kind. It reads what a
// spreadsheet in French writes too.
func (f *Field) cell(text string) (json.RawMessage, error) {
	if f.Kind != TextField && f.Kind != SecretField {
		text = strings.TrimSpace(text)
	}
	switch f.Kind {
	case DataField:
		if !json.Valid([]byte(text)) {
			return nil, BadJSON(f.Name, []byte(text))
		}
		return json.RawMessage(text), nil
	case BoolField:
		words := map[string]bool{"oui": true, "vrai": true, "yes": true, "non": false, "faux": false, "no": false}
		on, known := words[strings.ToLower(text)]
		if !known {
			var err error
			if on, err = strconv.ParseBool(strings.ToLower(text)); err != nil {
				return nil, message.Fail(message.ErrNoBool, text)
			}
		}
		return json.Marshal(on)
	case NumbersField:
		text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;| ", r) }), ",")
	case DecimalField:
		text = strings.Replace(text, ",", ".", 1)
	}
	if !f.Private {
		if err := f.refuses(text); err != nil {
			return nil, err
		}
	}
	return f.encode(text)
}
