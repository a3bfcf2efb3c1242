package zops

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/zops"
)

func consumerList() *list {
	return &list{
		Short:   message.ZOPSConsumerList,
		Noun:    message.NounConsumer,
		Columns: []string{"id"},
		Rows:    rows(func(c client) reader { return c.Consumers.AllRaw }),
	}
}

func consumerCreate() *object {
	return &object{
		Name: "create", Short: message.ZOPSConsumerCreate, Writes: true,
		Call: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Consumers.CreateRaw(ctx, options...)
		},
	}
}

func consumerAttach() *object {
	return &object{
		Name: "attach", Short: message.ZOPSConsumerAttach, Args: []command.Arg{arg("PROJECT_ID"), arg("CONSUMER_ID")},
		ID: []string{"consumerId"}, Writes: true,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.ProjectConsumers.AttachRaw(ctx, in.Text(0), in.Text(1), options...)
		},
	}
}

func consumerDetach() *object {
	return &object{
		Name: "detach", Short: message.ZOPSConsumerDetach, Args: []command.Arg{arg("PROJECT_ID"), arg("CONSUMER_ID")},
		Writes: true,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return nil, c.ProjectConsumers.Detach(ctx, in.Text(0), in.Text(1), options...)
		},
	}
}

func tokenCreate() *object {
	return &object{
		Name: "create", Short: message.ZOPSConsumerTokenCreate, Writes: true, NoNull: true, Hide: []string{"token"}, ID: []string{"token"},
		Fields: []command.Field{
			{Name: "consumerId", Required: true, Help: message.FieldConsumerID},
			{Name: "projectId", Required: true, Help: message.FieldProjectID},
			{Name: "serviceCatalogCode", Required: true, Help: message.FieldServiceCatalogCode},
		},
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, body *zops.ConsumerTokenCreate, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.ConsumerTokens.CreateRaw(ctx, *body, options...)
		}),
	}
}

// tokenDelete reads the token, which is a secret, where no other process sees it.
func tokenDelete() *object {
	var project, code string
	var stdin bool
	return &object{
		Name: "delete", Short: message.ZOPSConsumerTokenDelete, Writes: true,
		Flags: func(f *command.Flags) {
			f.Text(&project, "project-id", message.FlagProjectID)
			f.Text(&code, "service-catalog-code", message.FieldServiceCatalogCode)
			f.Switch(&stdin, "token-stdin", message.FlagTokenStdin)
			f.Require("project-id", "service-catalog-code")
		},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			token, err := in.Run.Prompt.Secret(stdin, "--token-stdin", "token", "")
			if err != nil {
				return nil, err
			}
			return nil, c.ConsumerTokens.Delete(ctx, token, project, zops.ServiceCode(code), options...)
		},
	}
}
