package zops

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/zops"
)

func consumerList() list {
	return list{
		Short:   message.ZOPSConsumerList,
		Columns: []string{"id"},
		Rows: rows(func(c client, ctx context.Context, options ...guichet.CallOption) iter.Seq2[json.RawMessage, error] {
			return c.Consumers.AllRaw(ctx, options...)
		}),
	}
}

func consumerCreate() object {
	return object{
		Name: "create", Short: message.ZOPSConsumerCreate, Root: root, Writes: true,
		Call: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) error {
			_, err := c.Consumers.Create(ctx, options...)
			return err
		},
	}
}

func consumerAttach() object {
	return object{
		Name: "attach", Short: message.ZOPSConsumerAttach, Args: []command.Arg{arg("PROJECT_ID"), arg("CONSUMER_ID")},
		Root: root, ID: []string{"consumerId"}, Writes: true,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			_, err := c.ProjectConsumers.Attach(ctx, in.Text(0), in.Text(1), options...)
			return err
		},
	}
}

func consumerDetach() object {
	return object{
		Name: "detach", Short: message.ZOPSConsumerDetach, Args: []command.Arg{arg("PROJECT_ID"), arg("CONSUMER_ID")},
		Writes: true, Silent: true, Done: message.NoticeDone,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			return c.ProjectConsumers.Detach(ctx, in.Text(0), in.Text(1), options...)
		},
	}
}

func tokenCreate() object {
	return object{
		Name: "create", Short: message.ZOPSConsumerTokenCreate, Root: root, Writes: true, NoNull: true, Hide: []string{"token"}, ID: []string{"token"},
		Fields: []command.Field{
			{Name: "consumerId", Required: true, Help: message.FieldConsumerID},
			{Name: "projectId", Required: true, Help: message.FieldProjectID},
			{Name: "serviceCatalogCode", Required: true, Help: message.FieldServiceCatalogCode},
		},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			var body zops.ConsumerTokenCreate
			if err := in.Into(&body); err != nil {
				return err
			}
			_, err := c.ConsumerTokens.Create(ctx, body, options...)
			return err
		},
	}
}

// tokenDelete reads the token, which is a secret, where no other process sees it.
func tokenDelete() object {
	var project, code string
	var stdin bool
	var run *command.Run
	return object{
		Name: "delete", Short: message.ZOPSConsumerTokenDelete, Writes: true, Silent: true, Done: message.NoticeDeleted,
		Flags: func(f *command.Flags) {
			f.Text(&project, "project-id", message.FlagProjectID)
			f.Text(&code, "service-catalog-code", message.FieldServiceCatalogCode)
			f.Switch(&stdin, "token-stdin", message.FlagTokenStdin)
			f.Require("project-id", "service-catalog-code")
		},
		Before: func(r *command.Run) { run = r },
		Call: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) error {
			token, err := run.Prompt.Secret(stdin, "--token-stdin", "token")
			if err != nil {
				return err
			}
			return c.ConsumerTokens.Delete(ctx, token, project, zops.ServiceCode(code), options...)
		},
	}
}
