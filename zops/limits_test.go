package zops_test

import (
	"context"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// long is a text of n characters, each of two bytes.
func long(n int) string { return strings.Repeat("é", n) }

func longEmail(n int) string { return long(n-len("@example.fr")) + "@example.fr" }

// refusal is a call that must name a field and its limit.
type refusal struct {
	field, limit string
	call         func() error
}

func peopleRefusals(ctx context.Context, client *zops.Client) []refusal {
	account := func(name, address, phone, email string) func() error {
		return func() error {
			_, err := client.Account.Update(ctx, zops.AccountUpdate{OrganizationName: name, Address: address, Phone: phone, Email: email})
			return err
		}
	}
	created := func(u zops.UserCreate) func() error {
		return func() error { _, err := client.Developers.Create(ctx, u); return err }
	}
	changed := func(change func(*zops.UserCreate)) zops.UserCreate { u := user("a@example.fr"); change(&u); return u }
	const phone = "33565000000"
	var refusals []refusal
	for _, address := range []string{"@example.fr", "ada@", "ada@fr", "ada@.fr", "ada@fr.", "ada@@example.fr"} {
		refusals = append(refusals, refusal{"email", "name@example.fr", created(user(address))})
	}
	return append(refusals, []refusal{
		{"phone", "11", account("x", "", "3356500000x", "")},
		{"phone", "11", account("x", "", "0565000000", "")},
		{"phone", "11", account("x", "", "+33565000000", "")},
		{"phone", "11", account("x", "", "335650000000", "")},
		{"organizationName", "100", account(long(101), "", phone, "")},
		{"address", "200", account("x", long(201), phone, "")},
		{"email", "70", account("x", "", phone, longEmail(71))},
		{"organizationName", "100", func() error {
			_, err := client.Registrations.Create(ctx, zops.RegistrationCreate{OrganizationName: long(101)})
			return err
		}},
		{"email", "70", func() error {
			_, err := client.Registrations.Create(ctx, zops.RegistrationCreate{Email: long(71)})
			return err
		}},
		{"email", "name@example.fr", created(user("ada.example.fr"))},
		{"email", "70", created(user(longEmail(71)))},
		{"firstName", "32", created(changed(func(u *zops.UserCreate) { u.FirstName = long(33) }))},
		{"lastName", "32", created(changed(func(u *zops.UserCreate) { u.LastName = long(33) }))},
		{"email", "name@example.fr", func() error { _, err := client.Session.Login(ctx, "ada", "x"); return err }},
		{"email", "name@example.fr", func() error { return client.Passwords.Forgot(ctx, "") }},
		{"email", "name@example.fr", func() error {
			_, err := client.Registrations.Approve(ctx, unknownID, zops.RegistrationApprove{})
			return err
		}},
	}...)
}

func projectRefusals(ctx context.Context, client *zops.Client) []refusal {
	return []refusal{
		{"name", "70", func() error { _, err := client.Projects.Create(ctx, zops.ProjectCreate{Name: long(71)}); return err }},
		{"description", "200", func() error {
			_, err := client.Projects.Update(ctx, unknownID, zops.ProjectUpdate{Description: long(201)})
			return err
		}},
		{"name", "70", func() error { _, err := client.Services.Create(ctx, zops.ServiceCreate{Name: long(71)}); return err }},
		{"serviceCatalogCode", "push, roc, sms", func() error {
			_, err := client.ProjectServices.Attach(ctx, unknownID, zops.ProjectServiceAttach{ServiceCatalogCode: "fax"})
			return err
		}},
		{"description", "200", func() error {
			_, err := client.ProjectServices.Attach(ctx, unknownID, zops.ProjectServiceAttach{ServiceCatalogCode: "roc", Description: long(201)})
			return err
		}},
		{"serviceCatalogCode", "push, roc, sms", func() error { _, err := client.ConsumerTokens.Create(ctx, zops.ConsumerTokenCreate{}); return err }},
		{"fcmApiKeys", "255", func() error {
			_, err := client.ProjectKeys.Update(ctx, unknownID, zops.KeysUpdate{FCMAPIKeys: guichet.NewSecret(long(256))})
			return err
		}},
		{"fcmProjectNumber", "255", func() error {
			_, err := client.ProjectKeys.Update(ctx, unknownID, zops.KeysUpdate{FCMProjectNumber: long(256)})
			return err
		}},
		{"project_id", "32", func() error {
			_, err := client.ProjectServices.Attach(ctx, unknownID+"0", zops.ProjectServiceAttach{ServiceCatalogCode: "roc"})
			return err
		}},
		{"name", "NUL", func() error { _, err := client.Projects.Create(ctx, zops.ProjectCreate{Name: "a\x00b"}); return err }},
		{"apnsCert", "NUL", func() error {
			_, err := client.ProjectKeys.Update(ctx, unknownID, zops.KeysUpdate{APNSCert: guichet.NewSecret("a\x00")})
			return err
		}},
		{"password", "NUL", func() error { _, err := client.Session.Login(ctx, "a@example.fr", "\x00"); return err }},
		{"address", "NUL", func() error {
			_, err := client.Account.Update(ctx, zops.AccountUpdate{Address: "a\x00b", Phone: "33565000000"})
			return err
		}},
		{"resetToken", "NUL", func() error { return client.Passwords.Reset(ctx, "\x00", "p") }},
		{"project_id", "control", func() error { _, err := client.Projects.Get(ctx, "\x00"); return err }},
		{"project_id", "slash", func() error { _, err := client.Projects.Get(ctx, unknownID+"/api"); return err }},
		{"consumer_id", "slash", func() error { return client.ProjectConsumers.Detach(ctx, unknownID, "a/b") }},
		{"project_id", "missing", func() error { _, err := client.Projects.Get(ctx, ""); return err }},
	}
}

func TestAValueTheServiceCannotStoreIsRefusedBeforeSending(t *testing.T) {
	server := start(t, zopstest.Options{})
	client := connect(t, server, zops.Token("jeton"))
	for _, c := range append(peopleRefusals(t.Context(), client), projectRefusals(t.Context(), client)...) {
		err := c.call()
		want(t, err, guichet.ErrInvalid)
		if err != nil && (!strings.Contains(err.Error(), c.field) || !strings.Contains(err.Error(), c.limit)) {
			t.Errorf("%v does not name %s and %s", err, c.field, c.limit)
		}
	}
	if requests := server.Requests(); len(requests) > 0 {
		t.Errorf("the server saw %d requests, such as %s %s", len(requests), requests[0].Method, requests[0].Path)
	}
}

func TestLengthsAreCountedInCharacters(t *testing.T) {
	_, client := admin(t)
	p := must[*zops.Project](t)(client.Projects.Create(t.Context(), zops.ProjectCreate{Name: long(70), Description: long(200)}))
	must[*zops.Keys](t)(client.ProjectKeys.Update(t.Context(), p.ID, zops.KeysUpdate{FCMAPIKeys: guichet.NewSecret(long(255)), FCMProjectNumber: long(255)}))
	must[*zops.Project](t)(client.Projects.Create(t.Context(), zops.ProjectCreate{Name: `a\u0000b`})) // six characters, no NUL
	if p.Name != long(70) {
		t.Errorf("the name came back as %q", p.Name)
	}
}

func TestNullIsNeverSent(t *testing.T) {
	server, client := admin(t)
	p := must[*zops.Project](t)(client.Projects.Create(t.Context(), zops.ProjectCreate{}))
	must[*zops.Keys](t)(client.ProjectKeys.Update(t.Context(), p.ID, zops.KeysUpdate{}))
	must[*zops.User](t)(client.Developers.Create(t.Context(), zops.UserCreate{Email: "vide@example.fr"}))
	must[*zops.Consumer](t)(client.Consumers.Create(t.Context()))
	for _, r := range server.Requests() {
		if strings.Contains(r.Body, "null") {
			t.Errorf("%s %s sent %s", r.Method, r.Path, r.Body)
		}
	}
}
