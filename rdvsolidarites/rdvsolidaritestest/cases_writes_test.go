package rdvsolidaritestest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestRDVsAndLieuxAreWrittenAsTheContractSays(t *testing.T) {
	const status = "PATCH rdvs/{R1}/update_status"
	const lieu = `{"organisation_id":{O1},"name":"L2","address":"2 rue du Moulin","latitude":50.3,"longitude":2.8}`
	playAll(t, []contractCase{
		{name: "32 update_status answers with the status alone", as: "admin", request: status, body: `{"status":"seen"}`, status: 200, want: []string{`={"status":"seen"}`}},
		{name: "33 a null status is blank", as: "admin", request: status, body: `{"status":null}`, status: 422, want: []string{`errors.status.0.error="blank"`, "success=absent"}},
		{name: "34 an unknown status is an unhandled error", as: "admin", request: status, body: `{"status":"done"}`, status: 500, want: []string{isJSON500}},
		{name: "34a without a status nothing changes", as: "admin", request: status, body: `{}`, status: 200, want: []string{`={"status":"unknown"}`}},
		{name: "35 an unknown rdv is not found", as: "admin", request: "PATCH rdvs/{NONE}/update_status", body: `{"status":"seen"}`, status: 404, want: []string{`keys=["errors"]`}},
		{name: "36 a basic agent changes no rdv of another service", as: "basic", request: "PATCH rdvs/{R2}/update_status", body: `{"status":"seen"}`, status: 403, want: []string{isForbidden}},
		{name: "36 an agent of the rdv changes it", as: "pair", request: status, body: `{"status":"seen"}`, status: 200},
		{name: "36 an agent d'accueil changes every rdv", as: "desk", request: "PATCH rdvs/{R2}/update_status", body: `{"status":"noshow"}`, status: 200},
		{name: "37 update_status has no PUT", as: "admin", request: "PUT rdvs/{R1}/update_status", body: `{"status":"seen"}`, status: 404},
		{name: "37 in 2025 it has no PATCH either", generation: Generation2025, as: "admin", request: status, body: `{"status":"seen"}`, status: 404},
		{name: "38 a lieu is created and comes without a root", as: "admin", request: "POST lieux", body: lieu, status: 200,
			want: []string{`name="L2"`, "latitude=50.3", "longitude=2.8", "organisation_id={O1}", "enabled=true"}},
		{name: "38 a lieu without a name is refused", as: "admin", request: "POST lieux", body: `{"organisation_id":{O1},"address":"a","latitude":1,"longitude":2}`,
			status: 422, want: []string{`keys=["error_messages"]`}},
		{name: "40 a basic agent creates no lieu", as: "basic", request: "POST lieux", body: lieu, status: 403, want: []string{isForbidden}},
		{name: "41 an agent lists the lieux of its own organisations", as: "far", request: "GET lieux", status: 200, want: []string{"lieux=[]", "meta.total_count=0"}},
		{name: "41 an agent sees the lieux of its organisation", as: "basic", request: "GET lieux", status: 200,
			want: []string{`lieux.0.keys=["address","enabled","id","latitude","longitude","name","organisation_id","phone_number","single_use"]`}},
		{name: "41 in 2025 a foreign organisation has no lieu", generation: Generation2025, as: "far", request: "GET lieux?organisation_id={O1}", status: 200, want: []string{"lieux=[]"}},
		{name: "41 in 2024 there is no list of lieux", generation: Generation2024, as: "far by session", request: "GET lieux", status: 404},
	})
}

func TestPersonsAreWrittenAsTheContractSays(t *testing.T) {
	const repeated = `{"first_name":"Ada","last_name":"Caron","email":"u1@example.fr","organisation_ids":[{O1}]}`
	playAll(t, []contractCase{
		{name: "42 a person without organisations is refused", as: "basic", request: "POST users", body: `{"first_name":"Ada","last_name":"Caron"}`, status: 422,
			want: []string{`keys=["errors"]`, `errors=["param is missing or the value is empty: organisation_ids"]`}},
		{name: "43 a known e-mail makes a second person", as: "basic", request: "POST users", body: repeated, status: 200, want: []string{"user.id=1001"}},
		{name: "43 in 2025 it is taken", generation: Generation2025, as: "basic", request: "POST users", body: repeated, status: 422,
			want: []string{`errors.email.0.error="taken"`, "errors.email.0.id={U1}"}},
		{name: "45 the e-mail of a confirmed person stays", as: "basic", request: "PATCH users/{UC}", body: `{"email":"new@example.fr"}`, status: 422,
			want: []string{"errors={}", `keys=["error_messages","errors"]`, "error_messages.1=absent"}},
		{name: "45 it may be sent unchanged", as: "basic", request: "PATCH users/{UC}", body: `{"email":"UC@example.fr","first_name":"Eva"}`, status: 200},
		{name: "45 in 2024 it changes", generation: Generation2024, as: "basic by session", request: "PATCH users/{UC}", body: `{"email":"new@example.fr"}`, status: 200},
		{name: "46 the city of a person is stored", as: "basic", request: "PATCH users/{U1}", body: `{"city_code":"75056","city_name":"Paris","post_code":"75001"}`, status: 200,
			want: []string{`user.city_code="75056"`, `user.city_name="Paris"`, `user.post_code="75001"`}},
		{name: "46 in 2025 it is ignored", generation: Generation2025, as: "basic", request: "PATCH users/{U1}", body: `{"city_code":"75056"}`, status: 200, want: []string{"user.city_code=absent"}},
		{name: "47 a person has the fields of 2026", as: "basic", request: "GET users/{U1}", status: 200,
			want: []string{"user.notification_email=absent", "user.invitation_created_at=absent", "user.invitation_accepted_at=absent", "user.logement=absent",
				"user.caisse_affiliation=absent", "user.city_code=null", "user.user_profiles.*.organisation.id=[{O1}]"}},
		{name: "47 in 2025 a person has another e-mail and an invitation", generation: Generation2025, as: "basic", request: "GET users/{U1}", status: 200,
			want: []string{"user.notification_email=null", "user.invitation_created_at=null", "user.caisse_affiliation=absent"}},
		{name: "47 in 2024 a person has social fields", generation: Generation2024, as: "basic by session", request: "GET users/{U1}", status: 200,
			want: []string{"user.notification_email=absent", "user.caisse_affiliation=null", "user.logement=null"}},
		{name: "48 an unknown person is not found", as: "basic", request: "GET users/{NONE}", status: 404, want: []string{`={"not_found":"user"}`}},
		{name: "49 a plan makes a person in no organisation", as: "basic", request: "POST rdv_plans",
			body: `{"user":{"first_name":"Ada","last_name":"Caron","birth_date":"1990-12-31"}}`, status: 201, want: []string{"rdv_plan.rdv=null", "rdv_plan.user_id=1001"}},
		{name: "50 a plan takes a person by id", as: "basic", request: "POST rdv_plans", body: `{"user":{"id":{U1}}}`, status: 201, want: []string{"rdv_plan.user_id={U1}"}},
		{name: "50 a plan takes a person by e-mail", as: "basic", request: "POST rdv_plans", body: `{"user":{"email":"u1@example.fr"}}`, status: 201, want: []string{"rdv_plan.user_id={U1}"}},
		{name: "51 a plan for a person of another territory is forbidden", as: "basic", request: "POST rdv_plans", body: `{"user":{"id":{U9}}}`, status: 403, want: []string{isForbidden}},
		{name: "51 a plan for an unknown person is not found", as: "basic", request: "POST rdv_plans", body: `{"user":{"id":{NONE}}}`, status: 404},
		{name: "52 a plan without a person is refused", as: "basic", request: "POST rdv_plans", body: `{}`, status: 422, want: []string{`keys=["errors"]`}},
		{name: "52 in 2024 there are no plans", generation: Generation2024, as: "basic by session", request: "POST rdv_plans", body: `{"user":{"id":{U1}}}`, status: 404},
		{name: "63 an absence without an agent is the caller's", as: "basic", request: "POST absences",
			body: `{"title":"Congés","first_day":"2026-11-20","start_time":"08:00","end_time":"12:00"}`, status: 200, want: []string{"absence.agent.id={basic}"}},
		{name: "63 in 2024 it is refused", generation: Generation2024, as: "basic by session", request: "POST absences",
			body: `{"title":"Congés","first_day":"2026-11-20","start_time":"08:00","end_time":"12:00"}`, status: 422, want: []string{"success=false"}},
		{name: "63a an absence ends after its start", as: "basic", request: "POST absences",
			body: `{"title":"Congés","first_day":"2026-11-20","start_time":"15:00","end_time":"08:00"}`, status: 422,
			want: []string{`errors.end_time.0.error="must_be_after_start_time"`, "errors.ends_time=absent"}},
		{name: "64 an unknown status of a participation is an unhandled error", as: "admin", request: "PATCH participations/816", body: `{"participation":{"status":"done"}}`,
			status: 500, want: []string{isJSON500}},
		{name: "64 in 2025 it is an HTML page", generation: Generation2025, as: "admin", request: "PATCH participations/816", body: `{"participation":{"status":"done"}}`,
			status: 500, want: []string{"=no JSON"}},
	})
}

func TestEndpointsMotifsAndCopiesAnswerAsTheContractSays(t *testing.T) {
	const endpoints = "organisations/{O1}/webhook_endpoints"
	playAll(t, []contractCase{
		{name: "54 an admin without a territorial right sees no endpoint", as: "admin", request: "GET " + endpoints, status: 200, want: []string{"webhook_endpoints=[]"}},
		{name: "54 a territorial admin sees the endpoints", as: "terr", request: "GET " + endpoints, status: 200, want: []string{"webhook_endpoints.*.id=[{W1}]"}},
		{name: "54 in 2025 every agent with a role sees them", generation: Generation2025, as: "admin", request: "GET " + endpoints, status: 200, want: []string{"webhook_endpoints.*.id=[{W1}]"}},
		{name: "55 an admin without a territorial right creates no endpoint", as: "admin", request: "POST " + endpoints,
			body: `{"target_url":"https://example.fr/w2","secret":"s"}`, status: 403, want: []string{isForbidden}},
		{name: "56 a host that is not on the list is refused", as: "terr", request: "POST " + endpoints,
			body: `{"target_url":"https://elsewhere.example.org/h","secret":"s"}`, status: 422,
			want: []string{`errors.target_url.0={"error":"host_not_allowed","host":"elsewhere.example.org"}`,
				`error_messages=["target_url a un hôte qui n'est pas autorisé : elsewhere.example.org"]`}},
		{name: "56 in 2025 every host is accepted", generation: Generation2025, as: "terr", request: "POST " + endpoints,
			body: `{"target_url":"https://elsewhere.example.org/h","secret":"s"}`, status: 200},
		{name: "57 PATCH does not move an endpoint", as: "terr", request: "PATCH organisations/{O2}/webhook_endpoints/{W1}", body: `{"subscriptions":["rdv"]}`, status: 200,
			want: []string{"webhook_endpoint.organisation_id={O1}"}},
		{name: "57 in 2025 PATCH moves it", generation: Generation2025, as: "terr", request: "PATCH organisations/{O2}/webhook_endpoints/{W1}", body: `{"subscriptions":["rdv"]}`,
			status: 200, want: []string{"webhook_endpoint.organisation_id={O2}"}},
		{name: "58 a basic agent sees motifs of its services and without one", as: "basic", request: "GET organisations/{O1}/motifs", status: 200,
			want: []string{"motifs.*.id=[{M0},{M1}]", "motifs.*.service_id=[null,2]", "motifs.*.default_duration_in_min=[30,30]",
				"motifs.*.min_public_booking_delay=[1800,1800]", "motifs.*.max_public_booking_delay=[7776000,7776000]"}},
		{name: "58 in 2025 motifs have no delays", generation: Generation2025, as: "basic", request: "GET organisations/{O1}/motifs", status: 200,
			want: []string{"motifs.0.default_duration_in_min=absent", "motifs.0.min_public_booking_delay=absent"}},
		{name: "59 an empty service means motifs without one", as: "admin", request: "GET organisations/{O1}/motifs?service_id=", status: 200, want: []string{"motifs.*.id=[{M0}]"}},
		{name: "60 the filter by category is an unhandled error", as: "admin", request: "GET organisations/{O1}/motifs?motif_category_short_name=rsa", status: 500, want: []string{isJSON500}},
		{name: "61 motifs of another territory are forbidden", as: "basic", request: "GET organisations/{O9}/motifs", status: 403, want: []string{isForbidden}},
		{name: "61 text for an organisation of motifs is an unhandled error", as: "basic", request: "GET organisations/false/motifs", status: 500, want: []string{isJSON500}},
		{name: "61 in 2024 motifs of another territory are an HTML page", generation: Generation2024, as: "basic by session", request: "GET organisations/{O9}/motifs",
			status: 500, want: []string{"=no JSON"}},
		{name: "62 an agent with a wrong e-mail is refused", as: "admin", request: "POST agents",
			body: `{"email":"invalid","organisation_ids":[{O1}],"access_level":"basic"}`, status: 422, want: []string{`keys=["error_messages"]`}},
		{name: "62 a basic agent invites nobody", as: "basic", request: "POST agents",
			body: `{"email":"a@example.fr","organisation_ids":[{O1}],"access_level":"basic"}`, status: 403, want: []string{isForbidden}},
		{name: "65 an agent with a territory makes no organisation", as: "terr", request: "POST organisations", body: `{"name":"O4"}`, status: 401, want: []string{"={}"}},
		{name: "the copies of an organisation are refused", as: "admin", request: "POST rdvs", body: `{}`, status: 403},
		{name: "organisations have a website", as: "terr", request: "PATCH organisations/{O1}", body: `{"website":"https://example.fr","verticale":"rdv_etat"}`, status: 200,
			want: []string{`organisation.website="https://example.fr"`, `organisation.verticale="rdv_etat"`}},
		{name: "in 2025 the verticale rdv_etat is an unhandled error", generation: Generation2025, as: "terr", request: "PATCH organisations/{O1}", body: `{"verticale":"rdv_etat"}`,
			status: 500, want: []string{"=no JSON"}},
	})
}

func TestRdvinsertionAnswersAsTheContractSays(t *testing.T) {
	const slots = "GET /api/rdvinsertion/invitations/creneau_availability?organisation_ids[]={O1}"
	playAll(t, []contractCase{
		{name: "66 another application is refused", instance: InstanceHistoric, as: "basic", request: "GET /api/rdvinsertion/users/{U1}", status: 401, want: []string{"={}"}},
		{name: "66 the new instance has no such route", as: "basic", request: "GET /api/rdvinsertion/users/{U1}", status: 404},
		{name: "66 the shared secret shows a person", instance: InstanceHistoric, as: "basic by signature", request: "GET /api/rdvinsertion/users/{U1}", status: 200,
			want: []string{"user.id={U1}", "user.user_profiles.*.organisation.id=[{O1}]"}},
		{name: "67 a person of another territory is not found", instance: InstanceHistoric, as: "basic by signature", request: "POST /api/rdvinsertion/user_profiles/create_many",
			body: `{"user_id":{U9},"organisation_ids":[{O1}]}`, status: 404, want: []string{`={"not_found":"user"}`}},
		{name: "67 in 2025 it is found", generation: Generation2025, as: "basic by signature", request: "POST /api/rdvinsertion/user_profiles/create_many",
			body: `{"user_id":{U9},"organisation_ids":[{O1}]}`, status: 200, want: []string{"=no JSON"}},
		{name: "68 the count of slots stops at its limit", instance: InstanceHistoric, as: "basic by signature",
			request: slots + "&total_count=true&max_relevant_creneaux_count_limit=1", status: 200, want: []string{`={"creneau_availability_count":1,"limit_reached":true}`}},
		{name: "68 without total_count only the availability is told", instance: InstanceHistoric, as: "basic by signature", request: slots, status: 200,
			want: []string{`={"creneau_availability":true}`}},
		{name: "68 in 2024 a session asks for slots too", generation: Generation2024, as: "basic by session", request: slots, status: 200,
			want: []string{`={"creneau_availability":true}`}},
		{name: "68 in 2026 a session does not", instance: InstanceHistoric, as: "basic by session", request: slots, status: 401},
		{name: "in 2024 a session opens no other route", generation: Generation2024, as: "basic by session", request: "GET /api/rdvinsertion/users/{U1}", status: 401},
		{name: "referents are assigned to a person in sight only", instance: InstanceHistoric, as: "far by signature",
			request: "POST /api/rdvinsertion/referent_assignations/create_many", body: `{"user_id":{U1},"agent_ids":[{basic}]}`, status: 404},
		{name: "categories are made by the agents on a list", instance: InstanceHistoric, as: "basic by signature", request: "POST /api/rdvinsertion/motif_categories",
			body: `{"name":"RSA","short_name":"rsa"}`, status: 403, want: []string{`={"error":"forbidden"}`}},
		{name: "an unknown category is an unhandled error", instance: InstanceHistoric, as: "basic by signature", request: "POST /api/rdvinsertion/motif_category_territories",
			body: `{"motif_category_short_name":"rsa","organisation_id":{O1}}`, status: 500, want: []string{isJSON500}},
		{name: "a category for an organisation out of sight is forbidden", instance: InstanceHistoric, as: "basic by signature",
			request: "POST /api/rdvinsertion/motif_category_territories", body: `{"motif_category_short_name":"rsa","organisation_id":{O9}}`, status: 403},
	})
}

func TestReferentsOfAPersonAreListedForRdvinsertion(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceHistoric)
	if response, text := w.send("basic by signature", "POST /api/rdvinsertion/referent_assignations/create_many", `{"user_id":{U1},"agent_ids":[{pair},{far}]}`); response.StatusCode != 200 || text != "" {
		t.Fatalf("the assignment answered %d %s", response.StatusCode, text)
	}
	_, text := w.send("basic by signature", "GET /api/rdvinsertion/users/{U1}/referent_assignations", "")
	if at(text, "referent_assignations.*.agent.id") != "[12,17]" || at(text, "meta.total_count") != "2" {
		t.Errorf("the referents are %s", text)
	}
}

func TestUpdateStatusLeavesParticipationsAlone32(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	w.send("admin", "PATCH rdvs/{R1}/update_status", `{"status":"excused"}`)
	_, text := w.send("admin", "GET rdvs?status=excused&id={R1}", "")
	if at(text, "rdvs.0.status") != `"excused"` || at(text, "rdvs.0.participations.0.status") != `"unknown"` || at(text, "rdvs.0.cancelled_at") != "null" {
		t.Errorf("the rdv became %s", text)
	}
}

func TestUpdateStatusNeedsEveryPersonInSight36(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	r, _ := w.server.rdv(worldIDs["R2"])
	r.participations = []*participation{{w.server.users[2], "unknown", createdBy{"Agent", worldIDs["other"]}}}
	if response, text := w.send("admin", "PATCH rdvs/{R2}/update_status", `{"status":"seen"}`); response.StatusCode != 403 {
		t.Errorf("the rdv of a person in another organisation answered %d %s", response.StatusCode, text)
	}
}

func TestALieuHasAnExternalIDOnce39(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	body := `{"organisation_id":{O1},"name":"L2","address":"2 rue du Moulin","latitude":50.3,"longitude":2.8,"external_reference":{"external_id":"L-1"}}`
	if response, text := w.send("admin", "POST lieux", body); response.StatusCode != 200 {
		t.Fatalf("the first answered %d %s", response.StatusCode, text)
	}
	response, text := w.send("admin", "POST lieux", body)
	if response.StatusCode != 422 || at(text, "keys") != `["error_messages"]` || at(text, "error_messages.0") == "absent" || at(text, "error_messages.1") != "absent" {
		t.Errorf("the second answered %d %s", response.StatusCode, text)
	}
	if _, text := w.send("admin", "GET lieux", ""); at(text, "meta.total_count") != "2" {
		t.Errorf("the lieux are %s", text)
	}
}

func TestARefusedWriteMakesNothing(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	for _, c := range []struct {
		name, as, request, body string
		status                  int
	}{
		{"51 a plan for a person of another territory", "basic", "POST rdv_plans", `{"user":{"id":{U9}}}`, 403},
		{"52 a plan without a person", "basic", "POST rdv_plans", `{}`, 422},
		{"40 a lieu of a basic agent", "basic", "POST lieux", `{"organisation_id":{O1},"name":"L2","address":"a","latitude":1,"longitude":2}`, 403},
		{"42 a person without organisations", "basic", "POST users", `{"first_name":"Ada","last_name":"Caron"}`, 422},
		{"55 an endpoint of an admin", "admin", "POST organisations/{O1}/webhook_endpoints", `{"target_url":"https://example.fr/w2","secret":"s"}`, 403},
		{"56 an endpoint on a host that is not on the list", "terr", "POST organisations/{O1}/webhook_endpoints",
			`{"target_url":"https://elsewhere.example.org/h","secret":"s"}`, 422},
	} {
		if response, text := w.send(c.as, c.request, c.body); response.StatusCode != c.status {
			t.Errorf("%s answered %d %s", c.name, response.StatusCode, text)
		}
		s := w.server
		if len(s.plans) != 0 || len(s.users) != 3 || len(s.endpoints) != 1 || len(s.organisations[0].lieux) != 1 {
			t.Fatalf("%s made something", c.name)
		}
	}
}

func TestTheCityOfAPersonIsReadBack46(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	w.send("basic", "PATCH users/{U1}", `{"city_code":"75056","city_name":"Paris"}`)
	_, text := w.send("basic", "GET users/{U1}", "")
	if at(text, "user.city_code") != `"75056"` || at(text, "user.city_name") != `"Paris"` || at(text, "user.post_code") != "null" {
		t.Errorf("U1 is %s", text)
	}
}

func TestReferentsOutOfSightAreLeftOutAndKept44(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	w.server.users[0].referents = []int64{worldIDs["far"], worldIDs["pair"]}
	w.send("basic", "PATCH users/{U1}", `{"referent_agent_ids":[{basic}]}`)
	if got := slices.Sorted(slices.Values(w.server.users[0].referents)); !slices.Equal(got, []int64{worldIDs["basic"], worldIDs["far"]}) {
		t.Errorf("the referents of U1 are %v", got)
	}
	_, text := w.send("basic", "POST users", `{"first_name":"Ada","last_name":"Caron","organisation_ids":[{O1}],"referent_agent_ids":[{far},{basic}]}`)
	created, _ := w.server.user(1001)
	if created == nil || len(created.referents) != 1 || created.referents[0] != worldIDs["basic"] {
		t.Errorf("created %s with %+v", text, created)
	}
}

func TestAnotherAgentsPlanIsNotFound53(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	_, text := w.send("basic", "POST rdv_plans", `{"user":{"first_name":"Ada","last_name":"Caron"}}`)
	plan, person := at(text, "rdv_plan.id"), at(text, "rdv_plan.user_id")
	for as, want := range map[string]int{"basic": 200, "pair": 404} {
		if response, _ := w.send(as, "GET rdv_plans/"+plan, ""); response.StatusCode != want {
			t.Errorf("%s got %d, want %d", as, response.StatusCode, want)
		}
	}
	// The person is in no organisation; the earlier plan gives access to it.
	for as, want := range map[string]int{"basic": 201, "pair": 403} {
		if response, _ := w.send(as, "POST rdv_plans", `{"user":{"id":`+person+`}}`); response.StatusCode != want {
			t.Errorf("a second plan of %s got %d, want %d", as, response.StatusCode, want)
		}
	}
	if response, _ := w.send("basic", "GET users/"+person, ""); response.StatusCode != 403 {
		t.Errorf("the person of a plan answered %d", response.StatusCode)
	}
}

func TestTheTokenEndpointReadsFormsOnly72(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	code := w.server.sessions.newCode(w.agents["basic"], ClientID, RedirectURI, "")
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {RedirectURI},
		"client_id": {ClientID}, "client_secret": {ClientSecret}}
	values := map[string]string{}
	for k := range form {
		values[k] = form.Get(k)
	}
	body, _ := json.Marshal(values)
	if response, text := w.send("nobody", "POST /oauth/token", string(body)); response.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("JSON got %d %s", response.StatusCode, text)
	}
	response, err := http.Post(w.url+"/oauth/token", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != 200 {
		t.Errorf("a form got %d", response.StatusCode)
	}
}

func TestA401OfABearerNamesItsScheme1(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	response, text := w.send("nobody", "GET absences", "")
	if !strings.HasPrefix(response.Header.Get("WWW-Authenticate"), `Bearer realm="Doorkeeper", error="invalid_token"`) || text != "" {
		t.Errorf("the 401 has %q and %q", response.Header.Get("WWW-Authenticate"), text)
	}
}
