package zops_test

import (
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// refused is a call that the service refuses, and the kind of the error.
type refused struct {
	kind error
	call func() error
}

func check(t *testing.T, calls []refused) {
	t.Helper()
	for i, c := range calls {
		err := c.call()
		want(t, err, c.kind)
		if e := failure(t, err); e.Sent != guichet.Answered || e.Message == "" {
			t.Errorf("call %d returned %v", i, err)
		}
	}
}

func TestRefusalsAboutPeopleHaveTheirKinds(t *testing.T) {
	_, client := admin(t)
	ctx := t.Context()
	me := must[*zops.User](t)(client.Me.Get(ctx))
	check(t, []refused{
		{guichet.ErrConflict, func() error { _, err := client.Admins.Create(ctx, user(zopstest.Email)); return err }},
		{guichet.ErrConflict, func() error {
			_, err := client.Admins.Update(ctx, me.ID, zops.UserUpdate(user(zopstest.DeveloperEmail)))
			return err
		}},
		{guichet.ErrNotFound, func() error { _, err := client.Admins.Get(ctx, unknownID); return err }},
		{guichet.ErrNotFound, func() error { return client.Admins.Delete(ctx, me.ID) }},
		{guichet.ErrNotFound, func() error { return client.Developers.Delete(ctx, unknownID) }},
		{guichet.ErrNotFound, func() error { return client.Passwords.Reset(ctx, "inconnu", "x") }},
		{guichet.ErrNotFound, func() error { return client.Registrations.ResendCode(ctx, "personne@example.fr") }},
		{guichet.ErrConflict, func() error {
			_, err := client.Registrations.Create(ctx, zops.RegistrationCreate{Email: "numerique@aubrac.example.fr"})
			return err
		}},
		{guichet.ErrNotFound, func() error {
			_, err := client.Registrations.Approve(ctx, unknownID, approval("", "z@example.fr"))
			return err
		}},
	})
}

func TestRefusalsAboutProjectsHaveTheirKinds(t *testing.T) {
	_, client := admin(t)
	ctx := t.Context()
	p, sms := project(t, client, "Accueil numérique"), project(t, client, "Rappels de rendez-vous")
	consumer := must[*zops.Consumer](t)(client.Consumers.Create(ctx))
	must[*zops.ProjectConsumer](t)(client.ProjectConsumers.Attach(ctx, sms.ID, consumer.ID))
	check(t, []refused{
		{guichet.ErrForbidden, func() error { _, err := client.Services.Create(ctx, zops.ServiceCreate{CodeName: "voix"}); return err }},
		{guichet.ErrConflict, func() error {
			_, err := client.ProjectServices.Attach(ctx, p.ID, zops.ProjectServiceAttach{ServiceCatalogCode: "push"})
			return err
		}},
		{guichet.ErrNotFound, func() error { return client.ProjectServices.Detach(ctx, p.ID, zops.ServiceSMS) }},
		{guichet.ErrConflict, func() error { _, err := client.ProjectConsumers.Attach(ctx, sms.ID, consumer.ID); return err }},
		{guichet.ErrNotFound, func() error { return client.ProjectConsumers.Detach(ctx, p.ID, consumer.ID) }},
		{guichet.ErrInvalid, func() error {
			_, err := client.ConsumerTokens.Create(ctx, zops.ConsumerTokenCreate{ConsumerID: consumer.ID, ProjectID: p.ID, ServiceCatalogCode: "push"})
			return err
		}},
		{guichet.ErrPaymentRequired, func() error {
			_, err := client.ConsumerTokens.Create(ctx, zops.ConsumerTokenCreate{ConsumerID: consumer.ID, ProjectID: sms.ID, ServiceCatalogCode: "sms"})
			return err
		}},
		{guichet.ErrNotFound, func() error { _, err := client.ProjectKeys.Update(ctx, unknownID, zops.KeysUpdate{}); return err }},
	})
	for range 2 {
		must[*zops.Project](t)(client.Projects.Create(ctx, zops.ProjectCreate{}))
	}
	_, err := client.Projects.Create(ctx, zops.ProjectCreate{})
	want(t, err, guichet.ErrPaymentRequired)
}
