package rdv

import (
	"context"
	"encoding/json"
	"iter"

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
func (p pair) tie(o object, call func(c client, ctx context.Context, first, second int64, options ...guichet.CallOption) error) object {
	o.Fields = p.fields()
	o.Writes = true
	o.Call = func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
		var body map[string]int64
		if err := in.Into(&body); err != nil {
			return err
		}
		return call(c, ctx, body[p.first], body[p.second], options...)
	}
	return o
}

func userProfileCreate() object {
	return profilePair().tie(object{Name: "create", Short: message.RDVUserProfileCreate, Root: "user_profile", ID: []string{"user.id"}},
		func(c client, ctx context.Context, organisation, user int64, options ...guichet.CallOption) error {
			_, err := c.UserProfiles.Create(ctx, organisation, user, options...)
			return err
		})
}

func userProfileDelete() object {
	return profilePair().tie(object{
		Name: "delete", Short: message.RDVUserProfileDelete, Silent: true, Done: message.NoticeDeleted,
	}, func(c client, ctx context.Context, organisation, user int64, options ...guichet.CallOption) error {
		return c.UserProfiles.Delete(ctx, organisation, user, options...)
	})
}

func referentCreate() object {
	return referentPair().tie(object{Name: "create", Short: message.RDVReferentCreate, Root: "referent_assignation", ID: []string{"agent.id"}},
		func(c client, ctx context.Context, agent, user int64, options ...guichet.CallOption) error {
			_, err := c.Referents.Create(ctx, agent, user, options...)
			return err
		})
}

func referentDelete() object {
	return referentPair().tie(object{Name: "delete", Short: message.RDVReferentDelete, Silent: true, Done: message.NoticeDeleted},
		func(c client, ctx context.Context, agent, user int64, options ...guichet.CallOption) error {
			return c.Referents.Delete(ctx, agent, user, options...)
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
		Rows: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) iter.Seq2[json.RawMessage, error] {
			return command.Whole(options, "public_links", func(options ...guichet.CallOption) error {
				_, err := c.PublicLinks.List(ctx, territory, options...)
				return err
			})
		},
	}
}

func planGet() object {
	return get(message.RDVPlanGet, "RDV_PLAN_ID", "rdv_plan",
		func(c client) func(context.Context, int64, ...guichet.CallOption) (*rdvsolidarites.RDVPlan, error) {
			return c.RDVPlans.Get
		})
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
	return send(object{
		Name: "create", Short: message.RDVPlanCreate, Root: "rdv_plan",
		Fields: append(person,
			command.Field{Name: "return_url", Help: message.FieldReturnURL},
			command.Field{Name: "dossier_url", Help: message.FieldDossierURL}),
	}, func(c client, ctx context.Context, _ int64, in rdvsolidarites.RDVPlanCreate, options ...guichet.CallOption) (*rdvsolidarites.RDVPlan, error) {
		return c.RDVPlans.Create(ctx, in, options...)
	})
}
