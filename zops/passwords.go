package zops

import (
	"context"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Passwords replaces forgotten passwords. It needs no credential.
type Passwords struct{ service }

// Forgot has a reset token mailed to a user; it is good once, for two hours.
// An unknown e-mail is ErrNotFound. For status 424, see Registrations.Create.
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
