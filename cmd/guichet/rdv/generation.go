package rdv

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// Generation is the year whose API the service has, "" when it cannot be told: 2024 has
// no agents/me, and the motifs of 2026 say how long an appointment takes by default.
func Generation(ctx context.Context, r *command.Run) (string, error) {
	client, err := Connect(ctx, r)
	if err != nil {
		return "", err
	}
	_, err = client.Agents.Me(ctx)
	var failed *guichet.Error
	if errors.As(err, &failed) && failed.Status == http.StatusNotFound {
		return "2024", nil
	}
	if err != nil {
		return "", err
	}
	organisations, err := client.Organisations.ListRaw(ctx, rdvsolidarites.OrganisationQuery{})
	if err != nil {
		return "", err
	}
	for _, organisation := range organisations.Items {
		id, err := strconv.ParseInt(string(rawjson.Member(organisation, "id")), 10, 64)
		if err != nil {
			return "", err
		}
		motifs, err := client.Motifs.ListRaw(ctx, rdvsolidarites.MotifQuery{OrganisationID: id})
		switch {
		case err != nil:
			return "", err
		case len(motifs.Items) == 0:
			continue
		case rawjson.Member(motifs.Items[0], "default_duration_in_min") != nil:
			return "2026", nil
		}
		return "2025", nil
	}
	return "", nil
}
