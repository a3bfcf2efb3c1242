package zops

import (
	"context"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Registration is an account that waits for its approval.
type Registration struct {
	// RegistrationID is later the id of the account.
	RegistrationID   string `json:"registrationId"`
	OrganizationName string `json:"organizationName"`
	Email            string `json:"email"`
}

// RegisterCreate is a new account.
type RegisterCreate struct {
	OrganizationName string `json:"organizationName"` // at most 100 characters
	// Email gets the approve code; at most 70 characters. The service does not
	// look at its form.
	Email string `json:"email"`
}

// RegisterApprove makes an account active. The user becomes its first admin;
// the e-mail need not be the account's.
type RegisterApprove struct {
	ApproveCode string
	UserWrite
}

// Register opens accounts. It needs no credential.
type Register struct{ core *core }

// Create opens an account and has the approve code mailed. An e-mail that has
// an account is ErrConflict. ErrUnavailable with status 424 is a mail that
// could not be sent: nothing was stored, and the call may be repeated.
//
// API: POST /api/v1/register
func (s Register) Create(ctx context.Context, in RegisterCreate, options ...guichet.CallOption) (*Registration, error) {
	call := newCall(rest.Write, "Register.Create", "POST /api/v1/register").JSON(in).Check(
		length("organizationName", in.OrganizationName, maxOrganization), length("email", in.Email, maxEmail),
	)
	call.Anonymous = true
	return one[Registration](ctx, s.core, call, options)
}

// Approve makes an account active and returns its first admin, with a live
// token. A registration that is unknown or active already is ErrNotFound, a
// wrong code or an e-mail that a user has is ErrConflict.
//
// API: PUT /api/v1/register/{registration_id}
func (s Register) Approve(ctx context.Context, registrationID string, in RegisterApprove, options ...guichet.CallOption) (*User, error) {
	call := newCall(rest.Write, "Register.Approve", "PUT /api/v1/register/{registration_id}", registrationID)
	call.Anonymous, call.Secrets = true, []string{in.ApproveCode}
	user, err := one[User](ctx, s.core, in.into(call, guichet.Set(in.ApproveCode)), options)
	if err != nil {
		return nil, err
	}
	user.Role = RoleAdmin // the answer does not say it
	return user, nil
}

// ResendCode has a new approve code mailed; the old one is worth nothing any
// more. An unknown e-mail is ErrNotFound. For status 424, see Create.
//
// API: POST /api/v1/register/approve-code
func (s Register) ResendCode(ctx context.Context, email string, options ...guichet.CallOption) error {
	call := newCall(rest.Write, "Register.ResendCode", "POST /api/v1/register/approve-code")
	call.Anonymous = true
	return none(ctx, s.core, call.JSON(map[string]string{"email": email}), options)
}

// Passwords replaces forgotten passwords. It needs no credential.
type Passwords struct{ core *core }

// Forgot has a reset token mailed to a user; it is good once, for two hours.
// An unknown e-mail is ErrNotFound. For status 424, see Register.Create.
//
// API: POST /api/v1/forgot-password
func (s Passwords) Forgot(ctx context.Context, email string, options ...guichet.CallOption) error {
	call := newCall(rest.Write, "Passwords.Forgot", "POST /api/v1/forgot-password").Check(emailForm("email", email))
	call.Anonymous = true
	return none(ctx, s.core, call.JSON(map[string]string{"email": email}), options)
}

// Reset sets a new password. A token that is unknown or was used is
// ErrNotFound, one that has expired ErrInvalid. The user's tokens stay valid.
//
// API: PUT /api/v1/reset-password
func (s Passwords) Reset(ctx context.Context, resetToken, password string, options ...guichet.CallOption) error {
	call := newCall(rest.Write, "Passwords.Reset", "PUT /api/v1/reset-password")
	call.Anonymous, call.Secrets = true, []string{resetToken, password}
	call.JSON(map[string]string{"resetToken": resetToken, "password": password})
	return none(ctx, s.core, call, options)
}

// Testing has the service's mail provider send nothing. It is for
// Register.Create and Register.ResendCode; other operations ignore it.
func Testing() guichet.CallOption { return guichet.WithQuery("testing", "true") }
