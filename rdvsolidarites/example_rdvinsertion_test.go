package rdvsolidarites_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// The routes of /api/rdvinsertion, for which the package has no methods: Do reaches
// them with the OAuth credential of the one application that they let in. They are on
// the historic instance only. Another namespace wants a credential of its own: give it
// with [guichet.WithHeader] to a client that is Anonymous.
//
// The two create_many may be sent twice without harm: [guichet.Repeatable] says so.
// They answer with nothing, so that out is nil.
func ExampleClient_Do_rdvinsertion() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	client, err := rdvsolidarites.New(rdvsolidarites.Bearer(insertionToken(server.URL)), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	const base, user, organisation, agent = "/api/rdvinsertion", 1048, 102, 205

	// The person joins organisations and gets référents. Organisations and agents
	// outside rdv-insertion are skipped without a word.
	err = client.Do(ctx, "POST", base+"/user_profiles/create_many",
		map[string]any{"user_id": user, "organisation_ids": []int64{organisation}}, nil, guichet.Repeatable())
	fmt.Println("profiles:", err)
	err = client.Do(ctx, "POST", base+"/referent_assignations/create_many",
		map[string]any{"user_id": user, "agent_ids": []int64{agent}}, nil, guichet.Repeatable())
	fmt.Println("référents:", err)

	var person struct{ User rdvsolidarites.User }
	err = client.Do(ctx, "GET", fmt.Sprintf("%s/users/%d", base, user), nil, &person)
	fmt.Println("person:", person.User.ID, len(person.User.UserProfiles), err)

	var referents struct {
		List []rdvsolidarites.ReferentAssignation `json:"referent_assignations"`
		Meta struct {
			Total int `json:"total_count"`
		}
	}
	err = client.Do(ctx, "GET", fmt.Sprintf("%s/users/%d/referent_assignations?page=1", base, user), nil, &referents)
	fmt.Println("référents:", len(referents.List), referents.Meta.Total, err)

	var slots struct {
		Count   int  `json:"creneau_availability_count"`
		Reached bool `json:"limit_reached"`
	}
	err = client.Do(ctx, "GET", base+"/invitations/creneau_availability?"+url.Values{
		"organisation_ids[]": {"102"}, "total_count": {"true"}, "max_relevant_creneaux_count_limit": {"1"},
	}.Encode(), nil, &slots)
	fmt.Println("slots:", slots.Count, slots.Reached, err)

	// Only agents whom the service lists may make a category.
	err = client.Do(ctx, "POST", base+"/motif_categories",
		map[string]string{"name": "RSA atelier", "short_name": "rsa_atelier"}, nil)
	fmt.Println("category:", err)
	var territory struct{ Territory json.RawMessage }
	err = client.Do(ctx, "POST", base+"/motif_category_territories",
		map[string]any{"motif_category_short_name": "rsa_orientation", "organisation_id": organisation}, &territory)
	fmt.Println("territory:", len(territory.Territory) > 0, err)
	// Output:
	// profiles: <nil>
	// référents: <nil>
	// person: 1048 1 <nil>
	// référents: 1 1 <nil>
	// slots: 1 true <nil>
	// category: rdvsolidarites: Do: 403 Forbidden: forbidden
	// territory: true <nil>
}

// insertionToken authorizes the application of rdv-insertion: see the example of OAuth.
func insertionToken(base string) string {
	const back = "https://insertion.example.fr/retour"
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	authorized, err := browser.Get(base + "/oauth/authorize?" + url.Values{
		"response_type": {"code"}, "client_id": {rdvsolidaritestest.InsertionClientID}, "redirect_uri": {back}, "scope": {"write"},
	}.Encode())
	if err != nil {
		log.Fatal(err)
	}
	defer authorized.Body.Close()
	location, err := authorized.Location()
	if err != nil {
		log.Fatal(err)
	}
	response, err := http.PostForm(base+"/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {location.Query().Get("code")}, "redirect_uri": {back},
		"client_id": {rdvsolidaritestest.InsertionClientID}, "client_secret": {rdvsolidaritestest.InsertionClientSecret},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&token); err != nil {
		log.Fatal(err)
	}
	return token.AccessToken
}
