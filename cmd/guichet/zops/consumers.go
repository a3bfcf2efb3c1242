package zops

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
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

// tokenExchange speaks to the token server, which is another server and wants no
// credential.
func tokenExchange() *object {
	var stdin bool
	var at string
	return &object{
		Name: "exchange", Short: message.ZOPSTokenExchange, Writes: true, Secret: true,
		Hide: []string{"refreshToken", "accessToken"}, ID: []string{"accessToken"},
		Columns:   []string{"accessToken", "refreshToken", "expiresIn"},
		Anonymous: func(context.Context, *command.Run) (client, error) { return nil, nil },
		Flags: func(f *command.Flags) {
			f.Switch(&stdin, "token-stdin", message.FlagTokenStdin)
			f.Text(&at, "auth-base-url", message.FlagAuthBaseURL)
		},
		Call: func(ctx context.Context, _ client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			server, err := tokenServer(in.Run, at)
			if err != nil {
				return nil, err
			}
			token, err := in.Run.Prompt.Secret(stdin, "--token-stdin", "token", "")
			if err != nil {
				return nil, err
			}
			answer, err := server.ExchangeRaw(ctx, token, options...)
			if errors.Is(err, guichet.ErrUnauthorized) {
				refused := exit.Remote(err, exit.Situation{})
				refused.Hint = message.Fail(message.ZOPSHintExchange)
				return nil, refused
			}
			return answer, err
		},
	}
}

// tokenServer returns a client of the token server.
func tokenServer(r *command.Run, flag string) (*zops.TokenServer, error) {
	base, err := tokenServerBase(r, flag)
	if err != nil {
		return nil, err
	}
	options, err := auth.Options(r, "zops", base)
	if err != nil {
		return nil, err
	}
	return zops.NewTokenServer(options...)
}

// tokenServerBase finds the token server: flag, variable, profile. The token server of
// the profile belongs to the management server of the profile: another management
// server, of a flag or a variable, has another one.
func tokenServerBase(r *command.Run, flag string) (string, error) {
	base := flag
	switch {
	case r.Sandboxed != nil && flag != "":
		return "", exit.Usage.New(message.LineFlagsExclusive, "--sandbox, --auth-base-url")
	case r.Sandboxed != nil:
		base, _ = r.Sandboxed.Transport("zops")
		return base, nil
	case flag == "":
		base = r.Getenv("GUICHET_ZOPS_AUTH_BASE_URL")
	}
	if base == "" && r.Settings.BaseURL+r.Getenv("GUICHET_ZOPS_BASE_URL") == "" {
		base, _, _ = r.File.Value(r.Settings.Profile, "zops.auth_base_url")
	}
	if base == "" {
		return "", exit.Usage.New(message.ErrTokenServerMissing).WithHint(message.HintTokenServerMissing)
	}
	return base, r.CheckAddress("zops", "auth_base_url", base, false)
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
