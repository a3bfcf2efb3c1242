package zops_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// TestEveryOperationEndsAsTheFaultTableSays plays every fault to every method.
// A new token that is refused too is refused to the user's role.
func TestEveryOperationEndsAsTheFaultTableSays(t *testing.T) {
	server := zopstest.New(zopstest.Options{})
	s := prepare(t, server)
	conform.Matrix(t, ".", conform.Service{
		Handler: server, Refuse: refuse, Renews: true, RefusedTwice: guichet.ErrForbidden,
		Open: func(t testing.TB, base string, options ...guichet.Option) []conform.Operation {
			open := func(email, password string) *zops.Client {
				return must[*zops.Client](t)(zops.New(zops.Login(email, password), append(options, guichet.WithBaseURL(base))...))
			}
			c := open(zopstest.Email, zopstest.Password)
			list := s.anybody(c)
			list = append(list, s.users(c.Admins, "admins")...)
			list = append(list, s.users(c.Developers, "developers")...)
			list = append(list, s.users(c.Billings, "billings")...)
			other := open(otherEmail, user(otherEmail).Password.Reveal())
			list = append(list, s.projects(c, other, open(zopstest.ManagerEmail, zopstest.ManagerPassword))...)
			list = append(list, s.consumers(c)...)
			list = append(list, s.exchanges(must[*zops.TokenServer](t)(zops.NewTokenServer(append(options, guichet.WithBaseURL(base))...)))...)
			return append(list, s.last(c, open(zopstest.DeveloperEmail, newPassword))...)
		},
	})
}

const newPassword = "un-nouveau-mot-de-passe"

// otherEmail is the admin of another account.
const otherEmail = "irene@example.fr"

// prepared are objects that exist before the matrix begins, and what was
// mailed.
type prepared struct {
	user                                  map[string]string // by role
	project, bare, consumer, attached     string            // bare is a project without a service
	consumerToken                         guichet.Secret
	refresh                               [2]guichet.Secret // of tokens that were exchanged: they do not end by themselves
	resetToken, registration, approveCode string
	registrationEmail                     string
	otherRegistration, otherCode          string
}

func prepare(t *testing.T, server *zopstest.Server) *prepared {
	t.Helper()
	ctx := t.Context()
	c := must[*zops.Client](t)(zops.New(zops.Login(zopstest.Email, zopstest.Password), guichet.WithBaseURL("http://127.0.0.1"),
		guichet.WithHTTPClient(&http.Client{Transport: server.Transport()})))
	p := &prepared{user: map[string]string{}, registrationEmail: "commune@example.fr"}
	p.user["admins"] = must[*zops.User](t)(c.Admins.Create(ctx, user("premier@example.fr"))).ID
	p.user["developers"] = must[*zops.User](t)(c.Developers.Create(ctx, user("second@example.fr"))).ID
	p.user["billings"] = must[[]zops.User](t)(c.Billings.List(ctx))[0].ID
	p.project = project(t, c, "Accueil numérique").ID
	p.bare = must[*zops.Project](t)(c.Projects.Create(ctx, zops.ProjectCreate{Name: "Sans service"})).ID
	p.consumer = must[*zops.Consumer](t)(c.Consumers.Create(ctx)).ID
	p.attached = must[*zops.Consumer](t)(c.Consumers.Create(ctx)).ID
	must[*zops.ProjectConsumer](t)(c.ProjectConsumers.Attach(ctx, p.project, p.attached))
	in := zops.ConsumerTokenCreate{ConsumerID: p.attached, ProjectID: p.project, ServiceCatalogCode: zops.ServicePush}
	auth := must[*zops.TokenServer](t)(zops.NewTokenServer(guichet.WithBaseURL("http://127.0.0.1"), guichet.WithHTTPClient(&http.Client{Transport: server.Transport()})))
	for i := range p.refresh {
		token := must[*zops.ConsumerToken](t)(c.ConsumerTokens.Create(ctx, in)).Token
		p.refresh[i] = must[*zops.AccessToken](t)(auth.Exchange(ctx, token)).RefreshToken
	}
	p.consumerToken = must[*zops.ConsumerToken](t)(c.ConsumerTokens.Create(ctx, in)).Token
	if err := c.Passwords.Forgot(ctx, zopstest.DeveloperEmail); err != nil {
		t.Fatal(err)
	}
	p.resetToken = server.Mailbox(zopstest.DeveloperEmail).ResetToken
	created := must[*zops.Registration](t)(c.Registrations.Create(ctx, zops.RegistrationCreate{OrganizationName: "Commune", Email: p.registrationEmail}))
	p.registration, p.approveCode = created.RegistrationID, server.Mailbox(p.registrationEmail).ApproveCode
	const other = "canton@example.fr"
	created = must[*zops.Registration](t)(c.Registrations.Create(ctx, zops.RegistrationCreate{OrganizationName: "Canton", Email: other}))
	p.otherRegistration, p.otherCode = created.RegistrationID, server.Mailbox(other).ApproveCode
	return p
}

// operation is one that declares nothing particular.
func operation(name, variant string, call func(ctx context.Context) error) conform.Operation {
	return conform.Operation{Name: name, Case: variant, Call: call}
}

// mute is one whose answer has nothing to tell.
func mute(name, variant string, call func(ctx context.Context) error) conform.Operation {
	return conform.Operation{Name: name, Case: variant, Mute: true, Call: call}
}

// second drops what a call returned.
func second[T any](_ T, err error) error { return err }

// anybody are the operations without a credential, and Do.
func (p *prepared) anybody(c *zops.Client) []conform.Operation {
	list := []conform.Operation{
		operation("Client.Ping", "", func(ctx context.Context) error { return c.Ping(ctx) }),
		{Name: "Session.Login", Class: rest.SignIn, Call: func(ctx context.Context) error {
			return second(c.Session.Login(ctx, zopstest.Email, zopstest.Password))
		}},
		operation("Registrations.Create", "", func(ctx context.Context) error {
			return second(c.Registrations.Create(ctx, zops.RegistrationCreate{OrganizationName: "Syndicat mixte", Email: "syndicat@example.fr"}))
		}),
		operation("Registrations.Approve", "", func(ctx context.Context) error {
			in := approval(p.approveCode, "ines@example.fr")
			return second(c.Registrations.Approve(ctx, p.registration, in))
		}),
		operation("Registrations.CreateRaw", "", func(ctx context.Context) error {
			return second(c.Registrations.CreateRaw(ctx, zops.RegistrationCreate{OrganizationName: "Syndicat", Email: "autre@example.fr"}))
		}),
		operation("Registrations.ApproveRaw", "", func(ctx context.Context) error {
			in := approval(p.otherCode, otherEmail)
			return second(c.Registrations.ApproveRaw(ctx, p.otherRegistration, in))
		}),
		mute("Registrations.ResendCode", "", func(ctx context.Context) error { return c.Registrations.ResendCode(ctx, "syndicat@example.fr") }),
		mute("Passwords.Forgot", "", func(ctx context.Context) error { return c.Passwords.Forgot(ctx, zopstest.BillingEmail) }),
		mute("Passwords.Reset", "", func(ctx context.Context) error { return c.Passwords.Reset(ctx, p.resetToken, newPassword) }),
	}
	for i := range list {
		list[i].Anonymous = true
	}
	return append(list,
		operation("Client.Do", "reading", func(ctx context.Context) error {
			var answer any
			return c.Do(ctx, http.MethodGet, "/api/v1/account", nil, &answer)
		}),
		operation("Client.Do", "writing", func(ctx context.Context) error {
			var answer any
			return c.Do(ctx, http.MethodPost, "/api/v1/consumers", map[string]any{}, &answer)
		}))
}

// users are the operations of one role's collection. Nobody can create a
// billing user: the service fails.
func (p *prepared) users(users zops.Users, role string) []conform.Operation {
	id := p.user[role]
	list := []conform.Operation{
		operation("Users.List", role, func(ctx context.Context) error { return second(users.List(ctx)) }),
		operation("Users.Get", role, func(ctx context.Context) error { return second(users.Get(ctx, id)) }),
		operation("Users.GetRaw", role, func(ctx context.Context) error { return second(users.GetRaw(ctx, id)) }),
		operation("Users.Update", role, func(ctx context.Context) error {
			return second(users.Update(ctx, id, zops.UserUpdate(user("autre-"+role+"@example.fr"))))
		}),
		operation("Users.Modify", role, func(ctx context.Context) error {
			return second(users.Modify(ctx, id, guichet.NewSecret("x"), func(u *zops.UserUpdate) { u.LastName = "Roy" }))
		}),
		operation("Users.ModifyRaw", role, func(ctx context.Context) error {
			return second(users.ModifyRaw(ctx, id, guichet.NewSecret("x"), func(u *zops.UserUpdate) { u.LastName = "Roy" }))
		}),
		mute("Users.Delete", role, func(ctx context.Context) error { return users.Delete(ctx, id) }),
	}
	if role == "billings" {
		return list
	}
	return append(list, operation("Users.Create", role, func(ctx context.Context) error {
		return second(users.Create(ctx, user("nouvelle-"+role+"@example.fr")))
	}), operation("Users.CreateRaw", role, func(ctx context.Context) error {
		return second(users.CreateRaw(ctx, user("nouveau-"+role+"@example.fr")))
	}))
}
