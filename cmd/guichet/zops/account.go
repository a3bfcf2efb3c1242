package zops

import (
	"context"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/zops"
)

func accountGet() object {
	return object{
		Name: "get", Short: message.ZOPSAccountGet, Root: root, ID: []string{"email"},
		Call: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) error {
			_, err := c.Account.Get(ctx, options...)
			return err
		},
	}
}

func accountUpdate() object {
	return object{
		Name: "update", Short: message.ZOPSAccountUpdate, Root: root, ID: []string{"email"}, Writes: true, NoNull: true,
		Fields: []command.Field{
			{Name: "organizationName", Help: message.FieldOrganizationName},
			{Name: "address", Help: message.FieldAddress},
			{Name: "phone", Help: message.FieldPhone},
			{Name: "email", Help: message.FieldEmail},
		},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			return onto[zops.AccountUpdate](in, func(change func(*zops.AccountUpdate)) error {
				_, err := c.Account.Modify(ctx, change, options...)
				return err
			})
		},
	}
}

// accountDelete wants the organisation's name, with --yes too: a yes is given too
// easily for what cannot be undone.
func accountDelete() object {
	var named string
	var run *command.Run
	return object{
		Name: "delete", Short: message.ZOPSAccountDelete, Writes: true, Silent: true, Done: message.NoticeDeleted,
		Flags:  func(f *command.Flags) { f.Text(&named, "organization-name", message.FlagAccountName) },
		Before: func(r *command.Run) { run = r },
		Call: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) error {
			if !run.Settings.DryRun {
				account, err := c.Account.Get(ctx)
				if err != nil {
					return err
				}
				if err := confirmName(run, account.OrganizationName, named); err != nil {
					return err
				}
			}
			return c.Account.Delete(ctx, options...)
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
