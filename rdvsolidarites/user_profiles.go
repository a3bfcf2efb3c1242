package rdvsolidarites

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// UserProfile ties a person to an organisation. It has no id of its own.
type UserProfile struct {
	Organisation Organisation `json:"organisation"` // to which the person belongs
	// User is nil where the profile stands inside a User.
	User *User `json:"user"`
}

// UserProfiles adds people to organisations and removes them.
type UserProfiles struct{ service }

// Create adds a person to an organisation. A person who is in it already is
// ErrInvalid (field user_id, "taken").
//
// API: POST /api/v1/user_profiles
func (s UserProfiles) Create(ctx context.Context, organisationID, userID int64, options ...guichet.CallOption) (*UserProfile, error) {
	return s.create(organisationID, userID).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/user_profiles
func (s UserProfiles) CreateRaw(ctx context.Context, organisationID, userID int64, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(organisationID, userID).raw(ctx, options)
}

func (s UserProfiles) create(organisationID, userID int64) answer[UserProfile] {
	call := rest.NewCall(rest.Write, "UserProfiles.Create", "POST /api/v1/user_profiles")
	call.JSON(map[string]int64{"organisation_id": organisationID, "user_id": userID})
	call.Check(positive("organisation_id", organisationID), positive("user_id", userID))
	return answer[UserProfile]{asked{s.core, call, "user_profile"}}
}

// Delete removes a person, and the relatives of that person, from an
// organisation. A person left without any organisation is anonymised for good.
// Appointments still to come in the organisation are ErrInvalid.
//
// API: DELETE /api/v1/user_profiles
func (s UserProfiles) Delete(ctx context.Context, organisationID, userID int64, options ...guichet.CallOption) error {
	call := rest.NewCall(rest.Write, "UserProfiles.Delete", "DELETE /api/v1/user_profiles")
	call.Query = url.Values{"organisation_id": {id(organisationID)}, "user_id": {id(userID)}}
	call.Check(positive("organisation_id", organisationID), positive("user_id", userID))
	return none(ctx, s.core, call, options)
}

// positive refuses an id that cannot exist.
func positive(field string, n int64) error {
	if n > 0 {
		return nil
	}
	return rest.Invalid(field, refusal.New("no_id", "invalid id %d", n))
}
