package zops_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// journey calls every method of the package once, well, without a socket.
type journey struct {
	t        *testing.T
	server   *zopstest.Server
	recorder *conform.Recorder
	client   *zops.Client
}

func (j *journey) as(email, password string) *zops.Client {
	j.t.Helper()
	anonymous := must[*zops.Client](j.t)(j.connect(zops.Anonymous()))
	token := must[guichet.Secret](j.t)(anonymous.Session.Login(j.t.Context(), email, password))
	return must[*zops.Client](j.t)(j.connect(zops.Token(token.Reveal())))
}

func (j *journey) connect(credential zops.Credential) (*zops.Client, error) {
	return zops.New(credential, guichet.WithBaseURL("http://127.0.0.1"), guichet.WithRetries(0),
		guichet.WithHTTPClient(&http.Client{Transport: j.recorder}), guichet.WithBackoff(func(int) time.Duration { return 0 }))
}

func (j *journey) call(name string) context.Context { return j.recorder.Call(j.t.Context(), name) }

func (j *journey) ok(err error) {
	j.t.Helper()
	if err != nil {
		j.t.Fatal(err)
	}
}

// TestEveryMethodSendsTheRequestThatItsCommentNames compares the API lines of
// the package with what was sent.
func TestEveryMethodSendsTheRequestThatItsCommentNames(t *testing.T) {
	server := zopstest.New(zopstest.Options{})
	j := &journey{t: t, server: server, recorder: conform.NewRecorder(server.Transport(), "")}
	j.client = j.as(zopstest.Email, zopstest.Password)
	j.open()
	for _, users := range []zops.Users{j.client.Admins, j.client.Developers} {
		j.users(users)
	}
	j.billings()
	j.projects()
	j.consumers()
	j.last()
	conform.CheckAPILines(t, ".", j.recorder.Observed())
}

func (j *journey) open() {
	c := must[*zops.Client](j.t)(j.connect(zops.Anonymous()))
	j.ok(c.Ping(j.call("Client.Ping")))
	j.ok(c.Do(j.call("Client.Do"), "GET", "/api/v1/ping", nil, nil))
	_, err := c.Session.Login(j.call("Session.Login"), zopstest.DeveloperEmail, zopstest.DeveloperPassword)
	j.ok(err)
	j.ok(c.Passwords.Forgot(j.call("Passwords.Forgot"), zopstest.DeveloperEmail))
	j.ok(c.Passwords.Reset(j.call("Passwords.Reset"), j.server.Mailbox(zopstest.DeveloperEmail).ResetToken, "nouveau"))
	registration, err := c.Registrations.Create(j.call("Registrations.Create"), zops.RegistrationCreate{OrganizationName: "Syndicat mixte", Email: "syndicat@example.fr"})
	j.ok(err)
	_, err = c.Registrations.CreateRaw(j.call("Registrations.CreateRaw"), zops.RegistrationCreate{OrganizationName: "Canton", Email: "canton@example.fr"})
	j.ok(err)
	j.ok(c.Registrations.ResendCode(j.call("Registrations.ResendCode"), "syndicat@example.fr", zops.Testing()))
	in := approval(j.server.Mailbox("syndicat@example.fr").ApproveCode, "ines@example.fr")
	approved, err := c.Registrations.Approve(j.call("Registrations.Approve"), registration.RegistrationID, in)
	j.ok(err)
	_, err = c.Registrations.ApproveRaw(j.call("Registrations.ApproveRaw"), registration.RegistrationID, in)
	want(j.t, err, guichet.ErrNotFound)
	if approved.Token.IsZero() || approved.Role != zops.RoleAdmin || approved.ID == "" {
		j.t.Errorf("the approved user is %+v", approved)
	}
}

func (j *journey) users(users zops.Users) {
	_, err := users.List(j.call("Users.List"))
	j.ok(err)
	created, err := users.Create(j.call("Users.Create"), user("nouvelle@example.fr"))
	j.ok(err)
	_, err = users.Get(j.call("Users.Get"), created.ID)
	j.ok(err)
	_, err = users.GetRaw(j.call("Users.GetRaw"), created.ID)
	j.ok(err)
	_, err = users.CreateRaw(j.call("Users.CreateRaw"), user("suivante-"+created.ID+"@example.fr"))
	j.ok(err)
	_, err = users.ModifyRaw(j.call("Users.ModifyRaw"), created.ID, guichet.NewSecret("x"), func(u *zops.UserUpdate) { u.LastName = "Roy" })
	j.ok(err)
	_, err = users.Update(j.call("Users.Update"), created.ID, zops.UserUpdate(zops.UserUpdate(user("autre@example.fr"))))
	j.ok(err)
	_, err = users.Modify(j.call("Users.Modify"), created.ID, guichet.NewSecret("x"), func(u *zops.UserUpdate) { u.LastName = "Roy" })
	j.ok(err)
	j.ok(users.Delete(j.call("Users.Delete"), created.ID))
}

func (j *journey) billings() {
	users := j.client.Billings
	list, err := users.List(j.call("Users.List"))
	j.ok(err)
	id := list[0].ID
	_, err = users.Create(j.call("Users.Create"), user("nouvelle@example.fr"))
	want(j.t, err, guichet.ErrUnavailable)
	_, err = users.Get(j.call("Users.Get"), id)
	j.ok(err)
	_, err = users.GetRaw(j.call("Users.GetRaw"), id)
	j.ok(err)
	_, err = users.CreateRaw(j.call("Users.CreateRaw"), user("suivante@example.fr"))
	want(j.t, err, guichet.ErrUnavailable)
	_, err = users.ModifyRaw(j.call("Users.ModifyRaw"), id, guichet.NewSecret("x"), func(*zops.UserUpdate) {})
	j.ok(err)
	_, err = users.Update(j.call("Users.Update"), id, zops.UserUpdate(zops.UserUpdate(user("autre@example.fr"))))
	j.ok(err)
	_, err = users.Modify(j.call("Users.Modify"), id, guichet.NewSecret("x"), func(*zops.UserUpdate) {})
	j.ok(err)
	j.ok(users.Delete(j.call("Users.Delete"), id))
}

func (j *journey) projects() {
	p, err := j.client.Projects.Create(j.call("Projects.Create"), zops.ProjectCreate{Name: "Portail"})
	j.ok(err)
	_, err = j.client.Projects.CreateRaw(j.call("Projects.CreateRaw"), zops.ProjectCreate{Name: "Portail"})
	j.ok(err)
	_, err = j.client.Projects.GetRaw(j.call("Projects.GetRaw"), p.ID)
	j.ok(err)
	_, err = j.client.Projects.ModifyRaw(j.call("Projects.ModifyRaw"), p.ID, func(*zops.ProjectUpdate) {})
	j.ok(err)
	_, err = j.client.ProjectKeys.UpdateRaw(j.call("ProjectKeys.UpdateRaw"), p.ID, zops.KeysUpdate{FCMProjectNumber: "7"})
	j.ok(err)
	_, err = j.client.ProjectKeys.GetRaw(j.call("ProjectKeys.GetRaw"), p.ID)
	j.ok(err)
	_, err = j.client.ProjectKeys.ModifyRaw(j.call("ProjectKeys.ModifyRaw"), p.ID, func(*zops.KeysUpdate) {})
	j.ok(err)
	_, err = j.client.Projects.List(j.call("Projects.List"))
	j.ok(err)
	_, err = j.client.Projects.Get(j.call("Projects.Get"), p.ID)
	j.ok(err)
	_, err = j.client.Projects.Update(j.call("Projects.Update"), p.ID, zops.ProjectUpdate{Name: "Portail 2"})
	j.ok(err)
	_, err = j.client.Projects.Modify(j.call("Projects.Modify"), p.ID, func(in *zops.ProjectUpdate) { in.Description = "Le portail" })
	j.ok(err)
	_, err = j.client.ProjectKeys.Update(j.call("ProjectKeys.Update"), p.ID, zops.KeysUpdate{FCMProjectNumber: "7"})
	j.ok(err)
	_, err = j.client.ProjectKeys.Get(j.call("ProjectKeys.Get"), p.ID)
	j.ok(err)
	_, err = j.client.ProjectKeys.Modify(j.call("ProjectKeys.Modify"), p.ID, func(in *zops.KeysUpdate) { in.FCMProjectNumber = "8" })
	j.ok(err)
	_, err = j.client.Services.List(j.call("Services.List"))
	j.ok(err)
	_, err = j.as(zopstest.ManagerEmail, zopstest.ManagerPassword).Services.Create(j.call("Services.Create"), zops.ServiceCreate{CodeName: "voix"})
	j.ok(err)
	_, err = j.as(zopstest.ManagerEmail, zopstest.ManagerPassword).Services.CreateRaw(j.call("Services.CreateRaw"), zops.ServiceCreate{CodeName: "fax"})
	j.ok(err)
	_, err = j.client.ProjectServices.AttachRaw(j.call("ProjectServices.AttachRaw"), p.ID, zops.ProjectServiceAttach{ServiceCatalogCode: zops.ServiceSMS})
	j.ok(err)
	_, err = j.client.ProjectServices.GetRaw(j.call("ProjectServices.GetRaw"), p.ID, zops.ServiceSMS)
	j.ok(err)
	_, err = j.client.ProjectServices.Attach(j.call("ProjectServices.Attach"), p.ID, zops.ProjectServiceAttach{ServiceCatalogCode: zops.ServiceROC})
	j.ok(err)
	_, err = j.client.ProjectServices.Get(j.call("ProjectServices.Get"), p.ID, zops.ServiceROC)
	j.ok(err)
	j.ok(j.client.ProjectServices.Detach(j.call("ProjectServices.Detach"), p.ID, zops.ServiceROC))
}

func (j *journey) consumers() {
	p := project(j.t, j.client, "Accueil numérique")
	consumer, err := j.client.Consumers.Create(j.call("Consumers.Create"))
	j.ok(err)
	_, err = j.client.Consumers.List(j.call("Consumers.List"))
	j.ok(err)
	_, err = j.client.ProjectConsumers.Attach(j.call("ProjectConsumers.Attach"), p.ID, consumer.ID)
	j.ok(err)
	in := zops.ConsumerTokenCreate{ConsumerID: consumer.ID, ProjectID: p.ID, ServiceCatalogCode: zops.ServicePush}
	_, err = j.client.Consumers.CreateRaw(j.call("Consumers.CreateRaw"))
	j.ok(err)
	_, err = j.client.ProjectConsumers.AttachRaw(j.call("ProjectConsumers.AttachRaw"), p.ID, consumer.ID)
	want(j.t, err, guichet.ErrConflict)
	_, err = j.client.ConsumerTokens.CreateRaw(j.call("ConsumerTokens.CreateRaw"), in)
	j.ok(err)
	token, err := j.client.ConsumerTokens.Create(j.call("ConsumerTokens.Create"), in)
	j.ok(err)
	auth, err := zops.NewTokenServer(guichet.WithBaseURL("http://127.0.0.1"), guichet.WithHTTPClient(&http.Client{Transport: j.recorder}))
	j.ok(err)
	_, err = auth.ExchangeRaw(j.call("TokenServer.ExchangeRaw"), token.Token)
	j.ok(err)
	_, err = auth.Exchange(j.call("TokenServer.Exchange"), token.Token)
	want(j.t, err, guichet.ErrUnauthorized)
	_, err = j.client.ProjectServices.Token(j.call("ProjectServices.Token"), p.ID)
	j.ok(err)
	_, err = j.client.ProjectServices.TokenRaw(j.call("ProjectServices.TokenRaw"), p.ID)
	j.ok(err)
	token, err = j.client.ConsumerTokens.Create(context.Background(), in)
	j.ok(err)
	j.ok(j.client.ConsumerTokens.Delete(j.call("ConsumerTokens.Delete"), token.Token, p.ID, zops.ServicePush))
	j.ok(j.client.ProjectConsumers.Detach(j.call("ProjectConsumers.Detach"), p.ID, consumer.ID))
}

func (j *journey) last() {
	_, err := j.client.Me.Get(j.call("Me.Get"))
	j.ok(err)
	_, err = j.client.Account.Get(j.call("Account.Get"))
	j.ok(err)
	_, err = j.client.Me.GetRaw(j.call("Me.GetRaw"))
	j.ok(err)
	_, err = j.client.Account.GetRaw(j.call("Account.GetRaw"))
	j.ok(err)
	in := zops.AccountUpdate{OrganizationName: "Métropole", Phone: "33565000001", Email: "m@example.fr"}
	_, err = j.client.Account.Update(j.call("Account.Update"), in)
	j.ok(err)
	_, err = j.client.Account.Modify(j.call("Account.Modify"), func(a *zops.AccountUpdate) { a.Address = "Rodez" })
	j.ok(err)
	_, err = j.client.Account.ModifyRaw(j.call("Account.ModifyRaw"), func(*zops.AccountUpdate) {})
	j.ok(err)
	j.ok(j.client.Session.LogoutOthers(j.call("Session.LogoutOthers")))
	other := j.as(zopstest.DeveloperEmail, "nouveau")
	j.ok(other.Session.Logout(j.call("Session.Logout")))
	j.ok(j.client.Account.Delete(j.call("Account.Delete")))
}
