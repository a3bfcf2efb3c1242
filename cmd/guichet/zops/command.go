package zops

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/zops"
	"github.com/spf13/cobra"
)

// The declarations of this package are about one kind of client.
type (
	client = *zops.Client
	list   = command.List[client]
	object = command.Object[client]
)

// Build adds the commands of ZOPS to their noun.
func Build(e *command.Env, cmd *cobra.Command) {
	s := command.Service[client]{Env: e, Connect: Connect}
	cmd.AddCommand(
		me().Command(e, Connect),
		ping().Command(e, Anonymous),
		s.Noun("account", message.ZOPSAccount, accountGet(), accountUpdate(), accountDelete()),
		s.Noun("register", message.ZOPSRegister, registerCreate(), registerApprove(), registerResendCode()),
		s.Noun("password", message.ZOPSPassword, passwordForgot(), passwordReset()),
		users(s, "admin", message.ZOPSAdmin, func(c client) zops.Users { return c.Admins }),
		users(s, "developer", message.ZOPSDeveloper, func(c client) zops.Users { return c.Developers }),
		users(s, "billing", message.ZOPSBilling, func(c client) zops.Users { return c.Billings }),
		s.Noun("project", message.ZOPSProject, projectList(), projectGet(), projectCreate(), projectUpdate()),
		s.Noun("project-key", message.ZOPSProjectKey, keysGet(), keysUpdate()),
		s.Noun("service", message.ZOPSService, serviceList(), serviceCreate()),
		s.Noun("project-service", message.ZOPSProjectService, serviceAttach(), projectServiceGet(), serviceDetach(), servicesToken()),
		s.Noun("consumer", message.ZOPSConsumer, consumerList(), consumerCreate(), consumerAttach(), consumerDetach()),
		s.Noun("consumer-token", message.ZOPSConsumerToken, tokenCreate(), tokenExchange(), tokenDelete()),
	)
	suggestions().On(e, cmd)
}

// suggestions are what completion finds for flags and arguments.
func suggestions() command.Suggestions {
	projects := projectList().Suggest(Connect, "name")
	consumers := consumerList().Suggest(Connect)
	services := serviceList().Suggest(Connect, "name")
	return command.Suggestions{
		"PROJECT_ID": projects, "project-id": projects, "CONSUMER_ID": consumers, "consumer-id": consumers,
		"SERVICE_CATALOG_CODE": services, "service-catalog-code": services,
	}
}

// arg is a positional argument that the service calls a text.
func arg(name string) command.Arg { return command.Arg{Name: name, Text: true} }

// reader reads a list.
type reader = func(context.Context, ...guichet.CallOption) (command.Rows, *guichet.Report)

// rows are those of a list that has no filters.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func rows(of func(client) reader) func(context.Context, client, command.Input) (command.Rows, *guichet.Report) {
	return func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
		return of(c)(ctx)
	}
}

func me() *object {
	return &object{
		Name: "me", Short: message.ZOPSMe,
		Call: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Me.GetRaw(ctx, options...)
		},
	}
}

func ping() *object {
	return &object{
		Name: "ping", Short: message.ZOPSPing, Done: message.NoticePong,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			err := c.Ping(ctx, options...)
			if s := in.Run.Settings; err != nil || s.JQ == "" && s.Columns == nil && (s.Output == "table" || s.Output == "id") {
				return nil, err // a sentence says it
			}
			return json.RawMessage(`{"responds":true}`), nil
		},
	}
}
