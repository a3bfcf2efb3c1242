package zops_test

import (
	"context"
	"net/http"

	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/zops"
)

// projects are the operations of projects, their keys and their services. The
// account of other has room for another project.
func (p *prepared) projects(c, other, manager *zops.Client) []conform.Operation {
	keys := operation("ProjectKeys.Get", "", func(ctx context.Context) error { return second(c.ProjectKeys.Get(ctx, p.project)) })
	modify := operation("ProjectKeys.Modify", "", func(ctx context.Context) error {
		return second(c.ProjectKeys.Modify(ctx, p.project, func(in *zops.KeysUpdate) { in.FCMProjectNumber = "8" }))
	})
	rawKeys := operation("ProjectKeys.GetRaw", "", func(ctx context.Context) error { return second(c.ProjectKeys.GetRaw(ctx, p.project)) })
	rawModify := operation("ProjectKeys.ModifyRaw", "", func(ctx context.Context) error {
		return second(c.ProjectKeys.ModifyRaw(ctx, p.project, func(in *zops.KeysUpdate) { in.FCMProjectNumber = "8" }))
	})
	for _, o := range []*conform.Operation{&keys, &modify, &rawKeys, &rawModify} {
		o.Final = []int{http.StatusInternalServerError}
	}
	attach := func(ctx context.Context) error {
		return second(c.ProjectServices.Attach(ctx, p.bare, zops.ProjectServiceAttach{ServiceCatalogCode: zops.ServiceROC}))
	}
	return []conform.Operation{
		operation("Projects.Create", "", func(ctx context.Context) error {
			return second(c.Projects.Create(ctx, zops.ProjectCreate{Name: "Portail"}))
		}),
		operation("Projects.CreateRaw", "", func(ctx context.Context) error {
			return second(other.Projects.CreateRaw(ctx, zops.ProjectCreate{Name: "Portail"}))
		}),
		operation("Projects.List", "", func(ctx context.Context) error { return second(c.Projects.List(ctx)) }),
		operation("Projects.Get", "", func(ctx context.Context) error { return second(c.Projects.Get(ctx, p.project)) }),
		operation("Projects.GetRaw", "", func(ctx context.Context) error { return second(c.Projects.GetRaw(ctx, p.project)) }),
		operation("Projects.Update", "", func(ctx context.Context) error {
			return second(c.Projects.Update(ctx, p.bare, zops.ProjectUpdate{Name: "Portail 2"}))
		}),
		operation("Projects.Modify", "", func(ctx context.Context) error {
			return second(c.Projects.Modify(ctx, p.bare, func(in *zops.ProjectUpdate) { in.Description = "Le portail" }))
		}),
		operation("Projects.ModifyRaw", "", func(ctx context.Context) error {
			return second(c.Projects.ModifyRaw(ctx, p.bare, func(in *zops.ProjectUpdate) { in.Description = "Le portail" }))
		}),
		operation("ProjectKeys.UpdateRaw", "", func(ctx context.Context) error {
			return second(c.ProjectKeys.UpdateRaw(ctx, p.project, zops.KeysUpdate{FCMProjectNumber: "7"}))
		}),
		operation("ProjectKeys.Update", "", func(ctx context.Context) error {
			return second(c.ProjectKeys.Update(ctx, p.project, zops.KeysUpdate{FCMProjectNumber: "7"}))
		}),
		keys, modify, rawKeys, rawModify,
		operation("Services.List", "", func(ctx context.Context) error { return second(c.Services.List(ctx)) }),
		operation("Services.Create", "", func(ctx context.Context) error {
			return second(manager.Services.Create(ctx, zops.ServiceCreate{CodeName: "voix"}))
		}),
		operation("Services.CreateRaw", "", func(ctx context.Context) error {
			return second(manager.Services.CreateRaw(ctx, zops.ServiceCreate{CodeName: "fax"}))
		}),
		operation("ProjectServices.Attach", "", attach),
		operation("ProjectServices.AttachRaw", "", func(ctx context.Context) error {
			return second(c.ProjectServices.AttachRaw(ctx, p.bare, zops.ProjectServiceAttach{ServiceCatalogCode: zops.ServiceSMS}))
		}),
		operation("ProjectServices.Get", "", func(ctx context.Context) error {
			return second(c.ProjectServices.Get(ctx, p.bare, zops.ServiceROC))
		}),
		operation("ProjectServices.GetRaw", "", func(ctx context.Context) error {
			return second(c.ProjectServices.GetRaw(ctx, p.bare, zops.ServiceROC))
		}),
		{Name: "ProjectServices.Token", Class: rest.ReadEffect, Call: func(ctx context.Context) error {
			return second(c.ProjectServices.Token(ctx, p.bare))
		}},
		{Name: "ProjectServices.TokenRaw", Class: rest.ReadEffect, Call: func(ctx context.Context) error {
			return second(c.ProjectServices.TokenRaw(ctx, p.bare))
		}},
		mute("ProjectServices.Detach", "", func(ctx context.Context) error {
			return c.ProjectServices.Detach(ctx, p.bare, zops.ServiceROC)
		}),
	}
}

// consumers are the operations of consumers and their tokens.
func (p *prepared) consumers(c *zops.Client) []conform.Operation {
	return []conform.Operation{
		operation("Consumers.Create", "", func(ctx context.Context) error { return second(c.Consumers.Create(ctx)) }),
		operation("Consumers.CreateRaw", "", func(ctx context.Context) error { return second(c.Consumers.CreateRaw(ctx)) }),
		operation("Consumers.List", "", func(ctx context.Context) error { return second(c.Consumers.List(ctx)) }),
		operation("ProjectConsumers.Attach", "", func(ctx context.Context) error {
			return second(c.ProjectConsumers.Attach(ctx, p.project, p.consumer))
		}),
		operation("ProjectConsumers.AttachRaw", "", func(ctx context.Context) error {
			return second(c.ProjectConsumers.AttachRaw(ctx, p.bare, p.consumer))
		}),
		operation("ConsumerTokens.CreateRaw", "", func(ctx context.Context) error {
			in := zops.ConsumerTokenCreate{ConsumerID: p.consumer, ProjectID: p.project, ServiceCatalogCode: zops.ServicePush}
			return second(c.ConsumerTokens.CreateRaw(ctx, in))
		}),
		operation("ConsumerTokens.Create", "", func(ctx context.Context) error {
			in := zops.ConsumerTokenCreate{ConsumerID: p.consumer, ProjectID: p.project, ServiceCatalogCode: zops.ServicePush}
			return second(c.ConsumerTokens.Create(ctx, in))
		}),
		mute("ConsumerTokens.Delete", "", func(ctx context.Context) error {
			return c.ConsumerTokens.Delete(ctx, p.consumerToken, p.project, zops.ServicePush)
		}),
		mute("ProjectConsumers.Detach", "", func(ctx context.Context) error {
			return c.ProjectConsumers.Detach(ctx, p.project, p.attached)
		}),
	}
}

// exchanges are the operations of the token server.
func (p *prepared) exchanges(s *zops.TokenServer) []conform.Operation {
	return []conform.Operation{
		{Name: "TokenServer.Exchange", Anonymous: true, Call: func(ctx context.Context) error {
			return second(s.Exchange(ctx, p.refresh[0]))
		}},
		{Name: "TokenServer.ExchangeRaw", Anonymous: true, Call: func(ctx context.Context) error {
			return second(s.ExchangeRaw(ctx, p.refresh[1]))
		}},
	}
}

// last are the operations of the account and those that end something.
func (p *prepared) last(c, developer *zops.Client) []conform.Operation {
	me := operation("Me.Get", "", func(ctx context.Context) error { return second(c.Me.Get(ctx)) })
	rawMe := operation("Me.GetRaw", "", func(ctx context.Context) error { return second(c.Me.GetRaw(ctx)) })
	me.Probes, rawMe.Probes = 1, 1
	return []conform.Operation{
		me, rawMe,
		operation("Account.Get", "", func(ctx context.Context) error { return second(c.Account.Get(ctx)) }),
		operation("Account.GetRaw", "", func(ctx context.Context) error { return second(c.Account.GetRaw(ctx)) }),
		operation("Account.Update", "", func(ctx context.Context) error {
			in := zops.AccountUpdate{OrganizationName: "Métropole", Phone: "33565000001", Email: "m@example.fr"}
			return second(c.Account.Update(ctx, in))
		}),
		operation("Account.Modify", "", func(ctx context.Context) error {
			return second(c.Account.Modify(ctx, func(a *zops.AccountUpdate) { a.Address = "Rodez" }))
		}),
		operation("Account.ModifyRaw", "", func(ctx context.Context) error {
			return second(c.Account.ModifyRaw(ctx, func(a *zops.AccountUpdate) { a.Address = "Rodez" }))
		}),
		mute("Session.LogoutOthers", "", func(ctx context.Context) error { return c.Session.LogoutOthers(ctx) }),
		mute("Session.Logout", "", func(ctx context.Context) error { return developer.Session.Logout(ctx) }),
		mute("Account.Delete", "", func(ctx context.Context) error { return c.Account.Delete(ctx) }),
	}
}
