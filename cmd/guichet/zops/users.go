package zops

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/zops"
	"github.com/spf13/cobra"
)

// userFields are those of a user. The password never stands on the command
// line.
func userFields(required bool) []command.Field {
	return []command.Field{
		{Name: "email", Required: required, Help: message.FieldEmail},
		{Name: "firstName", Required: required, Help: message.FieldFirstName},
		{Name: "lastName", Required: required, Help: message.FieldLastName},
		{Name: "password", Kind: command.SecretField, Required: true, Help: message.FieldPasswordStdin},
	}
}

// userBody is a user as it stands in a body.
type userBody struct {
	_ incomparable.Field

	Email       string `json:"email"`
	Password    string `json:"password"`
	FirstName   string `json:"firstName"`
	LastName    string `json:"lastName"`
	ApproveCode string `json:"approveCode"`
}

// users is the noun of one of the three kinds of users: admins, developers and
// billings are alike.
func users(s command.Service[client], name string, short message.Key, of func(client) zops.Users) *cobra.Command {
	noun := s.Noun(name, short, userList(of), userGet(of), userCreate(of), userUpdate(of), userDelete(of))
	command.Suggestions{"USER_ID": userList(of).Suggest(Connect, "email")}.On(s.Env, noun)
	return noun
}

// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func userList(of func(client) zops.Users) *list {
	return &list{
		Short:   message.ZOPSUserList,
		Noun:    message.NounAccount,
		Columns: []string{"id", "email", "firstName", "lastName", "role"},
		Rows:    rows(func(c client) reader { return of(c).AllRaw }),
	}
}

func userGet(of func(client) zops.Users) *object {
	return &object{
		Name: "get", Short: message.ZOPSUserGet, Args: []command.Arg{arg("USER_ID")}, IDArg: true,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return of(c).GetRaw(ctx, in.Text(0), options...)
		},
	}
}

func userCreate(of func(client) zops.Users) *object {
	return &object{
		Name: "create", Short: message.ZOPSUserCreate, Writes: true, NoNull: true,
		Fields: userFields(true), Hide: []string{"token"},
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, body *userBody, options ...guichet.CallOption) (json.RawMessage, error) {
			return of(c).CreateRaw(ctx, zops.UserCreate{
				Email: body.Email, Password: guichet.NewSecret(body.Password), FirstName: body.FirstName, LastName: body.LastName,
			}, options...)
		}),
	}
}

// userUpdate keeps what was not given: the service wants all of it each time.
func userUpdate(of func(client) zops.Users) *object {
	return &object{
		Name: "update", Short: message.ZOPSUserUpdate, Args: []command.Arg{arg("USER_ID")}, IDArg: true,
		Writes: true, NoNull: true, Fields: userFields(false),
		Call: command.Send(func(ctx context.Context, c client, in command.Input, given *userBody, options ...guichet.CallOption) (json.RawMessage, error) {
			return of(c).ModifyRaw(ctx, in.Text(0), guichet.NewSecret(given.Password), func(user *zops.UserUpdate) {
				body := userBody{Email: user.Email, FirstName: user.FirstName, LastName: user.LastName}
				_ = in.Into(&body) // it was decoded once already
				user.Email, user.FirstName, user.LastName = body.Email, body.FirstName, body.LastName
			}, options...)
		}),
	}
}

func userDelete(of func(client) zops.Users) *object {
	return &object{
		Name: "delete", Short: message.ZOPSUserDelete, Args: []command.Arg{arg("USER_ID")}, Writes: true,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return nil, of(c).Delete(ctx, in.Text(0), options...)
		},
	}
}

func registerCreate() *object {
	var testing bool
	return &object{
		Name: "create", Short: message.ZOPSRegisterCreate, ID: []string{"registrationId"}, Writes: true, NoNull: true, Anonymous: Anonymous,
		Fields: []command.Field{
			{Name: "organizationName", Required: true, Help: message.FieldOrganizationName},
			{Name: "email", Required: true, Help: message.FieldEmail},
		},
		Flags: func(f *command.Flags) { f.Switch(&testing, "testing", message.FlagTestingMail) },
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, body *zops.RegistrationCreate, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Registrations.CreateRaw(ctx, *body, mail(testing, options)...)
		}),
	}
}

func mail(testing bool, options []guichet.CallOption) []guichet.CallOption {
	if testing {
		return append(options, zops.Testing())
	}
	return options
}

func registerApprove() *object {
	return &object{
		Name: "approve", Short: message.ZOPSRegisterApprove, Args: []command.Arg{arg("REGISTRATION_ID")},
		Writes: true, NoNull: true, Anonymous: Anonymous, Hide: []string{"token"},
		Fields: append([]command.Field{{Name: "approveCode", Private: true, Required: true, Help: message.FieldApproveCode}}, userFields(true)...),
		Call: command.Send(func(ctx context.Context, c client, in command.Input, body *userBody, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Registrations.ApproveRaw(ctx, in.Text(0), zops.RegistrationApprove{
				ApproveCode: body.ApproveCode, Email: body.Email, Password: guichet.NewSecret(body.Password), FirstName: body.FirstName, LastName: body.LastName,
			}, options...)
		}),
	}
}

// byEmail declares a command that has a mail sent to somebody.
func byEmail(o *object, call func(ctx context.Context, c client, email string, options ...guichet.CallOption) error) *object {
	o.Writes, o.NoNull, o.Anonymous = true, true, Anonymous
	o.Fields = []command.Field{{Name: "email", Required: true, Help: message.FieldEmail}}
	o.Call = command.Send(func(ctx context.Context, c client, _ command.Input, body *userBody, options ...guichet.CallOption) (json.RawMessage, error) {
		return nil, call(ctx, c, body.Email, options...)
	})
	return o
}

func registerResendCode() *object {
	var testing bool
	return byEmail(&object{
		Name: "resend-code", Short: message.ZOPSRegisterResendCode,
		Flags: func(f *command.Flags) { f.Switch(&testing, "testing", message.FlagTestingMail) },
	}, func(ctx context.Context, c client, email string, options ...guichet.CallOption) error {
		return c.Registrations.ResendCode(ctx, email, mail(testing, options)...)
	})
}

func passwordForgot() *object {
	return byEmail(&object{Name: "forgot", Short: message.ZOPSPasswordForgot},
		func(ctx context.Context, c client, email string, options ...guichet.CallOption) error {
			return c.Passwords.Forgot(ctx, email, options...)
		})
}

func passwordReset() *object {
	type reset struct{ ResetToken, Password string }
	return &object{
		Name: "reset", Short: message.ZOPSPasswordReset, Writes: true, NoNull: true, Anonymous: Anonymous,
		Fields: []command.Field{
			{Name: "resetToken", Kind: command.SecretField, Required: true, Help: message.FieldResetTokenStdin},
			{Name: "password", Kind: command.SecretField, Required: true, Help: message.FieldPasswordStdin},
		},
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, body *reset, options ...guichet.CallOption) (json.RawMessage, error) {
			return nil, c.Passwords.Reset(ctx, body.ResetToken, body.Password, options...)
		}),
	}
}
