package rdv

import (
	"context"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/spf13/cobra"
)

// The declarations of this package are about one kind of client.
type (
	client = *rdvsolidarites.Client
	list   = command.List[client]
	object = command.Object[client]
)

// Build adds the nouns of RDV-Solidarités to their command.
func Build(e *command.Env, cmd *cobra.Command) {
	s := command.Service[client]{Env: e, Connect: Connect}
	cmd.AddCommand(
		s.Noun("organisation", message.RDVOrganisation, organisationList(), organisationGet(), organisationUpdate()),
		s.Noun("agent", message.RDVAgent, agentList(), agentMe()),
		s.Noun("team", message.RDVTeam, teamList()),
		s.Noun("user", message.RDVUser, userList(), userGet(), userFind(), userCreate(), userUpdate(), userInvitationToken()),
		s.Noun("user-profile", message.RDVUserProfile, userProfileCreate(), userProfileDelete()),
		s.Noun("referent", message.RDVReferent, referentCreate(), referentDelete()),
		s.Noun("rdv", message.RDVRDV, rdvList()),
		s.Noun("participation", message.RDVParticipation, participationUpdate()),
		s.Noun("motif", message.RDVMotif, motifList()),
		s.Noun("absence", message.RDVAbsence, absenceList(), absenceGet(), absenceCreate(), absenceUpdate(), absenceDelete()),
		s.Noun("plan", message.RDVPlan, planCreate(), planGet()),
		s.Noun("public-link", message.RDVPublicLink, publicLinkList()),
		s.Noun("webhook", message.RDVWebhook, webhookList(), webhookEnsure()),
	)
	suggestions().On(e, cmd)
}

// words are the values of a closed set, as texts.
func words[T ~string](values ...T) (texts []string) {
	for _, value := range values {
		texts = append(texts, string(value))
	}
	return texts
}

// suggestions are the ids that completion finds for flags and arguments.
func suggestions() command.Suggestions {
	organisations := organisationList().Suggest(Connect, "name")
	users := userList().Suggest(Connect, "first_name", "last_name")
	agents := agentList().Suggest(Connect, "first_name", "last_name")
	return command.Suggestions{
		"ORGANISATION_ID": organisations, "organisation-id": organisations, "organisation-ids": organisations,
		"USER_ID": users, "user-id": users, "responsible-id": users,
		"agent-id": agents, "referent-agent-ids": agents,
		"ABSENCE_ID": absenceList().Suggest(Connect, "title", "first_day"),
	}
}

// get declares reading one object by its id.
func get[T any](short message.Key, arg, root string, call func(client) func(context.Context, int64, ...guichet.CallOption) (T, error)) object {
	return object{
		Name: "get", Short: short, Args: []command.Arg{{Name: arg}}, Root: root,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
			_, err := call(c)(ctx, in.Int(0), options...)
			return err
		},
	}
}

// send declares writing a body of type B to the object of the first argument,
// or to a new one.
func send[B, T any](o object, call func(client, context.Context, int64, B, ...guichet.CallOption) (T, error)) object {
	o.Writes = true
	o.Call = func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) error {
		var body B
		if err := in.Into(&body); err != nil {
			return err
		}
		var id int64
		if len(o.Args) > 0 {
			id = in.Int(0)
		}
		_, err := call(c, ctx, id, body, options...)
		return err
	}
	return o
}
