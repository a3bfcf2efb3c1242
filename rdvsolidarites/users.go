package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// CaisseAffiliation is the fund that a person belongs to.
type CaisseAffiliation string

// The funds that the service accepts.
const (
	CaisseAucune CaisseAffiliation = "aucune"
	CaisseCAF    CaisseAffiliation = "caf"
	CaisseMSA    CaisseAffiliation = "msa"
)

// FamilySituation is how a person lives.
type FamilySituation string

// The situations that the service accepts.
const (
	FamilySingle         FamilySituation = "single"
	FamilyInRelationship FamilySituation = "in_a_relationship" // married or not
	FamilyDivorced       FamilySituation = "divorced"
)

// User is a person who has appointments.
type User struct {
	ID                   int64  `json:"id"`                     // of the person
	FirstName            string `json:"first_name"`             // of the person
	LastName             string `json:"last_name"`              // of the person
	BirthName            string `json:"birth_name"`             // "" when unknown
	BirthDate            Date   `json:"birth_date"`             // zero when unknown
	Email                string `json:"email"`                  // "" for none
	NotificationEmail    string `json:"notification_email"`     // sent from 2025 to March 2026
	Address              string `json:"address"`                // the responsible person's where this one has none
	AddressDetails       string `json:"address_details"`        // "" for none
	CityCode             string `json:"city_code"`              // INSEE code, "" when unknown; since 2026
	PostCode             string `json:"post_code"`              // "" when unknown; since 2026
	CityName             string `json:"city_name"`              // "" when unknown; since 2026
	PhoneNumber          string `json:"phone_number"`           // as it was typed
	PhoneNumberFormatted string `json:"phone_number_formatted"` // E.164
	// Responsible is the person who answers for this one, nil for none.
	Responsible       *User             `json:"responsible"`
	ResponsibleID     int64             `json:"responsible_id"`     // 0 for none
	CaisseAffiliation CaisseAffiliation `json:"caisse_affiliation"` // "" when unknown
	AffiliationNumber string            `json:"affiliation_number"` // at the caisse, "" when unknown
	NotifyBySMS       bool              `json:"notify_by_sms"`      // whether notifications go by SMS
	NotifyByEmail     bool              `json:"notify_by_email"`    // whether notifications go by e-mail
	// InvitationCreatedAt and InvitationAcceptedAt are zero without an
	// invitation, and since March 2026.
	InvitationCreatedAt  Time `json:"invitation_created_at"`
	InvitationAcceptedAt Time `json:"invitation_accepted_at"` // see InvitationCreatedAt
	CreatedAt            Time `json:"created_at"`             // when the person was added
	// UserProfiles is filled by Get and GetIn only.
	UserProfiles []UserProfile `json:"user_profiles"`

	// FamilySituation and what follows are no longer sent since 2025, nor is
	// CaisseAffiliation.
	FamilySituation  FamilySituation  `json:"family_situation"`
	NumberOfChildren guichet.Opt[int] `json:"number_of_children"` // null: unknown
	CaseNumber       string           `json:"case_number"`        // "" when unknown
	Logement         string           `json:"logement"`           // sdf, heberge, en_accession_propriete, proprietaire, autre or locataire
	Notes            string           `json:"notes"`              // "" for none
}

// UserQuery selects users.
type UserQuery struct {
	// OrganisationID keeps one organisation. One in which the caller has no role is
	// ErrForbidden since 2026; before, the service answers with the users of all the
	// caller's organisations. Where a territory shares its users it answers with all
	// of the territory's.
	OrganisationID int64
	IDs            []int64 // keeps these people, none for all
	// Page is the page that List reads, from 1.
	Page int
}

// UserCreate is a new person. FirstName, LastName and OrganisationIDs are
// required; the service does not check that the caller belongs to those
// organisations.
type UserCreate struct {
	FirstName         string                         `json:"first_name"`                  // required
	LastName          string                         `json:"last_name"`                   // required
	OrganisationIDs   []int64                        `json:"organisation_ids"`            // at least one
	BirthName         guichet.Opt[string]            `json:"birth_name,omitzero"`         // of the person
	BirthDate         guichet.Opt[Date]              `json:"birth_date,omitzero"`         // of the person
	Email             guichet.Opt[string]            `json:"email,omitzero"`              // unique at the service until 2026
	PhoneNumber       guichet.Opt[string]            `json:"phone_number,omitzero"`       // a French number, or E.164
	Address           guichet.Opt[string]            `json:"address,omitzero"`            // of the person
	CityCode          guichet.Opt[string]            `json:"city_code,omitzero"`          // INSEE code; since 2026
	PostCode          guichet.Opt[string]            `json:"post_code,omitzero"`          // since 2026
	CityName          guichet.Opt[string]            `json:"city_name,omitzero"`          // since 2026
	ResponsibleID     guichet.Opt[int64]             `json:"responsible_id,omitzero"`     // the person who answers for this one
	CaisseAffiliation guichet.Opt[CaisseAffiliation] `json:"caisse_affiliation,omitzero"` // one of those that the service accepts
	AffiliationNumber guichet.Opt[string]            `json:"affiliation_number,omitzero"` // at the caisse
	FamilySituation   guichet.Opt[FamilySituation]   `json:"family_situation,omitzero"`   // one of those that the service accepts
	NumberOfChildren  guichet.Opt[int]               `json:"number_of_children,omitzero"` // 0 or more
	NotifyBySMS       guichet.Opt[bool]              `json:"notify_by_sms,omitzero"`      // whether notifications go by SMS
	NotifyByEmail     guichet.Opt[bool]              `json:"notify_by_email,omitzero"`    // whether notifications go by e-mail
	ReferentAgentIDs  guichet.Opt[[]int64]           `json:"referent_agent_ids,omitzero"` // the agents who follow the person
}

// UserUpdate changes the fields that are set. OrganisationIDs and
// ReferentAgentIDs replace the whole list, organisations that the caller cannot
// see included: prefer UserProfiles and Referents. Since 2025 referents whom the caller
// cannot see are neither added nor removed. For people who came through
// FranceConnect the service silently keeps first name, birth name and birth
// date.
type UserUpdate struct {
	FirstName         guichet.Opt[string]            `json:"first_name,omitzero"`         // of the person
	LastName          guichet.Opt[string]            `json:"last_name,omitzero"`          // of the person
	OrganisationIDs   guichet.Opt[[]int64]           `json:"organisation_ids,omitzero"`   // replaces the whole list
	NotificationEmail guichet.Opt[string]            `json:"notification_email,omitzero"` // from 2025 to March 2026
	BirthName         guichet.Opt[string]            `json:"birth_name,omitzero"`         // of the person
	BirthDate         guichet.Opt[Date]              `json:"birth_date,omitzero"`         // of the person
	Email             guichet.Opt[string]            `json:"email,omitzero"`              // unique at the service until 2026
	PhoneNumber       guichet.Opt[string]            `json:"phone_number,omitzero"`       // a French number, or E.164
	Address           guichet.Opt[string]            `json:"address,omitzero"`            // of the person
	CityCode          guichet.Opt[string]            `json:"city_code,omitzero"`          // INSEE code; since 2026
	PostCode          guichet.Opt[string]            `json:"post_code,omitzero"`          // since 2026
	CityName          guichet.Opt[string]            `json:"city_name,omitzero"`          // since 2026
	ResponsibleID     guichet.Opt[int64]             `json:"responsible_id,omitzero"`     // the person who answers for this one
	CaisseAffiliation guichet.Opt[CaisseAffiliation] `json:"caisse_affiliation,omitzero"` // one of those that the service accepts
	AffiliationNumber guichet.Opt[string]            `json:"affiliation_number,omitzero"` // at the caisse
	FamilySituation   guichet.Opt[FamilySituation]   `json:"family_situation,omitzero"`   // one of those that the service accepts
	NumberOfChildren  guichet.Opt[int]               `json:"number_of_children,omitzero"` // 0 or more
	NotifyBySMS       guichet.Opt[bool]              `json:"notify_by_sms,omitzero"`      // whether notifications go by SMS
	NotifyByEmail     guichet.Opt[bool]              `json:"notify_by_email,omitzero"`    // whether notifications go by e-mail
	ReferentAgentIDs  guichet.Opt[[]int64]           `json:"referent_agent_ids,omitzero"` // replaces the whole list
}

// Users reads and writes people.
type Users struct{ service }

// Get returns a person with the user profiles that the agent may see.
//
// API: GET /api/v1/users/{user_id}
func (s Users) Get(ctx context.Context, userID int64, options ...guichet.CallOption) (*User, error) {
	return s.get(userID).one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/users/{user_id}
func (s Users) GetRaw(ctx context.Context, userID int64, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get(userID).raw(ctx, options)
}

func (s Users) get(userID int64) answer[User] {
	return answer[User]{asked{s.core, rest.NewCall(rest.Read, "Users.Get", "GET /api/v1/users/{user_id}", id(userID)), "user"}}
}

// GetIn is Get for a person of one organisation: ErrNotFound in any other.
//
// API: GET /api/v1/organisations/{organisation_id}/users/{user_id}
func (s Users) GetIn(ctx context.Context, organisationID, userID int64, options ...guichet.CallOption) (*User, error) {
	const route = "GET /api/v1/organisations/{organisation_id}/users/{user_id}"
	call := rest.NewCall(rest.Read, "Users.GetIn", route, id(organisationID), id(userID))
	return answer[User]{asked{s.core, call, "user"}}.one(ctx, options)
}

// List returns one page of people, in no order.
//
// API: GET /api/v1/users
//
// API: GET /api/v1/organisations/{organisation_id}/users
func (s Users) List(ctx context.Context, q UserQuery, options ...guichet.CallOption) (*Page[User], error) {
	return list[User](ctx, s.core, s.listing(q), q.Page, options)
}

// ListRaw is List with the service's own bytes.
//
// API: GET /api/v1/users
//
// API: GET /api/v1/organisations/{organisation_id}/users
func (s Users) ListRaw(ctx context.Context, q UserQuery, options ...guichet.CallOption) (*Page[json.RawMessage], error) {
	return listRaw(ctx, s.core, s.listing(q), q.Page, options)
}

// All returns every person that List pages through, each once. The service lists
// people in no order, and its pages can repeat some in the place of others: those
// are looked for in the lists of the organisations and by their ids, with at most
// twice as many requests as the list has pages, or 100 if that is more, for ids
// that nothing is known of. ErrIncomplete follows the people when there are still
// fewer of them than the service counts.
func (s Users) All(ctx context.Context, q UserQuery, options ...guichet.CallOption) iter.Seq2[User, error] {
	return all(ctx, s.core, s.listing(q), row[User]{id: func(u User) int64 { return u.ID }}, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Users) AllRaw(ctx context.Context, q UserQuery, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing(q), row[json.RawMessage]{}, options)
}

func (s Users) listing(q UserQuery) listing {
	query := url.Values{}
	setList(query, "ids", q.IDs)
	l := listing{op: "Users.List", route: "GET /api/v1/users", root: "users", query: query, ids: "ids", wanted: slices.Clone(q.IDs)}
	if q.OrganisationID != 0 {
		l.route = "GET /api/v1/organisations/{organisation_id}/users"
		l.elements = []string{id(q.OrganisationID)}
		return l
	}
	l.in = func(organisationID int64) listing { return s.listing(UserQuery{OrganisationID: organisationID}) }
	return l
}

// Create adds a person. Creating twice makes two people: since 2026 the service takes
// an e-mail that another person has. Before, such an e-mail is ErrInvalid, and
// ExistingUserID gives whose it is. So look for the person first, and do not repeat a
// creation whose outcome is unknown. Unknown enum values are refused before they are
// sent: the service would answer 500.
//
// API: POST /api/v1/users
func (s Users) Create(ctx context.Context, in UserCreate, options ...guichet.CallOption) (*User, error) {
	return s.create(in).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/users
func (s Users) CreateRaw(ctx context.Context, in UserCreate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(in).raw(ctx, options)
}

func (s Users) create(in UserCreate) answer[User] {
	call := rest.NewCall(rest.Write, "Users.Create", "POST /api/v1/users").JSON(in)
	checkUser(call, in.CaisseAffiliation, in.FamilySituation)
	if len(in.OrganisationIDs) == 0 {
		call.Check(rest.Invalid("organisation_ids", refusal.New("no_organisation", "at least one organisation is required")))
	}
	return answer[User]{asked{s.core, call, "user"}}
}

// Update changes a person. Since 2025 the e-mail of a person who has confirmed an
// account cannot be changed: that is ErrInvalid. Unknown enum values are refused before
// they are sent.
//
// API: PATCH /api/v1/users/{user_id}
func (s Users) Update(ctx context.Context, userID int64, in UserUpdate, options ...guichet.CallOption) (*User, error) {
	return s.update(userID, in).one(ctx, options)
}

// UpdateRaw is Update with the service's own bytes.
//
// API: PATCH /api/v1/users/{user_id}
func (s Users) UpdateRaw(ctx context.Context, userID int64, in UserUpdate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.update(userID, in).raw(ctx, options)
}

func (s Users) update(userID int64, in UserUpdate) answer[User] {
	call := rest.NewCall(rest.Write, "Users.Update", "PATCH /api/v1/users/{user_id}", id(userID)).JSON(in)
	checkUser(call, in.CaisseAffiliation, in.FamilySituation)
	return answer[User]{asked{s.core, call, "user"}}
}

// InvitationToken returns the token of a person's invitation, making one when
// there is none. Asking again gives the same token.
//
// API: POST /api/v1/users/{user_id}/rdv_invitation_token
func (s Users) InvitationToken(ctx context.Context, userID int64, options ...guichet.CallOption) (guichet.Secret, error) {
	token, err := s.invitationToken(userID).one(ctx, options)
	if err != nil {
		return guichet.Secret{}, err
	}
	return *token, nil
}

// InvitationTokenRaw is InvitationToken with the service's own bytes: an object
// whose field invitation_token is the token.
//
// API: POST /api/v1/users/{user_id}/rdv_invitation_token
func (s Users) InvitationTokenRaw(ctx context.Context, userID int64, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.invitationToken(userID).whole(ctx, new(guichet.Secret), options)
}

func (s Users) invitationToken(userID int64) answer[guichet.Secret] {
	call := rest.NewCall(rest.Idempotent, "Users.InvitationToken", "POST /api/v1/users/{user_id}/rdv_invitation_token", id(userID))
	return answer[guichet.Secret]{asked{s.core, call, "invitation_token"}}
}

// checkUser refuses the enum values that the service answers with a 500.
func checkUser(call *rest.Call, caisse guichet.Opt[CaisseAffiliation], family guichet.Opt[FamilySituation]) {
	call.Check(oneOf("caisse_affiliation", caisse, CaisseAucune, CaisseCAF, CaisseMSA))
	call.Check(oneOf("family_situation", family, FamilySingle, FamilyInRelationship, FamilyDivorced))
}
