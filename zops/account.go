package zops

import (
	"context"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// AccountInfo is an organisation. Its e-mail has nothing to do with those of
// its users.
type AccountInfo struct {
	OrganizationName string `json:"organizationName"` // of the account
	Address          string `json:"address"`          // "" until the first Update
	Phone            string `json:"phone"`            // "" until the first Update
	Email            string `json:"email"`            // of the organisation
}

// AccountUpdate is what Update sends: all of it every time.
type AccountUpdate struct {
	OrganizationName string `json:"organizationName"` // at most 100 characters
	Address          string `json:"address"`          // at most 200 characters
	Phone            string `json:"phone"`            // exactly 11 digits
	Email            string `json:"email"`            // at most 70 characters
}

// Account reads and writes the account of this client's user.
type Account struct{ service }

// Get returns the account. Admins and developers may.
//
// API: GET /api/v1/account
func (s Account) Get(ctx context.Context, options ...guichet.CallOption) (*AccountInfo, error) {
	return one[AccountInfo](ctx, s.core, newCall(rest.Read, "Account.Get", "GET /api/v1/account"), options)
}

// Update replaces the account's fields. An e-mail of another account is
// ErrConflict.
//
// API: PUT /api/v1/account
func (s Account) Update(ctx context.Context, in AccountUpdate, options ...guichet.CallOption) (*AccountInfo, error) {
	call := newCall(rest.Write, "Account.Update", "PUT /api/v1/account")
	return one[AccountInfo](ctx, s.core, storable(call, in).Check(phoneForm("phone", in.Phone)), options)
}

// Modify reads the account, has change change it, and updates it. The first
// time it must set the phone, which the service then requires.
//
// API: GET /api/v1/account
//
// API: PUT /api/v1/account
func (s Account) Modify(ctx context.Context, change func(*AccountUpdate), options ...guichet.CallOption) (*AccountInfo, error) {
	now, err := s.Get(ctx, options...)
	if err != nil {
		return nil, err
	}
	in := AccountUpdate(*now)
	change(&in)
	return s.Update(ctx, in, options...)
}

// Delete removes the account with its users, projects, services and consumers,
// and ends all its tokens, this client's too.
//
// API: DELETE /api/v1/account
func (s Account) Delete(ctx context.Context, options ...guichet.CallOption) error {
	return none(ctx, s.core, newCall(rest.Write, "Account.Delete", "DELETE /api/v1/account"), options)
}
