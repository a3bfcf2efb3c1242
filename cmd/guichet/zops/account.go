package zops

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/zops"
)

func accountGet() *object {
	return &object{
		Name: "get", Short: message.ZOPSAccountGet, ID: []string{"email"},
		Call: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Account.GetRaw(ctx, options...)
		},
	}
}

func accountUpdate() *object {
	return &object{
		Name: "update", Short: message.ZOPSAccountUpdate, ID: []string{"email"}, Writes: true, NoNull: true,
		Fields: []command.Field{
			{Name: "organizationName", Help: message.FieldOrganizationName},
			{Name: "address", Help: message.FieldAddress},
			{Name: "phone", Help: message.FieldPhone},
			{Name: "email", Help: message.FieldEmail},
		},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return onto(in, func(change func(*zops.AccountUpdate)) (json.RawMessage, error) {
				return c.Account.ModifyRaw(ctx, change, options...)
			})
		},
	}
}

// accountDelete wants the organisation's name, with --yes too: a yes is given too
// easily for what cannot be undone.
func accountDelete() *object {
	var named string
	return &object{
		Name: "delete", Short: message.ZOPSAccountDelete, Writes: true,
		Flags: func(f *command.Flags) { f.Text(&named, "organization-name", message.FlagAccountName) },
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			if !in.Run.Settings.DryRun {
				account, err := c.Account.Get(ctx)
				if err != nil {
					return nil, err
				}
				if err := confirmName(in.Run, account.OrganizationName, named); err != nil {
					return nil, err
				}
			}
			return nil, c.Account.Delete(ctx, options...)
		},
	}
}

// confirmName compares the organisation's name with what was given or typed.
func confirmName(r *command.Run, name, given string) error {
	if given == "" {
		r.Say(r.Messages.Text(message.WarnAccountDelete, name))
		typed, err := r.Prompt.Ask(r.Messages.Text(message.AskAccountName), "--organization-name")
		if err != nil {
			return err
		}
		given = typed
	}
	if strings.TrimSpace(given) != strings.TrimSpace(name) {
		return exit.Usage.New(message.ErrAccountName)
	}
	return nil
}
