package astor

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/spf13/cobra"
)

// listed is an operation in a list.
type listed struct {
	ID      string   `json:"id"`
	Path    string   `json:"path"`
	Name    string   `json:"name"`
	Folder  string   `json:"folder"`
	Method  string   `json:"method"`
	URL     string   `json:"url"`
	Auth    string   `json:"auth"`
	Scripts []string `json:"scripts"`
	Refused bool     `json:"refused"`
	Notes   []string `json:"notes"`
}

func operationList(e *command.Env) *cobra.Command {
	from := new(source)
	return (&list{
		Short: message.AstorOperationList, Noun: message.NounOperation, Columns: []string{"path", "method", "auth", "url"}, Flags: from.flags,
		Rows: func(_ context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			var all []listed
			for _, op := range c.collection.Operations() {
				all = append(all, inList(op))
			}
			return command.RowsOf(all)
		},
	}).Command(e, from.open)
}

func inList(op *astor.Operation) listed {
	l := listed{
		ID: op.ID, Path: op.Path(), Name: op.Name, Folder: op.Folder.Path(), Method: op.Method, URL: op.URL, Auth: op.Auth.Type,
		Scripts: append([]string{}, op.Scripts...), Notes: []string{},
	}
	for _, note := range op.Notes() {
		l.Notes = append(l.Notes, note.Text)
		l.Refused = l.Refused || note.Refused
	}
	return l
}

// shown is all that is told of an operation.
type shown struct {
	listed
	Description string      `json:"description"`
	AuthIn      string      `json:"auth_in"`
	AuthName    string      `json:"auth_name"`
	Variables   []variable  `json:"variables"`
	Segments    []parameter `json:"segments"`
	Query       []parameter `json:"query"`
	Headers     []parameter `json:"headers"`
	Body        body        `json:"body"`
	Examples    []example   `json:"examples"`
}

// variable says where a value comes from. Secret values are left out.
type variable struct {
	Name        string `json:"name"`
	In          string `json:"in"`
	Source      string `json:"source"`
	Value       string `json:"value"`
	Secret      bool   `json:"secret"`
	Description string `json:"description"`
}

type parameter struct {
	Name        string `json:"name"`
	Value       string `json:"value"`
	Disabled    bool   `json:"disabled"`
	Description string `json:"description"`
}

type body struct {
	Mode          string  `json:"mode"`
	Language      string  `json:"language"`
	Template      string  `json:"template"`
	Variables     string  `json:"variables,omitempty"`
	OperationName string  `json:"operation_name,omitempty"`
	Fields        []field `json:"fields"`
	// Dropped bodies are not sent: the request is a GET.
	Dropped bool `json:"dropped"`
}

type field struct {
	parameter
	File        bool   `json:"file"`
	ContentType string `json:"content_type"`
}

type example struct {
	Name   string `json:"name"`
	Status int    `json:"status"`
}

func operationShow(e *command.Env) *cobra.Command {
	from := new(source)
	return (&object{
		Name: "show", Short: message.AstorOperationShow, Args: from.operation(), Flags: from.flags,
		Call: func(_ context.Context, c client, in command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
			op, err := c.collection.Find(in.Text(0))
			if err != nil {
				return nil, refused(err)
			}
			// Only where values come from is shown: no credential is looked for.
			sender, err := c.place.dial(c.run, astor.Token("none"), c.environment)
			if err != nil {
				return nil, err
			}
			told := describedOperation(op, sender.Variables(op, astor.Values{}))
			if forPeople(c.run) {
				return json.Marshal(lines(told))
			}
			return json.Marshal(told)
		},
	}).Command(e, from.open)
}

func describedOperation(op *astor.Operation, uses []astor.Use) shown {
	s := shown{
		listed: inList(op), Description: op.Description, Variables: []variable{}, Examples: []example{},
		Segments: parameters(op.Segments), Query: parameters(op.Query), Headers: headers(op.Header),
		Body: body{op.Body.Mode, op.Body.Language, op.Body.Text, op.Body.Variables, op.Body.OperationName, []field{}, op.Body.Dropped},
	}
	if op.Auth.Needed() {
		s.AuthIn, s.AuthName = "header", op.Auth.Name
		if op.Auth.InQuery {
			s.AuthIn = "query"
		}
	}
	for _, u := range uses {
		s.Variables = append(s.Variables, variable{u.Name, u.In, string(u.Source), u.Value, u.Secret, u.Description})
	}
	for _, f := range op.Body.Fields {
		s.Body.Fields = append(s.Body.Fields, field{parameters([]astor.Parameter{f.Parameter})[0], f.File, f.ContentType})
	}
	for _, x := range op.Examples {
		s.Examples = append(s.Examples, example{x.Name, x.Status})
	}
	return s
}

func parameters(all []astor.Parameter) []parameter {
	told := []parameter{}
	for _, p := range all {
		told = append(told, parameter{p.Name, p.Value, p.Disabled, p.Description})
	}
	return told
}

// headers are shown without the literal pair of a client.
func headers(all []astor.Parameter) []parameter {
	told := parameters(all)
	for i, p := range told {
		if strings.EqualFold(p.Name, "Authorization") && !strings.Contains(p.Value, "{{") {
			told[i].Value = "[redacted]"
		}
	}
	return told
}

// record is an object whose fields keep their order.
type record []pair

type pair struct{ name, text string }

// MarshalJSON writes the fields that have a text.
func (r record) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for _, p := range r {
		if p.text == "" {
			continue
		}
		name, _ := json.Marshal(p.name) // a text can always be encoded
		text, _ := json.Marshal(p.text)
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.Write(append(append(name, ':'), text...))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// lines is the operation as a person reads it, one fact a line.
func lines(s shown) record {
	auth := strings.TrimSpace(strings.Join([]string{s.Auth, s.AuthIn, s.AuthName}, " "))
	all := record{
		{"operation", s.Path}, {"id", s.ID}, {"description", s.Description},
		{"method", s.Method}, {"url", s.URL}, {"auth", auth}, {"scripts", strings.Join(s.Scripts, ", ")},
	}
	for _, v := range s.Variables {
		value := v.Value
		if v.Secret {
			value = "[redacted]"
		}
		text := v.Source + ", " + v.In
		if v.Source != string(astor.FromNowhere) {
			text += ": " + value
		}
		all = append(all, pair{"variable " + v.Name, joined(text, v.Description)})
	}
	all = append(all, listing("segment", s.Segments)...)
	all = append(all, listing("query", s.Query)...)
	all = append(all, listing("header", s.Headers)...)
	all = append(all, pair{"body", strings.TrimSpace(s.Body.Mode + " " + s.Body.Language)}, pair{"body template", s.Body.Template}, pair{"body variables", s.Body.Variables})
	for _, f := range s.Body.Fields {
		kind := "field "
		if f.File {
			kind, f.Value = "file ", joined("--file "+f.Name+"=@…", f.ContentType)
		}
		all = append(all, listing(strings.TrimSpace(kind), []parameter{f.parameter})...)
	}
	for _, note := range s.Notes {
		all = append(all, pair{"note", note})
	}
	return all
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func listing(kind string, all []parameter) (told record) {
	for _, p := range all {
		text := "= " + p.Value
		if p.Disabled {
			text += " (disabled)"
		}
		told = append(told, pair{kind + " " + p.Name, joined(text, p.Description)})
	}
	return told
}

func joined(text, more string) string {
	if more == "" {
		return text
	}
	return text + " · " + more
}
