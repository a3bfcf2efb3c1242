package zops

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/zops"
)

// The declarations of this package are about one kind of client.
type (
	client = *zops.Client
	list   = command.List[client]
	object = command.Object[client]
)

// root is where every answer of the service has what it is about.
const root = "content"

// Command returns "zops" with all its nouns.
func Command(e *command.Env) *cobra.Command {
	noun := func(name string, short message.Key, verbs ...interface {
		Command(*command.Env, command.Connect[client]) *cobra.Command
	}) *cobra.Command {
		group := command.Group(e, name, short)
		for _, verb := range verbs {
			group.AddCommand(verb.Command(e, Connect))
		}
		return group
	}
	return command.Group(e, "zops", message.ZOPSShort,
		me().Command(e, Connect),
		ping().Command(e, Anonymous),
		noun("account", message.ZOPSAccount, accountGet(), accountUpdate(), accountDelete()),
		noun("register", message.ZOPSRegister, registerCreate(), registerApprove(), registerResendCode()),
		noun("password", message.ZOPSPassword, passwordForgot(), passwordReset()),
		noun("admin", message.ZOPSAdmin, users(func(c client) zops.Users { return c.Admins })...),
		noun("developer", message.ZOPSDeveloper, users(func(c client) zops.Users { return c.Developers })...),
		noun("billing", message.ZOPSBilling, users(func(c client) zops.Users { return c.Billings })...),
		noun("project", message.ZOPSProject, projectList(), projectGet(), projectCreate(), projectUpdate()),
		noun("project-key", message.ZOPSProjectKey, keysGet(), keysUpdate()),
		noun("service", message.ZOPSService, serviceList(), serviceCreate()),
		noun("project-service", message.ZOPSProjectService, serviceAttach(), projectServiceGet(), serviceDetach()),
		noun("consumer", message.ZOPSConsumer, consumerList(), consumerCreate(), consumerAttach(), consumerDetach()),
		noun("consumer-token", message.ZOPSConsumerToken, tokenCreate(), tokenDelete()),
	)
}

// arg is a positional argument that the service calls a text.
func arg(name string) command.Arg { return command.Arg{Name: name, Text: true} }

// rows reads a list, which comes in one answer.
func rows(all func(c client, ctx context.Context, options ...rest.CallOption) iter.Seq2[json.RawMessage, error],
) func(context.Context, client, command.Input, ...rest.CallOption) iter.Seq2[json.RawMessage, error] {
	return func(ctx context.Context, c client, _ command.Input, options ...rest.CallOption) iter.Seq2[json.RawMessage, error] {
		return all(c, ctx, options...)
	}
}

func me() object {
	return object{
		Name: "me", Short: message.ZOPSMe, Root: root,
		Call: func(ctx context.Context, c client, _ command.Input, options ...rest.CallOption) error {
			_, err := c.Me.Get(ctx, options...)
			return err
		},
	}
}

func ping() object {
	return object{
		Name: "ping", Short: message.ZOPSPing, Silent: true, Done: message.NoticePong,
		Call: func(ctx context.Context, c client, _ command.Input, options ...rest.CallOption) error {
			return c.Ping(ctx, options...)
		},
	}
}
