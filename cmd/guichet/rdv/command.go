package rdv

import (
	"context"
	"encoding/json"

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
	appointment := s.Noun("rdv", message.RDVRDV, rdvList(), rdvGet(), rdvAgenda(), rdvUpdateStatus())
	appointment.Long = e.Messages.Text(message.RDVRDV) + "\n\n" + e.Messages.Text(message.HelpTwice)
	cmd.AddCommand(
		s.Noun("organisation", message.RDVOrganisation, organisationList(), organisationGet(), organisationUpdate()),
		s.Noun("agent", message.RDVAgent, agentList(), agentMe()),
		s.Noun("team", message.RDVTeam, teamList()),
		s.Noun("user", message.RDVUser, userList(), userGet(), userFind(), userDuplicates(), userCreate(), userUpdate(), userInvitationToken()),
		s.Noun("user-profile", message.RDVUserProfile, userProfileCreate(), userProfileDelete()),
		s.Noun("referent", message.RDVReferent, referentCreate(), referentDelete()),
		appointment,
		s.Noun("lieu", message.RDVLieu, lieuList(), lieuCreate()),
		s.Noun("participation", message.RDVParticipation, participationUpdate()),
		s.Noun("motif", message.RDVMotif, motifList()),
		s.Noun("absence", message.RDVAbsence, absenceList(), absenceGet(), absenceCreate(), absenceUpdate(), absenceDelete()),
		s.Noun("plan", message.RDVPlan, planCreate(), planGet()),
		s.Noun("public-link", message.RDVPublicLink, publicLinkList()),
		rdvAgenda().Command(e, Connect), // the short way to rdv rdv agenda
		s.Noun("webhook", message.RDVWebhook, webhookList(), webhookEnsure()),
	)
	suggestions().On(e, cmd)
}

// words are the values of a closed set, as texts.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
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
		"PARTICIPATION_ID": participations,
		"RDV_ID":           rdvList().Suggest(Connect, "starts_at", "status"),
		"ABSENCE_ID":       absenceList().Suggest(Connect, "title", "first_day"),
	}
}

// getter reads one object by its id.
type getter = func(context.Context, int64, ...guichet.CallOption) (json.RawMessage, error)

// get declares reading one object by its id.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func get(short message.Key, arg string, of func(client) getter) *object {
	return &object{
		Name: "get", Short: short, Args: []command.Arg{{Name: arg}},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return of(c)(ctx, in.Int(0), options...)
		},
	}
}
