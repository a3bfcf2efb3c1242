package zops_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

func TestMissingIDsAreFilledIn(t *testing.T) {
	_, client := admin(t)
	ctx := t.Context()
	created := must[*zops.User](t)(client.Developers.Create(ctx, user("ada@example.fr")))
	if created.Token.IsZero() || created.Role != zops.RoleDeveloper {
		t.Errorf("the new user is %+v", created)
	}
	got := must[*zops.User](t)(client.Developers.Get(ctx, created.ID))
	updated := must[*zops.User](t)(client.Developers.Update(ctx, created.ID, zops.UserUpdate(user("ada.l@example.fr"))))
	if got.ID != created.ID || updated.ID != created.ID || !got.Token.IsZero() {
		t.Errorf("get and update gave the ids %q and %q", got.ID, updated.ID)
	}
	p := project(t, client, "Accueil numérique")
	service := must[*zops.ProjectService](t)(client.ProjectServices.Get(ctx, p.ID, zops.ServicePush))
	consumer := must[*zops.Consumer](t)(client.Consumers.Create(ctx))
	attached := must[*zops.ProjectConsumer](t)(client.ProjectConsumers.Attach(ctx, p.ID, consumer.ID))
	in := zops.ConsumerTokenCreate{ConsumerID: consumer.ID, ProjectID: p.ID, ServiceCatalogCode: zops.ServicePush}
	token := must[*zops.ConsumerToken](t)(client.ConsumerTokens.Create(ctx, in))
	if service.ProjectID != p.ID || *attached != (zops.ProjectConsumer{ConsumerID: consumer.ID, ProjectID: p.ID}) {
		t.Errorf("the service is %+v, the attachment %+v", service, attached)
	}
	if token.ConsumerID != consumer.ID || token.ProjectID != p.ID || token.ServiceCatalogCode != zops.ServicePush || len(token.Token.Reveal()) != 64 {
		t.Errorf("the token is %+v", token)
	}
}

func TestNullDiffersFromZero(t *testing.T) {
	_, client := admin(t)
	ctx := t.Context()
	created := must[*zops.Project](t)(client.Projects.Create(ctx, zops.ProjectCreate{Name: "Portail"}))
	if limit, known := created.UserLimit.Value(); !created.UserUsed.IsNull() || !known || limit != 1000 || created.Services == nil {
		t.Errorf("the new project is %+v", created)
	}
	listed, got := project(t, client, "Portail"), must[*zops.Project](t)(client.Projects.Get(ctx, created.ID))
	if used, known := got.UserUsed.Value(); listed.Services != nil || got.Services == nil || !known || used != 0 {
		t.Errorf("the list says %+v, the project itself %+v", listed, got)
	}
	attached := must[*zops.ProjectService](t)(client.ProjectServices.Attach(ctx, created.ID, zops.ProjectServiceAttach{ServiceCatalogCode: zops.ServiceSMS}))
	if limit, known := attached.ItemLimit.Value(); !attached.ItemUsed.IsNull() || !known || limit != 0 {
		t.Errorf("the service is %+v", attached)
	}
}

func TestModifyKeepsWhatItDoesNotChange(t *testing.T) {
	server, client := admin(t)
	ctx := t.Context()
	before := must[*zops.AccountInfo](t)(client.Account.Get(ctx))
	after := must[*zops.AccountInfo](t)(client.Account.Modify(ctx, func(a *zops.AccountUpdate) { a.Address = "1 place du Bourg" }))
	if before.Address = "1 place du Bourg"; *after != *before {
		t.Errorf("the account became %+v", after)
	}
	p := project(t, client, "Accueil numérique")
	keys := must[*zops.Keys](t)(client.ProjectKeys.Modify(ctx, p.ID, func(k *zops.KeysUpdate) { k.FCMProjectNumber = "99" }))
	stored := must[*zops.Keys](t)(client.ProjectKeys.Get(ctx, p.ID))
	if keys.APNSCert.Reveal() != stored.APNSCert.Reveal() || stored.FCMAPIKeys.Reveal() != "cle-fcm-inventee" || keys.ProjectID != p.ID {
		t.Error("the keys that were not changed were")
	}
	list := must[[]zops.User](t)(client.Billings.List(ctx))
	if got := must[*zops.User](t)(client.Billings.Get(ctx, list[0].ID)); got.FirstName != "" {
		t.Errorf("the service told the first name %q", got.FirstName)
	}
	changed := must[*zops.User](t)(client.Billings.Modify(ctx, list[0].ID, guichet.NewSecret("neuf"), func(u *zops.UserUpdate) { u.LastName = "Roy" }))
	if changed.FirstName != "Hélène" || changed.LastName != "Roy" {
		t.Errorf("the user became %+v", changed)
	}
	must[guichet.Secret](t)(client.Session.Login(ctx, zopstest.BillingEmail, "neuf"))
	if n := count(server, "PUT", "/api/v1/account"); n != 1 {
		t.Errorf("the account was written %d times", n)
	}
}

func TestModifyNeedsAPhoneUntilOneIsStored(t *testing.T) {
	server := start(t, zopstest.Options{Empty: true})
	anonymous := connect(t, server, zops.Anonymous())
	registration := must[*zops.Registration](t)(anonymous.Registrations.Create(t.Context(), zops.RegistrationCreate{OrganizationName: "Syndicat", Email: "s@example.fr"}))
	in := approval(server.Mailbox("s@example.fr").ApproveCode, "ada@example.fr")
	first := must[*zops.User](t)(anonymous.Registrations.Approve(t.Context(), registration.RegistrationID, in))
	client := connect(t, server, zops.Token(first.Token.Reveal()))
	_, err := client.Account.Modify(t.Context(), func(*zops.AccountUpdate) {})
	want(t, err, guichet.ErrInvalid)
	if err != nil && !strings.Contains(err.Error(), "phone") {
		t.Error(err)
	}
}

func TestModifyingAnotherRoleThroughBillingsChangesNothing(t *testing.T) {
	_, client := admin(t)
	me := must[*zops.User](t)(client.Me.Get(t.Context()))
	_, err := client.Billings.Modify(t.Context(), me.ID, guichet.NewSecret("x"), func(*zops.UserUpdate) {})
	want(t, err, guichet.ErrNotFound)
	if again := must[*zops.User](t)(client.Me.Get(t.Context())); again.FirstName != "Claire" {
		t.Errorf("the user became %+v", again)
	}
}

func TestListsAreCompleteAndKeepTheServicesBytes(t *testing.T) {
	_, client := admin(t)
	var raw []string
	all, told := client.Consumers.AllRaw(t.Context())
	for row, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		raw = append(raw, string(row))
	}
	typed := must[[]zops.Consumer](t)(client.Consumers.List(t.Context()))
	if len(raw) != 8 || len(typed) != 8 || raw[0] != `{"id": "`+typed[0].ID+`"}` {
		t.Errorf("the rows are %q and %v", raw, typed)
	}
	if !told.Done || told.Unique != 8 || told.Total != 8 || told.Pages != 1 {
		t.Errorf("the report is %+v", *told)
	}
	var report guichet.Report
	for _, err := range client.Projects.All(t.Context(), guichet.WithReport(&report)) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if report.Done || report.Unique != 1 || report.Total != 3 {
		t.Errorf("after a loop that was left the report is %+v", report)
	}
}

func TestAllReturnsTheErrorOfItsRequest(t *testing.T) {
	server := start(t, zopstest.Options{})
	client := connect(t, server, zops.Token("faux"))
	for _, users := range []zops.Users{client.Admins, client.Developers, client.Billings} {
		for _, err := range users.All(t.Context()) {
			want(t, err, guichet.ErrUnauthorized)
		}
	}
	for _, err := range rows(client.Services.AllRaw(t.Context())) {
		want(t, err, guichet.ErrUnauthorized)
	}
}

func TestDoReachesRoutesWithoutAMethod(t *testing.T) {
	server := start(t, zopstest.Options{})
	manager := connect(t, server, zops.Login(zopstest.ManagerEmail, zopstest.ManagerPassword))
	var raw json.RawMessage
	if err := manager.Do(t.Context(), "GET", "/api/v1/email-tracking?receiver=a", nil, &raw); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), `"content": []`) {
		t.Errorf("the answer was %s", raw)
	}
	want(t, manager.Do(t.Context(), "GET", "/api/v1/services", nil, nil), guichet.ErrForbidden)
	if err := manager.Do(t.Context(), "FETCH", "/", nil, nil); err == nil {
		t.Error("an unknown method was accepted")
	}
}

func TestADryRunShowsAWriteAndSendsNothing(t *testing.T) {
	server := start(t, zopstest.Options{})
	var planned []guichet.Planned
	client := connect(t, server, zops.Login(zopstest.Email, zopstest.Password), guichet.WithDryRun(func(p guichet.Planned) { planned = append(planned, p) }))
	_, err := client.Consumers.Create(t.Context())
	want(t, err, guichet.ErrDryRun)
	if len(planned) != 1 || string(planned[0].Body) != "{}" || len(server.Requests()) != 0 {
		t.Errorf("%d calls were shown and %d requests sent", len(planned), len(server.Requests()))
	}
	var body []byte
	if _, err := client.Me.Get(t.Context(), guichet.WithBody(&body)); err != nil || !strings.Contains(string(body), `"role": "admin"`) {
		t.Errorf("the answer was %s, %v", body, err)
	}
}
