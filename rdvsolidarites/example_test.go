package rdvsolidarites_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// A first program reads every appointment of an organisation, each once.
func Example() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 6}))
	defer server.Close()

	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	for rdv, err := range client.RDVs.All(context.Background(), rdvsolidarites.RDVQuery{OrganisationID: 101}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(rdv.ID, rdv.StartsAt.Format("2006-01-02 15:04"), rdv.Status, rdv.Motif.Name)
	}
	// Output:
	// 10001 2026-12-18 13:30 unknown Entretien social
	// 10004 2026-09-29 15:00 seen Rappel téléphonique
}

// The appointments of one day at one place, in the order in which they begin.
// The service lists them in no order.
func Example_today() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 300}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	// The invented appointments lie around this day. A program asks for
	// rdvsolidarites.Today().
	today := rdvsolidarites.Date{Year: 2026, Month: time.November, Day: 16}
	query := rdvsolidarites.RDVQuery{OrganisationID: 101, FirstDay: today, LastDay: today}
	var agenda []rdvsolidarites.RDV
	for rdv, err := range client.RDVs.All(context.Background(), query) {
		if err != nil {
			log.Fatal(err)
		}
		agenda = append(agenda, rdv)
	}
	slices.SortFunc(agenda, func(a, b rdvsolidarites.RDV) int { return a.StartsAt.Compare(b.StartsAt.Time) })
	for _, rdv := range agenda {
		fmt.Println(rdv.StartsAt.Format("15:04"), rdv.Status, rdv.Motif.Name)
	}
	// Output:
	// 09:00 unknown Suivi à distance
	// 10:30 unknown Orientation RSA
	// 14:15 unknown Rappel téléphonique
	// 15:45 unknown Visite à domicile
	// 16:30 unknown Signature du contrat
}

// A service of 2025 or before refuses the e-mail of a person whom it knows, and
// says whose it is. A newer one creates a second person.
func ExampleUsers_Create() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	person := rdvsolidarites.UserCreate{
		FirstName: "Ada", LastName: "Lefèvre", OrganisationIDs: []int64{101},
		Email: guichet.Set("ada.lefevre@example.fr"), PhoneNumber: guichet.Set("01 99 00 12 34"),
	}
	for range 2 { // the second time she is known
		user, err := client.Users.Create(ctx, person)
		if id, known := rdvsolidarites.ExistingUserID(err); known {
			fmt.Println("known as", id)
			user, err = client.Users.Get(ctx, id)
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(user.ID, user.FirstName, user.LastName)
	}
	// Output:
	// 1131 Ada Lefèvre
	// known as 1131
	// 1131 Ada Lefèvre
}

// The status of an appointment is that of each participation. A status that was
// sent may have mailed the person: an unknown outcome is not repeated blindly.
func ExampleParticipations_Update() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 30}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	page, err := client.RDVs.List(ctx, rdvsolidarites.RDVQuery{IDs: []int64{10001}})
	if err != nil {
		log.Fatal(err)
	}
	for _, rdv := range page.Items {
		for _, participation := range rdv.Participations {
			updated, err := client.Participations.Update(ctx, participation.ID, rdvsolidarites.StatusSeen)
			switch {
			case errors.Is(err, guichet.ErrUnknownOutcome):
				fmt.Println("read the appointment again before you repeat this:", err)
			case err != nil:
				log.Fatal(err)
			default:
				fmt.Println(rdv.Status, "became", updated.Status)
			}
		}
	}
	// Output:
	// unknown became seen
}

// All reads page after page and gives each person once, also where the service's
// pages repeat some people in the place of others. The report says whether
// everybody was found.
func ExampleUsers_All() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{Users: 250, LossyPages: true}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	var report guichet.Report
	people := map[int64]string{}
	for user, err := range client.Users.All(context.Background(), rdvsolidarites.UserQuery{}, guichet.WithReport(&report)) {
		if errors.Is(err, guichet.ErrIncomplete) {
			fmt.Println("some people are missing")
			break // those that were read are good
		}
		if err != nil {
			log.Fatal(err)
		}
		people[user.ID] = user.LastName
	}
	fmt.Printf("%d people, %d of %d, complete: %t\n", len(people), report.Unique, report.Total, report.Done)
	// Output: 250 people, 250 of 250, complete: true
}

// AllRaw gives each object as the service sent it, for programs that pass it on.
func ExampleOrganisations_AllRaw() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	rows, report := client.Organisations.AllRaw(context.Background(), rdvsolidarites.OrganisationQuery{})
	for raw, err := range rows {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(raw))
		break // leaving the loop sends nothing more
	}
	fmt.Println(report.Unique, "of", report.Total)
	// Output:
	// {"id":101,"email":"accueil-1@example.fr","name":"Maison des solidarités Arras","phone_number":"01 99 00 11 10","verticale":"rdv_solidarites","website":null}
	// 1 of 3
}

// GetRaw gives one object as the service sent it.
func ExampleOrganisations_GetRaw() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	raw, err := client.Organisations.GetRaw(context.Background(), 101)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(raw))
	// Output:
	// {"id":101,"email":"accueil-1@example.fr","name":"Maison des solidarités Arras","phone_number":"01 99 00 11 10","verticale":"rdv_solidarites","website":null}
}

// Do sends a request for which the package has no method, with the same
// guarantees.
func ExampleClient_Do() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	var answer struct {
		Organisation struct{ Name string }
	}
	err = client.Do(context.Background(), http.MethodGet, "/api/v1/organisations/101", nil, &answer)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Organisation.Name)
	// Output: Maison des solidarités Arras
}
