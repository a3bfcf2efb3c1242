package rdv

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// A pair ties two objects that have ids of their own: a user to an
// organisation, an agent to a user.
type pair struct {
	first, second       string
	firstHelp, userHelp message.Key
}

func profilePair() pair {
	return pair{"organisation_id", "user_id", message.FlagOrganisationIDRequired, message.FlagUserIDRequired}
}

func referentPair() pair {
	return pair{"agent_id", "user_id", message.FlagAgentIDRequired, message.FlagUserIDRequired}
}

func (p pair) fields() []command.Field {
	return []command.Field{
		{Name: p.first, Kind: command.NumberField, Required: true, Help: p.firstHelp},
		{Name: p.second, Kind: command.NumberField, Required: true, Help: p.userHelp},
	}
}

// tie declares a command about a pair.
func (p pair) tie(o object, call func(ctx context.Context, c client, first, second int64, options ...guichet.CallOption) (json.RawMessage, error)) object {
	o.Fields, o.Writes = p.fields(), true
	o.Call = command.Send(func(ctx context.Context, c client, _ command.Input, ids map[string]int64, options ...guichet.CallOption) (json.RawMessage, error) {
		return call(ctx, c, ids[p.first], ids[p.second], options...)
	})
	return o
}

func userProfileCreate() object {
	return profilePair().tie(object{Name: "create", Short: message.RDVUserProfileCreate, ID: []string{"user.id"}},
		func(ctx context.Context, c client, organisation, user int64, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.UserProfiles.CreateRaw(ctx, organisation, user, options...)
		})
}

func userProfileDelete() object {
	return profilePair().tie(object{Name: "delete", Short: message.RDVUserProfileDelete, Done: message.NoticeDeleted},
		func(ctx context.Context, c client, organisation, user int64, options ...guichet.CallOption) (json.RawMessage, error) {
			return nil, c.UserProfiles.Delete(ctx, organisation, user, options...)
		})
}

func referentCreate() object {
	return referentPair().tie(object{Name: "create", Short: message.RDVReferentCreate, ID: []string{"agent.id"}},
		func(ctx context.Context, c client, agent, user int64, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Referents.CreateRaw(ctx, agent, user, options...)
		})
}

func referentDelete() object {
	return referentPair().tie(object{Name: "delete", Short: message.RDVReferentDelete, Done: message.NoticeDeleted},
		func(ctx context.Context, c client, agent, user int64, options ...guichet.CallOption) (json.RawMessage, error) {
			return nil, c.Referents.Delete(ctx, agent, user, options...)
		})
}

func publicLinkList() list {
	var territory string
	return list{
		Short: message.RDVPublicLinkList, ID: []string{"external_id"},
		Columns: []string{"external_id", "public_link"},
		Flags: func(f *command.Flags) {
			f.Text(&territory, "territory", message.FlagTerritory)
			f.Require("territory")
		},
		Anonymous: Anonymous,
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.PublicLinks.AllRaw(ctx, territory)
		},
	}
}

func planGet() object {
	return get(message.RDVPlanGet, "RDV_PLAN_ID", func(c client) getter { return c.RDVPlans.GetRaw })
}

// planCreate has the person's fields as flags of their own; the service wants
// them in an object.
func planCreate() object {
	person := []command.Field{
		{Name: "first_name", In: "user", Required: true, Help: message.FieldFirstName},
		{Name: "last_name", In: "user", Required: true, Help: message.FieldLastName},
		{Name: "email", In: "user", Help: message.FieldEmail},
		{Name: "phone_number", In: "user", Help: message.FieldPhoneNumber},
		{Name: "address", In: "user", Help: message.FieldAddress},
	}
	return object{
		Name: "create", Short: message.RDVPlanCreate, Writes: true,
		Fields: append(person,
			command.Field{Name: "return_url", Help: message.FieldReturnURL},
			command.Field{Name: "dossier_url", Help: message.FieldDossierURL}),
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, plan rdvsolidarites.RDVPlanCreate, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.RDVPlans.CreateRaw(ctx, plan, options...)
		}),
	}
}
