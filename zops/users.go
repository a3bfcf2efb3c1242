package zops

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Role is what a user may do.
type Role string

// The roles that the service has.
const (
	RoleManager   Role = "manager" // of the platform: fills the catalogue
	RoleAdmin     Role = "admin"
	RoleDeveloper Role = "developer"
	RoleBilling   Role = "billing"
)

// User is a person who can log in.
type User struct {
	ID    string `json:"id"`    // taken from the call where the service leaves it out
	Email string `json:"email"` // with which the user logs in
	Role  Role   `json:"role"`  // what the user may do
	// FirstName is empty in what Billings.Get returns: the service loses it.
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"` // of the user
	// Token is a live token of this user, in the answers of Create and of
	// Registrations.Approve only.
	Token guichet.Secret `json:"token"`
}

// UserCreate is a new user.
type UserCreate struct {
	Email     string         // at most 70 characters
	Password  guichet.Secret // with which the user logs in
	FirstName string         // at most 32 characters
	LastName  string         // at most 32 characters
}

// UserUpdate is what Update sends: all of it every time, the password too.
type UserUpdate struct {
	Email     string         // at most 70 characters
	Password  guichet.Secret // set with every update
	FirstName string         // at most 32 characters
	LastName  string         // at most 32 characters
}

// into completes the body of a call and checks it: the one place where the password
// is written out.
func (u UserUpdate) into(call *rest.Call, body map[string]string) *rest.Call {
	body["email"], body["password"] = u.Email, u.Password.Reveal()
	body["firstName"], body["lastName"] = u.FirstName, u.LastName
	call.Secrets = append(call.Secrets, u.Password.Reveal())
	return storable(call.Check(emailForm("email", u.Email)), body)
}

// collection is one of the three kinds of users.
type collection struct{ service, list, single string }

var (
	admins     = collection{"Admins", "/api/v1/admins", "/api/v1/admins/{admin_id}"}
	developers = collection{"Developers", "/api/v1/developers", "/api/v1/developers/{developer_id}"}
	billings   = collection{"Billings", "/api/v1/billings", "/api/v1/billings/{billing_id}"}
)

// Users reads and writes the users of one role: Client.Admins,
// Client.Developers and Client.Billings. Only admins may list, create and
// delete; users of a role may get and update in its collection.
//
// An id is not checked against the role: every user of the account is found in
// each of the three. Read User.Role.
type Users struct {
	service

	kind collection
}

func (s Users) call(class rest.Class, op, method string) *rest.Call {
	return newCall(class, s.kind.service+"."+op, method+" "+s.kind.list)
}

// single returns a call about one user.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s Users) single(class rest.Class, op, method, userID string) *rest.Call {
	return newCall(class, s.kind.service+"."+op, method+" "+s.kind.single, userID)
}

// Get returns a user of the account.
//
// API: GET /api/v1/admins/{admin_id}
//
// API: GET /api/v1/developers/{developer_id}
//
// API: GET /api/v1/billings/{billing_id}
func (s Users) Get(ctx context.Context, userID string, options ...guichet.CallOption) (*User, error) {
	return s.get(userID).one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/admins/{admin_id}
//
// API: GET /api/v1/developers/{developer_id}
//
// API: GET /api/v1/billings/{billing_id}
func (s Users) GetRaw(ctx context.Context, userID string, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get(userID).raw(ctx, options)
}

func (s Users) get(userID string) answer[User] {
	return answer[User]{asked{core: s.core, call: s.single(rest.Read, "Get", "GET", userID)}, withID(userID)}
}

// List returns the users of the role, in no order.
//
// API: GET /api/v1/admins
//
// API: GET /api/v1/developers
//
// API: GET /api/v1/billings
func (s Users) List(ctx context.Context, options ...guichet.CallOption) ([]User, error) {
	return list[User](ctx, s.core, s.listing(), options)
}

// All is List, one user at a time.
func (s Users) All(ctx context.Context, options ...guichet.CallOption) iter.Seq2[User, error] {
	return all[User](ctx, s.core, s.listing, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Users) AllRaw(ctx context.Context, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing, options)
}

func (s Users) listing() *rest.Call { return s.call(rest.Read, "List", "GET") }

// Create adds a user of the role. The answer holds a live token of the new
// user. An e-mail that any user has, in any account, is ErrConflict. The
// service fails at every Billings.Create, with a 500, and stores nothing.
//
// API: POST /api/v1/admins
//
// API: POST /api/v1/developers
//
// API: POST /api/v1/billings
func (s Users) Create(ctx context.Context, in UserCreate, options ...guichet.CallOption) (*User, error) {
	return s.create(in).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/admins
//
// API: POST /api/v1/developers
//
// API: POST /api/v1/billings
func (s Users) CreateRaw(ctx context.Context, in UserCreate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(in).raw(ctx, options)
}

func (s Users) create(in UserCreate) answer[User] {
	call := UserUpdate(in).into(s.call(rest.Write, "Create", "POST"), map[string]string{})
	asked := answer[User]{asked: asked{core: s.core, call: call}}
	if s.kind == billings {
		asked.defect = refusal.New("defect_billing", "known defect of the service: it always fails like this when a billing user is created, and stores nothing")
	}
	return asked
}

// Update replaces a user's fields and password. The user's tokens stay valid.
// An e-mail of another user is ErrConflict.
//
// API: PUT /api/v1/admins/{admin_id}
//
// API: PUT /api/v1/developers/{developer_id}
//
// API: PUT /api/v1/billings/{billing_id}
func (s Users) Update(ctx context.Context, userID string, in UserUpdate, options ...guichet.CallOption) (*User, error) {
	return s.update(userID, in).one(ctx, options)
}

func (s Users) update(userID string, in UserUpdate) answer[User] {
	call := in.into(s.single(rest.Write, "Update", "PUT", userID), map[string]string{})
	return answer[User]{asked{core: s.core, call: call}, withID(userID)}
}

func withID(userID string) func(*User) { return func(u *User) { u.ID = userID } }

// Modify reads a user, has change change it, and updates it. The service sets
// the password with every update and never shows it: it has to be given, and
// may be a new one. For Client.Billings the name is read from the list, which
// only admins may.
//
// API: GET /api/v1/admins/{admin_id}
//
// API: PUT /api/v1/admins/{admin_id}
//
// API: GET /api/v1/developers/{developer_id}
//
// API: PUT /api/v1/developers/{developer_id}
//
// API: GET /api/v1/billings/{billing_id}
//
// API: GET /api/v1/billings
//
// API: PUT /api/v1/billings/{billing_id}
func (s Users) Modify(ctx context.Context, userID string, password guichet.Secret, change func(*UserUpdate), options ...guichet.CallOption) (*User, error) {
	return s.modify(ctx, userID, password, change, options).one(ctx, options)
}

// ModifyRaw is Modify with the service's own bytes.
//
// API: GET /api/v1/admins/{admin_id}
//
// API: PUT /api/v1/admins/{admin_id}
//
// API: GET /api/v1/developers/{developer_id}
//
// API: PUT /api/v1/developers/{developer_id}
//
// API: GET /api/v1/billings/{billing_id}
//
// API: GET /api/v1/billings
//
// API: PUT /api/v1/billings/{billing_id}
func (s Users) ModifyRaw(ctx context.Context, userID string, password guichet.Secret, change func(*UserUpdate), options ...guichet.CallOption) (json.RawMessage, error) {
	return s.modify(ctx, userID, password, change, options).raw(ctx, options)
}

// modify reads and changes, and returns the update.
func (s Users) modify(ctx context.Context, userID string, password guichet.Secret, change func(*UserUpdate), options []guichet.CallOption) answer[User] {
	user, err := s.Get(ctx, userID, options...)
	if err == nil && s.kind == billings {
		user.FirstName, err = s.firstName(ctx, *user, options)
	}
	if err != nil {
		return answer[User]{asked: asked{err: err}}
	}
	in := UserUpdate{Email: user.Email, Password: password, FirstName: user.FirstName, LastName: user.LastName}
	change(&in)
	return s.update(userID, in)
}

// firstName finds the first name that Billings.Get does not tell.
func (s Users) firstName(ctx context.Context, user User, options []guichet.CallOption) (string, error) {
	all, err := s.List(ctx, options...)
	if err != nil {
		return "", err
	}
	for _, row := range all {
		if row.ID == user.ID {
			return row.FirstName, nil
		}
	}
	e := rest.NewError(guichet.ErrNotFound, refusal.New("other_role", "the user is not a billing user: read the first name with the collection of the user's role, %s", string(user.Role)))
	e.Service, e.Op, e.Changes = "zops", "Billings.Modify", true
	return "", e
}

// Delete removes a user and ends its tokens. The last admin of an account
// stays: Admins.Delete is then ErrNotFound for every id.
//
// API: DELETE /api/v1/admins/{admin_id}
//
// API: DELETE /api/v1/developers/{developer_id}
//
// API: DELETE /api/v1/billings/{billing_id}
func (s Users) Delete(ctx context.Context, userID string, options ...guichet.CallOption) error {
	return none(ctx, s.core, s.single(rest.Write, "Delete", "DELETE", userID), options)
}
