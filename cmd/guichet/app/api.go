package app

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/gopaas"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	"github.com/guichet-go/guichet/cmd/guichet/zops"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/spf13/cobra"
)

func buildAPI(e *command.Env, cmd *cobra.Command) {
	flags, connect := astor.ForAPI()
	cmd.AddCommand(
		apiCommand(e, "rdv", rdv.Connect, rdv.Anonymous),
		apiCommand(e, "zops", zops.Connect, zops.Anonymous),
		apiCommand(e, "gopaas", gopaas.Connect, nil),
		apiCommand(e, "astor", connect, nil, flags),
	)
}

// doer is any of the SDK's clients: the escape hatch that all of them have.
type doer interface {
	Do(ctx context.Context, method, path string, in, out any, options ...guichet.CallOption) error
}

// apiCommand is "api SERVICE METHOD PATH"; more adds the service's own flags. A call
// whose credential is in a header of its own needs no other: it is anonymous where there
// is none.
func apiCommand[C doer](e *command.Env, service string, connect, anonymous command.Connect[C], more ...func(*command.Flags)) *cobra.Command {
	var data string
	var headers []command.Header
	c := e.Messages
	cmd := &cobra.Command{
		Use:   service + " " + c.Text(message.PlaceMethod) + " " + c.Text(message.PlacePath),
		Short: c.Text(message.APIService, service),
		ValidArgsFunction: func(_ *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return command.Choices(word, "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"), cobra.ShellCompDirectiveNoFileComp
		},
	}
	flags := command.NewFlags(e, cmd)
	for _, add := range more {
		add(flags)
	}
	flags.Headers(&headers, message.FlagAPIHeader)
	flags.Data(&data, message.PlaceBody, message.FlagAPIData)
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if err := exit.Arguments(cmd, args); err != nil {
			return err
		}
		method := strings.ToUpper(args[0])
		if err := rest.CheckRaw(method, args[1]); err != nil {
			return exit.Usage.Wrap(err)
		}
		var in any
		if data != "" {
			body, err := r.ReadData(data)
			if err != nil {
				return err
			}
			if !json.Valid(body) {
				return command.BadJSON("--data", body)
			}
			in = json.RawMessage(body)
		}
		options, ownCredential, err := headerOptions(r, headers)
		if err != nil {
			return err
		}
		client, err := connect(ctx, r)
		if ownCredential && anonymous != nil && errors.Is(err, credential.ErrNotFound) {
			client, err = anonymous(ctx, r)
		}
		if err != nil {
			return err
		}
		var answer []byte
		options = append(options, r.Confirm(cmd, command.InputOf(args)))
		if err := client.Do(ctx, method, args[1], in, &answer, options...); err != nil || method == http.MethodHead || len(answer) == 0 {
			return err
		}
		return r.ShowAnswer(answer, method != http.MethodGet)
	})
	return cmd
}

// headerOptions gives each header to the call. credential says that one of them carries
// a credential.
func headerOptions(r *command.Run, headers []command.Header) (options []guichet.CallOption, credential bool, err error) {
	all := http.Header{}
	for _, h := range headers {
		value, err := h.Value(r)
		if err != nil {
			return nil, false, err
		}
		all[h.Name] = append(all[h.Name], value)
		credential = credential || rest.IsSecretHeader(h.Name)
		options = append(options, guichet.WithHeader(h.Name, value))
	}
	if err := rest.CheckHeader(all); err != nil {
		return nil, false, exit.Usage.Wrap(err)
	}
	return options, credential, nil
}
