package rdv

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// withUser declares a command that ties a person to an object of another kind, or
// unties them. other is the field that has the id of that object.
func withUser(other string, help message.Key, o *object,
	call func(ctx context.Context, c client, otherID, userID int64, options ...guichet.CallOption) (json.RawMessage, error),
) *object {
	o.Writes = true
	o.Fields = []command.Field{
		{Name: other, Kind: command.NumberField, Required: true, Help: help},
		{Name: "user_id", Kind: command.NumberField, Required: true, Help: message.FlagUserIDRequired},
	}
	o.Call = command.Send(func(ctx context.Context, c client, _ command.Input, given *map[string]int64, options ...guichet.CallOption) (json.RawMessage, error) {
		ids := *given
		return call(ctx, c, ids[other], ids["user_id"], options...)
	})
	return o
}

func userProfileCreate() *object {
	return withUser("organisation_id", message.FlagOrganisationIDRequired,
		&object{Name: "create", Short: message.RDVUserProfileCreate, ID: []string{"user.id"}},
		func(ctx context.Context, c client, organisationID, userID int64, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.UserProfiles.CreateRaw(ctx, organisationID, userID, options...)
		})
}

func userProfileDelete() *object {
	return withUser("organisation_id", message.FlagOrganisationIDRequired,
		&object{Name: "delete", Short: message.RDVUserProfileDelete},
		func(ctx context.Context, c client, organisationID, userID int64, options ...guichet.CallOption) (json.RawMessage, error) {
			return nil, c.UserProfiles.Delete(ctx, organisationID, userID, options...)
		})
}

func referentCreate() *object {
	return withUser("agent_id", message.FlagAgentIDRequired,
		&object{Name: "create", Short: message.RDVReferentCreate, ID: []string{"agent.id"}},
		func(ctx context.Context, c client, agentID, userID int64, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Referents.CreateRaw(ctx, agentID, userID, options...)
		})
}

func referentDelete() *object {
	return withUser("agent_id", message.FlagAgentIDRequired,
		&object{Name: "delete", Short: message.RDVReferentDelete},
		func(ctx context.Context, c client, agentID, userID int64, options ...guichet.CallOption) (json.RawMessage, error) {
			return nil, c.Referents.Delete(ctx, agentID, userID, options...)
		})
}

func publicLinkList() *list {
	var territory string
	return &list{
		Short: message.RDVPublicLinkList, Noun: message.NounPublicLink, ID: []string{"external_id"},
		Columns: []string{"external_id", "public_link"},
		Flags: func(f *command.Flags) {
			f.Text(&territory, "territory", message.FlagTerritory)
			f.Require("territory")
		},
		Anonymous: Anonymous,
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			rows, report := c.PublicLinks.AllRaw(ctx, territory)
			return explained(rows, guichet.ErrNotFound, message.HintPublicLinksGone), report
		},
	}
}

// explained gives the failure of a list that is of a kind a hint.
//
// Inlined, its loop would be compiled anew in each of its callers.
//
//go:noinline
func explained(rows command.Rows, kind error, hint message.Key) command.Rows {
	return func(yield func(json.RawMessage, error) bool) {
		for row, err := range rows {
			if errors.Is(err, kind) {
				err = exit.Remote(err, exit.Situation{}).WithHint(hint)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

func planGet() *object {
	return get(message.RDVPlanGet, "RDV_PLAN_ID", func(c client) getter { return c.RDVPlans.GetRaw })
}

// planCreate has the person's fields as flags of their own; the service wants
// them in an object.
func planCreate() *object {
	person := []command.Field{
		{Name: "id", Flag: "user-id", In: "user", Kind: command.NumberField, Help: message.FieldPlanUserID},
		{Name: "first_name", In: "user", Help: message.FieldFirstName},
		{Name: "last_name", In: "user", Help: message.FieldLastName},
		{Name: "birth_date", In: "user", Kind: command.DateField, Help: message.FieldBirthDate},
		{Name: "email", In: "user", Help: message.FieldPlanEmail},
		{Name: "phone_number", In: "user", Help: message.FieldPhoneNumber},
		{Name: "address", In: "user", Help: message.FieldAddress},
	}
	return &object{
		Name: "create", Short: message.RDVPlanCreate, Writes: true,
		Fields: append(person,
			command.Field{Name: "return_url", Help: message.FieldReturnURL},
			command.Field{Name: "dossier_url", Help: message.FieldDossierURL}),
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, plan *rdvsolidarites.RDVPlanCreate, options ...guichet.CallOption) (json.RawMessage, error) {
			if u := plan.User; u.ID == 0 && u.Email == "" && (u.FirstName == "" || u.LastName == "") {
				return nil, exit.Usage.New(message.ErrPlanOfNobody)
			}
			return c.RDVPlans.CreateRaw(ctx, *plan, options...)
		}),
	}
}
