package rdv

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// Inlined, its closures would be compiled anew for the suggestions.
//
//go:noinline
func agentList() *list {
	var q rdvsolidarites.AgentQuery
	return &list{
		Short:   message.RDVAgentList,
		Noun:    message.NounAgent,
		Columns: []string{"id", "first_name", "last_name", "email"},
		Flags: func(f *command.Flags) {
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationIDIgnored)
		},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.Agents.AllRaw(ctx, q)
		},
	}
}

func agentMe() *object {
	return &object{
		Name: "me", Short: message.RDVAgentMe,
		Call: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Agents.MeRaw(ctx, options...)
		},
	}
}

func teamList() *list {
	return &list{
		Short:   message.RDVTeamList,
		Noun:    message.NounTeam,
		Columns: []string{"id", "name", "agents.last_name"}, Table: []string{"id", "name", "agents"},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.Teams.AllRaw(ctx, rdvsolidarites.TeamQuery{})
		},
	}
}
