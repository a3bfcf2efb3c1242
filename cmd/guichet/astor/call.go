package astor

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/spf13/cobra"
)

func callCommand(e *command.Env) *cobra.Command {
	w := &wish{vars: map[string]string{}, segments: map[string]string{}, query: url.Values{}, files: map[string][]string{}, form: url.Values{}, hosts: map[string]string{}}
	return (&object{
		Name: "call", Short: message.AstorCall, Args: w.operation(), Flags: w.flags,
		Call: func(ctx context.Context, c client, in command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
			op, err := c.collection.Find(in.Text(0))
			if err != nil {
				return nil, refused(err)
			}
			return nil, w.call(ctx, c, op)
		},
	}).Command(e, w.open)
}

// call does what was asked for: nothing is sent before all of it is known to be
// possible.
func (w *wish) call(ctx context.Context, c client, op *astor.Operation) error {
	values, err := w.values(c.run, op)
	if err != nil {
		return err
	}
	if err := w.readSecrets(c.run, &values); err != nil {
		return err
	}
	if c.run.Settings.DryRun {
		c.place.rehearsal = &rehearsal{token: command.Placeholder()}
	}
	if err := w.bind(c); err != nil {
		return err
	}
	sender, request, err := c.reach(ctx, op, values)
	if err != nil {
		return err
	}
	if err := w.reached(c, op, request); err != nil {
		return err
	}
	if len(op.Scripts) > 0 {
		c.run.Notice(message.NoticeScripts, strings.Join(op.Scripts, ", "))
	}
	if op.Body.Dropped && values.Body == nil {
		c.run.Notice(message.NoticeBodyDropped)
	}
	if c.run.Settings.DryRun {
		_, err := sender.Call(ctx, op, values)
		if !errors.Is(err, guichet.ErrDryRun) {
			return refused(err)
		}
		path := ""
		if paths := w.files[astor.FileBody]; op.Body.Mode == "file" && len(paths) == 1 {
			path = paths[0]
		}
		c.place.rehearsal.show(c.run, request, path)
		return nil
	}
	saver := saver{client: c, field: w.save}
	if err := saver.ready(ctx); err != nil {
		return err
	}
	response, err := sender.Call(ctx, op, values, deletes(c.run, op, request)...)
	if err != nil {
		return refused(err)
	}
	shown := response.Body
	if w.save != "" {
		hidden, err := saver.keep(ctx, response.Body)
		if err != nil {
			return err
		}
		if !w.show {
			shown = hidden
		}
	}
	return show(c.run, shown)
}

// deletes has a call that deletes something ask first.
func deletes(r *command.Run, op *astor.Operation, request *astor.Request) []guichet.CallOption {
	if op.Method != http.MethodDelete {
		return nil
	}
	address, _, _ := strings.Cut(request.URL, "?")
	text := r.Messages.Text(command.Questions()["astor call"].Text, op.Path(), address)
	return []guichet.CallOption{guichet.WithConfirm(func() error { return r.Prompt.Agree(text) })}
}

// values are what the flags give the call.
func (w *wish) values(r *command.Run, op *astor.Operation) (astor.Values, error) {
	values := astor.Values{Vars: w.vars, Segments: w.segments, Query: w.query, Header: http.Header{}, Files: map[string][]astor.File{}}
	for _, h := range w.headers {
		value, err := h.Value(r)
		if err != nil {
			return values, err
		}
		values.Header.Add(h.Name, value)
	}
	if w.data == "-" && len(w.hidden) > 0 {
		return values, exit.Usage.New(message.ErrStdinTwice, "--data -, --"+w.hidden[0].flag)
	}
	if err := w.fill(&values, op); err != nil {
		return values, err
	}
	if w.data == "" {
		return values, nil
	}
	data, err := r.ReadData(w.data)
	if err != nil {
		return values, err
	}
	if wantsJSON(op) && !json.Valid(data) {
		return values, command.BadJSON("--data", data)
	}
	values.Body = data
	return values, nil
}

// wantsJSON reports whether the collection does not say that a body is
// something else.
func wantsJSON(op *astor.Operation) bool {
	switch op.Body.Mode {
	case "urlencoded", "formdata", "file":
		return false
	case "raw":
		return op.Body.Language == "" || op.Body.Language == "json"
	}
	return true
}

// readSecrets reads the values of --var-stdin and --form-stdin: hidden from a
// terminal, or a line each. They go where no curl line and no error repeats them.
func (w *wish) readSecrets(r *command.Run, values *astor.Values) error {
	values.Secrets, values.FormSecrets = map[string]guichet.Secret{}, map[string]guichet.Secret{}
	for _, h := range w.hidden {
		secret, err := guichet.NewSecret(command.Placeholder()), error(nil)
		switch {
		case r.Settings.DryRun:
		case r.InTerminal:
			secret, err = r.Prompt.Hidden(h.name, "--"+h.flag)
		default:
			secret, err = r.Prompt.SecretLine("--"+h.flag+" "+h.name, "")
		}
		if err != nil {
			return err
		}
		if h.flag == formStdin {
			values.FormSecrets[h.name] = secret
		} else {
			values.Secrets[h.name] = secret
		}
	}
	return nil
}

// reach builds the request, without a credential where none is needed: then no
// store is asked for one.
func (c *Client) reach(ctx context.Context, op *astor.Operation, values astor.Values) (sender *astor.Client, request *astor.Request, err error) {
	build := func(way astor.Credential) (astor.Service, error) {
		if sender, err = c.place.dial(c.run, way, c.environment); err != nil {
			return "", err
		}
		if request, err = sender.Build(op, values); err != nil {
			return "", err
		}
		return request.Service, nil
	}
	_, err = build(astor.Anonymous())
	if errors.Is(err, guichet.ErrNoCredential) {
		err = orVariable(c.place.credential(ctx, c.run, c.environment, build), err)
	}
	return sender, request, refused(err)
}
