package zops

import (
	"context"
	"encoding/json"

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
	return s.get().one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/account
func (s Account) GetRaw(ctx context.Context, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get().raw(ctx, options)
}

func (s Account) get() answer[AccountInfo] {
	return answer[AccountInfo]{asked: asked{core: s.core, call: newCall(rest.Read, "Account.Get", "GET /api/v1/account")}}
}

// Update replaces the account's fields. An e-mail of another account is
// ErrConflict.
//
// API: PUT /api/v1/account
func (s Account) Update(ctx context.Context, in AccountUpdate, options ...guichet.CallOption) (*AccountInfo, error) {
	return s.update(in).one(ctx, options)
}

func (s Account) update(in AccountUpdate) answer[AccountInfo] {
	call := newCall(rest.Write, "Account.Update", "PUT /api/v1/account")
	return answer[AccountInfo]{asked: asked{core: s.core, call: storable(call, in).Check(phoneForm("phone", in.Phone))}}
}

// Modify reads the account, has change change it, and updates it. The first
// time it must set the phone, which the service then requires.
//
// API: GET /api/v1/account
//
// API: PUT /api/v1/account
func (s Account) Modify(ctx context.Context, change func(*AccountUpdate), options ...guichet.CallOption) (*AccountInfo, error) {
	return s.modify(ctx, change, options).one(ctx, options)
}

// ModifyRaw is Modify with the service's own bytes.
//
// API: GET /api/v1/account
//
// API: PUT /api/v1/account
func (s Account) ModifyRaw(ctx context.Context, change func(*AccountUpdate), options ...guichet.CallOption) (json.RawMessage, error) {
	return s.modify(ctx, change, options).raw(ctx, options)
}

// modify reads and changes, and returns the update.
func (s Account) modify(ctx context.Context, change func(*AccountUpdate), options []guichet.CallOption) answer[AccountInfo] {
	now, err := s.Get(ctx, options...)
	if err != nil {
		return answer[AccountInfo]{asked: asked{err: err}}
	}
	in := AccountUpdate(*now)
	change(&in)
	return s.update(in)
}

// Delete removes the account with its users, projects, services and consumers,
// and ends all its tokens, this client's too.
//
// API: DELETE /api/v1/account
func (s Account) Delete(ctx context.Context, options ...guichet.CallOption) error {
	return none(ctx, s.core, newCall(rest.Write, "Account.Delete", "DELETE /api/v1/account"), options)
}
