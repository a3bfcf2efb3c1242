package astorgen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/astor"
)

// field is a field of an operation's parameters.
type field struct {
	name, kind, comment string
	// statement puts it into the request.
	statement string
}

func operations(c *astor.Collection, methods []string, typed *types) string {
	var out strings.Builder
	out.WriteString("\nimport (\n\t\"context\"\n\n\t\"github.com/guichet-go/guichet\"\n\t\"github.com/guichet-go/guichet/astor\"\n)\n")
	all := c.Operations()
	for i, name := range methods {
		write(&out, i, name, all[i], typed)
	}
	return out.String()
}

// write writes the parameters and the method of one operation.
func write(out *strings.Builder, number int, name string, o *astor.Operation, typed *types) {
	fields := fieldsOf(o)
	typed.operation(name, o, fields)
	fmt.Fprintf(out, "\n// %sParams are the parameters of %s.\ntype %[1]sParams struct {\n", name, name)
	for _, f := range fields {
		fmt.Fprintf(out, "\t// %s %s\n\t%[1]s %[3]s\n", f.name, f.comment, f.kind)
	}
	out.WriteString("\t// Values holds what has no field here; it wins over the fields.\n\tValues astor.Values\n}\n\n")
	fmt.Fprintf(out, "// %s is the operation %s.\n", name, clean(o.Path(), 200))
	for _, line := range describe(o) {
		out.WriteString("//")
		if line != "" {
			out.WriteString(" " + line)
		}
		out.WriteString("\n")
	}
	fmt.Fprintf(out, "func (c *Client) %s(ctx context.Context, p %[1]sParams, options ...guichet.CallOption) (*astor.Response, error) {\n", name)
	out.WriteString("\tr := newRequest(p.Values)\n")
	for _, f := range fields {
		out.WriteString("\t" + f.statement + "\n")
	}
	fmt.Fprintf(out, "\treturn c.call(ctx, %d, r, options)\n}\n", number)
}

// describe is the rest of a method's comment.
func describe(o *astor.Operation) []string {
	var lines []string
	paragraph := func(text ...string) {
		lines = append(append(lines, ""), text...)
	}
	if o.Description != "" {
		paragraph(prose(o.Description)...)
	}
	request := clean(o.Method+" "+o.URL, 400)
	if !strings.Contains(request, "/") { // no heading has one
		request = ended(request)
	}
	paragraph(request)
	for _, note := range o.Notes() {
		if note.Refused {
			paragraph("It is refused before anything is sent: " + clean(note.Text, 400) + ".")
		}
	}
	return lines
}

// fieldsOf makes the fields of an operation: its variables, the ids of its path,
// its query, its form, its files and its body.
func fieldsOf(o *astor.Operation) []field {
	given := newNames("Values", "Body")
	fields := variableFields(o, given)
	for _, k := range []kind{
		{"id in the path behind", "Segment", "r.text(r.values.Segments, %q, p.%s)", o.Segments},
		{"query parameter", "Query", "r.parameter(r.values.Query, %q, p.%s)", o.Query},
		{"form field", "Form", "r.parameter(r.values.Form, %q, p.%s)", formTexts(o)},
	} {
		fields = append(fields, k.fields(given)...)
	}
	fields = append(fields, fileFields(o, given)...)
	if o.Body.Mode != "" || o.Method == "POST" || o.Method == "PUT" {
		fields = append(fields, field{"Body", "[]byte", "replaces the whole body when it is not nil.", "r.body(p.Body)"})
	}
	return fields
}

func variableFields(o *astor.Operation, given *names) []field {
	known := []string{astor.VarBaseURL, astor.VarCamsBaseURL, astor.VarToken}
	var fields []field
	for _, use := range o.Variables() {
		token := use.In == "auth" && use.Secret
		made := use.Source == astor.FromClock || use.Source == astor.FromRandom
		if token || made || slices.Contains(known, use.Name) {
			continue
		}
		name := given.unique(exported(use.Name))
		comment := fmt.Sprintf("is the variable %s (%s)", quoted(use.Name), use.In)
		if use.Value != "" {
			comment += fmt.Sprintf(", %s when empty", quoted(use.Value))
		}
		comment += "."
		if use.Description != "" {
			comment += " " + clean(use.Description, 200)
		}
		fields = append(fields, field{name, "string", comment, fmt.Sprintf("r.text(r.values.Vars, %q, p.%s)", use.Name, name)})
	}
	return fields
}

// kind is one kind of parameters. A name that another kind has gets the suffix.
type kind struct {
	called, suffix, statement string
	all                       []astor.Parameter
}

// fields are the parameters whose value is no variable, each name once.
func (k kind) fields(given *names) []field {
	var fields []field
	seen := map[string]bool{}
	for _, p := range k.all {
		if seen[p.Name] || p.Name == "" || strings.Contains(p.Name+p.Value, "{{") {
			continue
		}
		seen[p.Name] = true
		name := exported(p.Name)
		if given.taken[name] {
			name += k.suffix
		}
		name = given.unique(name)
		comment := fmt.Sprintf("is the %s %s", k.called, quoted(p.Name))
		switch {
		case p.Disabled:
			comment += ", not sent when empty"
		case p.Value != "":
			comment += fmt.Sprintf(", %s when empty", quoted(p.Value))
		}
		comment += "."
		if p.Description != "" {
			comment += " " + clean(p.Description, 200)
		}
		fields = append(fields, field{name, "string", comment, fmt.Sprintf(k.statement, p.Name, name)})
	}
	return fields
}

// formTexts are the text fields of a form that is sent.
func formTexts(o *astor.Operation) []astor.Parameter {
	var texts []astor.Parameter
	for _, f := range o.Body.Fields {
		if !f.File && !o.Body.Dropped {
			texts = append(texts, f.Parameter)
		}
	}
	return texts
}

// fileFields are the files of a body that is sent, each name once.
func fileFields(o *astor.Operation, given *names) []field {
	var fields []field
	add := func(name, key, comment string) {
		name = given.unique(name)
		comment = fmt.Sprintf(comment, quoted(key))
		fields = append(fields, field{name, "[]astor.File", comment, fmt.Sprintf("r.files(%q, p.%s)", key, name)})
	}
	if o.Body.Dropped {
		return nil
	}
	if o.Body.Mode == "file" {
		add("File", astor.FileBody, "is the body, one file called %s.")
	}
	seen := map[string]bool{}
	for _, f := range o.Body.Fields {
		if f.File && !seen[f.Name] {
			seen[f.Name] = true
			add(exported(f.Name), f.Name, "are the files %s, sent in this order.")
		}
	}
	return fields
}

// quoted is a name or a value of the collection in a comment.
func quoted(text string) string { return clean(fmt.Sprintf("%q", text), 80) }
