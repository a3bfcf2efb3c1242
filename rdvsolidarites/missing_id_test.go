package rdvsolidarites_test

import (
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// TestAListWithARowWithoutAnIDIsRefused because rows are told apart by their
// ids: of two rows without one, the second would be dropped as a repetition.
func TestAListWithARowWithoutAnIDIsRefused(t *testing.T) {
	type client = rdvsolidarites.Client
	ctx := t.Context()
	for root, lists := range map[string]func(c *client) [2]read{
		"absences": func(c *client) [2]read {
			q := rdvsolidarites.AbsenceQuery{}
			return bothOf(c.Absences.All(ctx, q), rows(c.Absences.AllRaw(ctx, q)))
		},
		"agents": func(c *client) [2]read {
			q := rdvsolidarites.AgentQuery{}
			return bothOf(c.Agents.All(ctx, q), rows(c.Agents.AllRaw(ctx, q)))
		},
		"motifs": func(c *client) [2]read {
			q := rdvsolidarites.MotifQuery{OrganisationID: 1}
			return bothOf(c.Motifs.All(ctx, q), rows(c.Motifs.AllRaw(ctx, q)))
		},
		"organisations": func(c *client) [2]read {
			q := rdvsolidarites.OrganisationQuery{}
			return bothOf(c.Organisations.All(ctx, q), rows(c.Organisations.AllRaw(ctx, q)))
		},
		"rdvs": func(c *client) [2]read {
			q := rdvsolidarites.RDVQuery{}
			return bothOf(c.RDVs.All(ctx, q), rows(c.RDVs.AllRaw(ctx, q)))
		},
		"teams": func(c *client) [2]read {
			q := rdvsolidarites.TeamQuery{}
			return bothOf(c.Teams.All(ctx, q), rows(c.Teams.AllRaw(ctx, q)))
		},
		"users": func(c *client) [2]read {
			q := rdvsolidarites.UserQuery{}
			return bothOf(c.Users.All(ctx, q), rows(c.Users.AllRaw(ctx, q)))
		},
		"webhook_endpoints": func(c *client) [2]read {
			q := rdvsolidarites.WebhookEndpointQuery{OrganisationID: 1}
			return bothOf(c.WebhookEndpoints.All(ctx, q), rows(c.WebhookEndpoints.AllRaw(ctx, q)))
		},
	} {
		for _, row := range []string{`{}`, `{"id":null}`, `{"id":0}`, `{"autre":1,"id":0}`} {
			// Motifs looks up the agent's organisations first.
			body := fmt.Sprintf(`{"organisations":[{"id":1}],"%s":[{"id":1},%s,%[2]s],"meta":{"current_page":1,"next_page":null,"total_pages":1}}`, root, row)
			if root == "organisations" {
				body = strings.Replace(body, `"organisations":[{"id":1}],`, "", 1)
			}
			client := newClient(t, "https://rdv.example.fr", rdvsolidarites.Bearer("jeton"), guichet.WithRetries(0),
				guichet.WithHTTPClient(&http.Client{Transport: fake.Says{Status: http.StatusOK, ContentType: "application/json", Body: body}}))
			for i, read := range lists(client) {
				rows, err := read()
				var e *guichet.Error
				if !errors.As(err, &e) || !errors.Is(err, guichet.ErrUnusableAnswer) || rows != 0 || !strings.Contains(e.Message, "page 1") {
					t.Errorf("%s with the row %s (typed, raw: %d): %d rows and %v", root, row, i, rows, err)
				}
			}
		}
	}
}

// read reads a list: how many rows it gave, and the error that ended it.
type read func() (int, error)

// bothOf reads the typed and the raw form of a list.
func bothOf[A, B any](typed iter.Seq2[A, error], raw iter.Seq2[B, error]) [2]read {
	return [2]read{func() (int, error) { return count(typed) }, func() (int, error) { return count(raw) }}
}

func count[T any](list iter.Seq2[T, error]) (rows int, err error) {
	for _, err := range list {
		if err != nil {
			return rows, err
		}
		rows++
	}
	return rows, nil
}
