package astor

import (
	"maps"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// sets reports whether the caller sets the fields of this name.
func (v Values) sets(field string) bool {
	_, shown := v.Form[field]
	_, hidden := v.FormSecrets[field]
	return shown || hidden
}

// leftOut reports whether the caller leaves out the fields of this name.
func (d *draft) leftOut(field string) bool {
	values, given := d.values.Form[field]
	return given && len(values) == 0
}

// fieldTexts returns the values that each text field of a form is sent with. What
// the caller gives stands at the first field of its name, in place of all.
func (d *draft) fieldTexts(fields []Field) [][]string {
	texts := make([][]string, len(fields))
	seen := map[string]bool{}
	for i, f := range fields {
		secret, hidden := d.values.FormSecrets[f.Name]
		switch {
		case f.File, d.values.sets(f.Name) && seen[f.Name]:
		case hidden:
			texts[i] = []string{d.secret(f.Name, binding{text: secret.Reveal(), source: FromCall})}
		case d.values.sets(f.Name):
			texts[i] = d.values.Form[f.Name]
		case !f.Disabled:
			d.guarded = f.guarded()
			texts[i] = []string{d.text(f.Value)}
			d.guarded = false
		}
		seen[f.Name] = seen[f.Name] || !f.File
	}
	return texts
}

// checkForm refuses values for fields that the body does not have.
func (d *draft) checkForm() {
	b := d.op.Body
	isFile := map[string]bool{}
	var has []string
	for _, f := range b.Fields {
		if !b.Dropped && !slices.Contains(has, f.Name) {
			has = append(has, f.Name)
		}
		isFile[f.Name] = isFile[f.Name] || f.File
	}
	names := slices.Collect(maps.Keys(d.values.Form))
	names = slices.AppendSeq(names, maps.Keys(d.values.FormSecrets))
	slices.Sort(names)
	for i, name := range names {
		switch {
		case i > 0 && name == names[i-1], d.leftOut(name) && len(d.values.Files[name]) > 0:
			d.fail(ErrUnknownInput, refusal.New("form_field_twice", "the field %s is given twice", quote(name)))
		case d.values.Body != nil:
			d.fail(ErrUnknownInput, refusal.New("field_beside", "the field %s cannot be set: the whole body is already given", quote(name)))
		case len(has) == 0:
			d.fail(ErrUnknownInput, refusal.New("takes_no_field", "unknown form field %s: the operation sends no form", quote(name)))
		case !slices.Contains(has, name):
			d.fail(ErrUnknownInput, refusal.New("takes_other_field", "unknown form field %s: the form has %s", quote(name), quoteAll(has)))
		case isFile[name] && !d.leftOut(name):
			d.fail(guichet.ErrInvalid, refusal.New("field_file", "the field %s is a file: give its content under that name", quote(name)))
		}
	}
}
