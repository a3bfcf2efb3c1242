package astor

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// record is an object whose fields keep their order: a name, then its text.
type record []string

// add leaves out a field without a text.
//
// Inlined, it would make its caller larger.
//
//go:noinline
func (r *record) add(name, text string) {
	if text = strings.TrimSpace(text); text != "" {
		*r = append(*r, name, text)
	}
}

// MarshalJSON writes the fields in their order.
func (r record) MarshalJSON() ([]byte, error) {
	var b []byte
	for i, text := range r {
		encoded, err := json.Marshal(text)
		if err != nil {
			return nil, err
		}
		separator := byte(':')
		switch {
		case i == 0:
			separator = '{'
		case i%2 == 0:
			separator = ','
		}
		b = append(append(b, separator), encoded...)
	}
	return append(b, '}'), nil
}

// record is the operation as a person reads it: a fact a line, and a small table of what
// there is several of.
func (s *shown) record(r *command.Run) record {
	m, narrow := r.Messages, r.OutTerminal && r.Width > 0 && r.Width < render.Narrow
	auth := said(m, "auth", s.Auth)
	if s.AuthIn != "" {
		auth += ", " + said(m, "variable_in", s.AuthIn) + " " + s.AuthName
	}
	var variables, segments, fields, examples grid
	for i := range s.Variables {
		v := &s.Variables[i]
		value := v.Value
		switch {
		case v.Secret:
			value = "[redacted]"
		case v.Source == string(astor.FromNowhere):
			value = "--var " + v.Name + "=…"
		}
		variables.add(v.Name, value, said(m, "variable_from", v.Source), said(m, "variable_in", v.In), v.Description)
	}
	for i := range s.Segments {
		segments.add(s.Segments[i].Name, s.Segments[i].Value, "--segment "+s.Segments[i].Name+"=…")
	}
	for i := range s.Body.Fields {
		f := &s.Body.Fields[i]
		if f.File {
			f.Value = strings.TrimSpace("--file " + f.Name + "=@… " + f.ContentType)
		}
		fields.parameter(m, &f.parameter)
	}
	for i := range s.Examples {
		examples.add(strconv.Itoa(s.Examples[i].Status), s.Examples[i].Name)
	}
	var all record
	all.add("operation", s.Path)
	all.add("id", s.ID)
	all.add("description", s.Description)
	all.add("method", s.Method)
	all.add("url", s.URL)
	all.add("auth", auth)
	all.add("scripts", strings.Join(s.Scripts, ", "))
	all.add("variables", variables.text(narrow))
	all.add("segments", segments.text(narrow))
	all.add("query", listing(m, narrow, s.Query))
	all.add("headers", listing(m, narrow, s.Headers))
	all.add("body", s.Body.Mode+" "+s.Body.Language)
	all.add("template", s.Body.Template)
	all.add("body_variables", s.Body.Variables)
	all.add("fields", fields.text(narrow))
	all.add("examples", examples.text(narrow))
	all.add("notes", strings.Join(s.Notes, "\n"))
	return all
}

// said is the word of a closed set in the reader's language.
//
// Inlined, it would make its caller larger.
//
//go:noinline
func said(m *message.Catalogue, set, value string) string {
	for _, word := range m.Words(set) {
		if word.Value == value {
			return word.Text
		}
	}
	return value
}

func listing(m *message.Catalogue, narrow bool, all []parameter) string {
	var g grid
	for i := range all {
		g.parameter(m, &all[i])
	}
	return g.text(narrow)
}

// grid is a small table below a label.
type grid [][]string

// Inlined, it would make its callers larger.
//
//go:noinline
func (g *grid) add(cells ...string) {
	for i := range cells {
		cells[i] = strings.ReplaceAll(cells[i], "\n", " ")
	}
	*g = append(*g, cells)
}

func (g *grid) parameter(m *message.Catalogue, p *parameter) {
	off := ""
	if p.Disabled {
		off = said(m, "disabled", "true")
	}
	g.add(p.Name, p.Value, off, p.Description)
}

// text has a line for each row, with the cells of a column below one another, on a narrow
// terminal one after the other.
func (g grid) text(narrow bool) string {
	lines := make([]string, len(g))
	for column := 0; len(g) > 0 && column < len(g[0]); column++ {
		width := 0
		for _, row := range g {
			width = max(width, utf8.RuneCountInString(row[column]))
		}
		for i, row := range g {
			cell := render.Pad(row[column], width) + "  "
			if narrow || width == 0 {
				cell = strings.TrimLeft(row[column]+" ", " ")
			}
			lines[i] += cell
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}
