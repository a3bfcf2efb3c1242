package astor

import (
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// setting is what the caller gives for the fields of one name.
type setting struct {
	texts         []string
	secret        guichet.Secret
	shown, hidden bool
}

// set is what the caller gives for the fields of this name.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (v *Values) set(field string) (s setting, given bool) {
	s.texts, s.shown = v.Form[field]
	s.secret, s.hidden = v.FormSecrets[field]
	return s, s.shown || s.hidden
}

// leftOut reports whether the caller leaves out the fields of this name.
func (d *draft) leftOut(field string) bool {
	own, _ := d.values.set(field)
	return own.shown && len(own.texts) == 0
}

// fieldTexts returns the values that each text field of a form is sent with. What
// the caller gives stands at the first field of its name, in place of all.
func (d *draft) fieldTexts(fields []Field) [][]string {
	texts := make([][]string, len(fields))
	for i, f := range fields {
		own, given := d.values.set(f.Name)
		switch {
		case f.File, given && fieldNamed(fields[:i], f.Name) != nil:
		case own.hidden:
			texts[i] = []string{d.secret(f.Name, binding{text: own.secret.Reveal(), source: FromCall})}
		case given:
			texts[i] = own.texts
		case !f.Disabled:
			d.guarded = f.guarded()
			texts[i] = []string{d.text(f.Value)}
			d.guarded = false
		}
	}
	return texts
}

// fieldNamed is the first field of this name, a file before a text; nil for none.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func fieldNamed(fields []Field, name string) (found *Field) {
	for i := range fields {
		if f := &fields[i]; f.Name == name && (found == nil || f.File && !found.File) {
			found = f
		}
	}
	return found
}

// checkForm refuses values for fields that the body does not have.
func (d *draft) checkForm() {
	fields := d.op.Body.Fields
	if d.op.Body.Dropped {
		fields = nil
	}
	var names, has []string
	for name := range d.values.Form {
		names = append(names, name)
	}
	for name := range d.values.FormSecrets {
		names = append(names, name)
	}
	for _, f := range fields {
		if !slices.Contains(has, f.Name) {
			has = append(has, f.Name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		own, _ := d.values.set(name)
		f := fieldNamed(fields, name)
		switch left := d.leftOut(name); {
		case own.shown && own.hidden, left && len(d.values.Files[name]) > 0:
			d.fail(ErrUnknownInput, refusal.New("form_field_twice", "the field %s is given twice", quote(name)))
		case d.values.Body != nil:
			d.fail(ErrUnknownInput, refusal.New("field_beside", "the field %s cannot be set: the whole body is already given", quote(name)))
		case f == nil:
			d.fail(ErrUnknownInput, refusal.New("takes_other_field", "unknown form field %s; the form has %s", quote(name), quoteAll(has)))
		case f.File && !left:
			d.fail(guichet.ErrInvalid, refusal.New("field_file", "the field %s is a file: give its content under that name", quote(name)))
		}
	}
}
