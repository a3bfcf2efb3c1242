package gopaas

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/spf13/cobra"
)

// The declarations of this package are about one kind of client.
type (
	client = *Client
	list   = command.List[client]
	object = command.Object[client]
)

// Build adds the commands of GoPaaS to their noun.
func Build(e *command.Env, cmd *cobra.Command) {
	cmd.AddCommand(
		named(listCommand(e), "VIEW"),
		named(item().Command(e, read), "TABLE"),
		named(pushCommand(e), "TABLE"),
		command.Group(e, "file", message.GoPaaSFile,
			named(fileGet().Command(e, read), "TABLE"),
			named(fileUpload().Command(e, Connect), "TABLE"),
		),
		token().Command(e, read),
	)
}

// named has a command refuse a first argument that cannot be the name of a view
// or a table, before a credential is looked for.
func named(cmd *cobra.Command, argument string) *cobra.Command {
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 && !isName(args[0]) {
			return exit.Usage.New(message.ErrName, argument, args[0])
		}
		return run(cmd, args)
	}
	return cmd
}

func isName(text string) bool {
	return text != "" && text != "." && text != ".." && !strings.Contains(text, "/") && !strings.ContainsFunc(text, unicode.IsControl)
}

// arg is a positional argument that the service calls a text.
func arg(name string) command.Arg { return command.Arg{Name: name, Text: true} }

func item() object {
	var viaPOST bool
	return object{
		Name: "item", Short: message.GoPaaSItem, Args: []command.Arg{arg("TABLE"), arg("ID")}, ID: []string{"cle"},
		Flags: func(f *command.Flags) { f.Switch(&viaPOST, "via-post", message.FlagViaPOST) },
		Call: func(ctx context.Context, c client, in command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
			get := c.Items.Get
			if viaPOST {
				get = c.Items.GetByPOST
			}
			row, err := get(ctx, in.Text(0), in.Text(1))
			if errors.Is(err, guichet.ErrNotFound) {
				return nil, exit.NotFound.New(message.ErrNoRecord, in.Text(1), in.Text(0))
			}
			return row.Raw, err
		},
	}
}

// tokenShown is what is told of a token.
type tokenShown struct {
	Scope     string    `json:"scope"`
	Lifetime  float64   `json:"lifetime_in_s"`
	ExpiresAt time.Time `json:"expires_at"`
}

func token() object {
	return object{
		Name: "token", Short: message.GoPaaSToken, ID: []string{"scope"},
		Call: func(ctx context.Context, c client, _ command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
			if !c.oauth {
				return nil, exit.Usage.New(message.ErrKeyHasNoToken)
			}
			t, err := c.Auth.Token(ctx)
			if err != nil {
				return nil, err
			}
			return json.Marshal(tokenShown{t.Scope, t.Lifetime.Seconds(), t.ExpiresAt.UTC()})
		},
	}
}
