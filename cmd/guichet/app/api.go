package app

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
)

// doer is any of the SDK's clients: the escape hatch that all of them have.
type doer interface {
	Do(ctx context.Context, method, path string, in, out any, options ...rest.CallOption) error
}

// apiCommand is "api SERVICE METHOD PATH".
func apiCommand[C doer](e *command.Env, service auth.Service, connect command.Connect[C]) *cobra.Command {
	group := command.Group(e, "api", message.APIShort)
	var data string
	cmd := &cobra.Command{Use: service.Name + " METHOD PATH", Short: e.Messages.Text(message.APIShort)}
	command.NewFlags(e, cmd).Text(&data, "data", message.FlagData)
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if len(args) != 2 {
			return exit.Usagef(r.Messages.Text(message.LineSeeHelp, cmd.CommandPath()), "%s",
				r.Messages.Text(message.LineExactArgs, cmd.UseLine(), 2, len(args)))
		}
		method := strings.ToUpper(args[0])
		if _, err := rest.RawCall(method, args[1], nil); err != nil {
			return exit.Usagef("", "%s", err)
		}
		var in any
		if data != "" {
			body, err := r.ReadData(data)
			if err != nil {
				return err
			}
			if !json.Valid(body) {
				return r.BadJSON("--data", body)
			}
			in = json.RawMessage(body)
		}
		client, err := connect(ctx, r)
		if err != nil {
			return err
		}
		var answer []byte
		if err := client.Do(ctx, method, args[1], in, &answer); err != nil || method == http.MethodHead || len(answer) == 0 {
			return err
		}
		return r.ShowAnswer(answer)
	})
	group.AddCommand(cmd)
	return group
}
