package astor

import (
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
				return json.Marshal(told.record(c.run))
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
