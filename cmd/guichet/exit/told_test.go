package exit_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/refusal"
)

func TestAnErrorSpeaksOfAThing(t *testing.T) {
	noSuch := func(what string) error { return refusal.New("no_such", "no such %s", what) }
	for _, c := range []struct {
		name string
		err  guichet.Error
		want string
	}{
		{"the id that was asked for", guichet.Error{Op: "Absences.Get", Path: "/api/v1/absences/641", Status: 404, Kind: guichet.ErrNotFound, Err: noSuch("absence")}, "absence 641 introuvable (404)"},
		{"no words", guichet.Error{Op: "RDVPlans.Get", Path: "/api/v1/rdv_plans/5", Status: 404, Kind: guichet.ErrNotFound}, "rendez-vous à finaliser 5 introuvable (404)"},
		{"words with the id", guichet.Error{Op: "Participations.Update", Path: "/api/v1/participations/10454", Status: 404, Kind: guichet.ErrNotFound, Message: "Couldn't find Participation with 'id'=10454 [WHERE …]"}, "participation 10454 introuvable (404)"},
		{"the outer thing", guichet.Error{Op: "Users.GetIn", Path: "/api/v1/organisations/5/users/9", Status: 404, Kind: guichet.ErrNotFound, Message: "Couldn't find Organisation with 'id'=5"}, "organisation 5 introuvable (404)"},
		{"an id that begins like it", guichet.Error{Op: "Users.Update", Path: "/api/v1/users/9", Status: 404, Kind: guichet.ErrNotFound, Message: "Couldn't find Organisation with 'id'=91"}, "usager 9\u00a0: introuvable (404)\u00a0: Couldn't find Organisation with 'id'=91"},
		{"no such route", guichet.Error{Op: "Absences.Get", Path: "/api/v1/absences/641", Status: 404, Kind: guichet.ErrNotFound, Err: refusal.New("html_page", "an HTML page")}, "absence 641\u00a0: introuvable (404)\u00a0: une page HTML a été renvoyée à la place des données"},
		{"another thing", guichet.Error{Op: "Users.Update", Path: "/api/v1/users/9", Status: 404, Kind: guichet.ErrNotFound, Err: noSuch("agent")}, "usager 9\u00a0: introuvable (404)\u00a0: agent introuvable"},
		{"data that was refused", guichet.Error{Op: "RDVs.UpdateStatus", Path: "/api/v1/rdvs/7/update_status", Status: 422, Kind: guichet.ErrInvalid, Message: "non"}, "rendez-vous 7\u00a0: le service a refusé les données (422)\u00a0: non"},
		{"an unknown outcome", guichet.Error{Op: "Absences.Update", Path: "/api/v1/absences/641", Kind: guichet.ErrNetwork, Changes: true, Sent: guichet.MaybeSent}, "absence 641\u00a0: aucune réponse du service ("},
		{"the service is at fault", guichet.Error{Op: "Absences.Get", Path: "/api/v1/absences/641", Status: 503, Kind: guichet.ErrUnavailable}, "erreur du service (503)"},
		{"a sign-in", guichet.Error{Op: "Auth.SignIn", Path: "/api/v1/auth/sign_in", Status: 401, Kind: guichet.ErrUnauthorized}, "identifiants refusés (401)"},
		{"a record", guichet.Error{Service: "gopaas", Op: "Items.Get", Path: "/app/api/item/clients/a%20b/", Status: 404, Kind: guichet.ErrNotFound}, "fiche clients/a b introuvable (404)"},
		{"a token in the path", guichet.Error{Service: "zops", Op: "ConsumerTokens.Delete", Path: "/api/v1/consumer-tokens/SECRET/projects/5/services/push", Status: 404, Kind: guichet.ErrNotFound}, "service push (projet 5)\u00a0: introuvable (404)"},
		{"either of two things", guichet.Error{Service: "zops", Op: "ProjectConsumers.Detach", Path: "/api/v1/projects/5/consumers/9", Status: 404, Kind: guichet.ErrNotFound, Message: "non"}, "consommateur 9 (projet 5)\u00a0: introuvable (404)\u00a0: non"},
		{"a row that a list lacks", guichet.Error{Op: "RDVs.Get", Path: "/api/v1/rdvs", Status: 200, Kind: guichet.ErrNotFound, Err: refusal.New("no_such_id", "%s %d not found", "rdv", int64(7))}, "rendez-vous 7 introuvable"},
		{"an operation of Astor", guichet.Error{Service: "astor", Op: "Users/Delete a user", Method: "DELETE", Path: "/users/7", Status: 404, Kind: guichet.ErrNotFound, Message: "non"}, "Users/Delete a user\u00a0: introuvable (404)\u00a0: non"},
		{"a path of Astor", guichet.Error{Service: "astor", Op: "Do", Method: "GET", Path: "/x", Status: 403, Kind: guichet.ErrForbidden}, "non autorisé (403)"},
		{"an import", guichet.Error{Service: "astor", Op: "import", Method: "GET", Status: 403, Kind: guichet.ErrForbidden}, "non autorisé (403)"},
	} {
		failed := exit.Remote(&c.err, exit.Situation{})
		if got := failed.In(message.For(message.French)); got != c.want && (!c.err.UnknownOutcome() || !strings.HasPrefix(got, c.want)) {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
		line, err := failed.JSON(nil)
		var read struct{ Error struct{ Op string } }
		if err = errors.Join(err, json.Unmarshal(line, &read)); err != nil || read.Error.Op != c.err.Op {
			t.Errorf("%s: %s, %v", c.name, line, err)
		}
	}
}
