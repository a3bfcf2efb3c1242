package zops

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Registration is an account that waits for its approval.
type Registration struct {
	// RegistrationID is later the id of the account.
	RegistrationID   string `json:"registrationId"`
	OrganizationName string `json:"organizationName"` // of the account
	Email            string `json:"email"`            // to which the approve code was mailed
}

// RegistrationCreate is a new account.
type RegistrationCreate struct {
	OrganizationName string `json:"organizationName"` // at most 100 characters
	// Email gets the approve code; at most 70 characters. The service does not
	// look at its form.
	Email string `json:"email"`
}

// RegistrationApprove makes an account active. The user becomes its first admin;
// the e-mail need not be the account's.
type RegistrationApprove struct {
	// ApproveCode is what was mailed to the account's address.
	ApproveCode string
	// Email is at most 70 characters.
	Email string
	// Password of the new user.
	Password  guichet.Secret
	FirstName string // at most 32 characters
	LastName  string // at most 32 characters
}

// Registrations opens accounts. It needs no credential.
type Registrations struct{ service }

// Create opens an account and has the approve code mailed. An e-mail that has
// an account is ErrConflict. ErrUnavailable with status 424 is a mail that
// could not be sent: nothing was stored, and the call may be repeated.
//
// API: POST /api/v1/register
func (s Registrations) Create(ctx context.Context, in RegistrationCreate, options ...guichet.CallOption) (*Registration, error) {
	return s.create(in).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/register
func (s Registrations) CreateRaw(ctx context.Context, in RegistrationCreate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(in).raw(ctx, options)
}

func (s Registrations) create(in RegistrationCreate) answer[Registration] {
	call := storable(newCall(rest.Write, "Registrations.Create", "POST /api/v1/register"), in)
	call.Anonymous = true
	return answer[Registration]{asked: asked{core: s.core, call: call}}
}

// Approve makes an account active and returns its first admin, with a live
// token. A registration that is unknown or active already is ErrNotFound, a
// wrong code or an e-mail that a user has is ErrConflict.
//
// API: PUT /api/v1/register/{registration_id}
func (s Registrations) Approve(ctx context.Context, registrationID string, in RegistrationApprove, options ...guichet.CallOption) (*User, error) {
	return s.approve(registrationID, in).one(ctx, options)
}

// ApproveRaw is Approve with the service's own bytes.
//
// API: PUT /api/v1/register/{registration_id}
func (s Registrations) ApproveRaw(ctx context.Context, registrationID string, in RegistrationApprove, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.approve(registrationID, in).raw(ctx, options)
}

func (s Registrations) approve(registrationID string, in RegistrationApprove) answer[User] {
	call := newCall(rest.Write, "Registrations.Approve", "PUT /api/v1/register/{registration_id}", registrationID)
	call.Anonymous, call.Secrets = true, []string{in.ApproveCode}
	UserUpdate{in.Email, in.Password, in.FirstName, in.LastName}.into(call, map[string]string{"approveCode": in.ApproveCode})
	return answer[User]{asked{core: s.core, call: call}, func(u *User) { u.Role = RoleAdmin }}
}

// ResendCode has a new approve code mailed; the old one is worth nothing any
// more. An unknown e-mail is ErrNotFound. For status 424, see Create.
//
// API: POST /api/v1/register/approve-code
func (s Registrations) ResendCode(ctx context.Context, email string, options ...guichet.CallOption) error {
	call := newCall(rest.Write, "Registrations.ResendCode", "POST /api/v1/register/approve-code")
	call.Anonymous = true
	return none(ctx, s.core, call.JSON(map[string]string{"email": email}), options)
}

// Testing has the service's mail provider send nothing. It is for
// Registrations.Create and Registrations.ResendCode; other operations ignore it.
func Testing() guichet.CallOption { return guichet.WithQuery("testing", "true") }
