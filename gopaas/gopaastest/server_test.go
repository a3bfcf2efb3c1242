package gopaastest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

func start(t *testing.T, o gopaastest.Options) *gopaastest.Server {
	t.Helper()
	server := gopaastest.New(o)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// ask sends a request with a bearer and headers, and returns status and body.
func ask(t *testing.T, method, address, bearer, body string, headers ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+bearer)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(answer)
}

func TestTheSameSeedGivesTheSameData(t *testing.T) {
	var answers []string
	for _, seed := range []int64{7, 7, 8} {
		server := start(t, gopaastest.Options{Seed: seed})
		_, body := ask(t, "GET", server.URL+"/api/list/1206/", gopaastest.APIKey, "", "rowPerPage", "1000")
		answers = append(answers, body)
	}
	if answers[0] != answers[1] || answers[0] == answers[2] {
		t.Error("the data does not follow the seed")
	}
}

func TestErrorsHaveTheDocumentedBodies(t *testing.T) {
	server := start(t, gopaastest.Options{})
	for _, c := range []struct {
		method, path, bearer string
		status               int
		body                 string
	}{
		{"GET", "/api/list/1167/", "x", 401, `{"msg":"Invalid API key."}`},
		{"GET", "/api/oauth2/list/1167/", gopaastest.APIKey, 401, `{"msg":"Invalid API key."}`},
		{"GET", "/api/nothing", gopaastest.APIKey, 400, `{"msg":"Invalid version."}`},
		{"GET", "/api/list/9999/", gopaastest.APIKey, 500, `{"msg":"Something went wrong. Please try again later."}`},
		{"POST", "/api/items/compte/", gopaastest.APIKey, 500, `{"msg":"Something went wrong. Please try again later."}`},
	} {
		status, body := ask(t, c.method, server.URL+c.path, c.bearer, "")
		if status != c.status || body != c.body {
			t.Errorf("%s %s answered %d %s", c.method, c.path, status, body)
		}
	}
	status, body := ask(t, "POST", server.URL+"/api/oauth2/access_token/", "", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {gopaastest.ClientID}, "client_secret": {"faux"},
	}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if status != 401 || body != `{"msg":"Invalid Information."}` {
		t.Errorf("a wrong secret answered %d %s", status, body)
	}
}

func TestATokenExpiresAndCanBeRevoked(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	server := start(t, gopaastest.Options{Now: func() time.Time { return now }})
	token := func() string {
		t.Helper()
		_, body := ask(t, "POST", server.URL+"/api/oauth2/access_token/", "", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {gopaastest.ClientID}, "client_secret": {gopaastest.ClientSecret},
		}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		var answer struct {
			AccessToken string `json:"access_token"`
			ExpiresIn   string `json:"expires_in"`
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.ExpiresIn != "60" {
			t.Fatalf("the token is %s, and %v", body, err)
		}
		return answer.AccessToken
	}
	expect := func(token string, want int) {
		t.Helper()
		if status, _ := ask(t, "GET", server.URL+"/api/oauth2/item/compte/1/", token, ""); status != want {
			t.Errorf("the token was answered %d, not %d", status, want)
		}
	}
	first := token()
	now = now.Add(59 * time.Second)
	expect(first, 200)
	now = now.Add(time.Second)
	expect(first, 401)
	next := token()
	expect(next, 200)
	server.Fault(gopaastest.Fault{ExpireSession: true})
	expect(next, 401)
}

func TestASearchAcceptsTriplesAndATrailingOperator(t *testing.T) {
	server := start(t, gopaastest.Options{})
	count := func(search string) (int, int) {
		status, body := ask(t, "GET", server.URL+"/api/list/compte.default/", gopaastest.APIKey, "", "advancedSearch", search, "rowPerPage", "1000")
		var answer struct{ Rows []map[string]string }
		_ = json.Unmarshal([]byte(body), &answer)
		return status, len(answer.Rows)
	}
	_, one := count("cp|contain|75|")
	_, other := count("cp|contain|75|AND")
	if one == 0 || one != other {
		t.Errorf("the search found %d rows, and %d with a dangling word", one, other)
	}
	for _, search := range []string{"cp|like|75|", "cp|contain|75|OR|nom|contain|a|", "inconnu|equal|a|", "cp"} {
		if status, _ := count(search); status != 500 {
			t.Errorf("%q was answered %d", search, status)
		}
	}
}

func TestHiddenColumnsAreLeftOutWhenOnlyVisibleIsOn(t *testing.T) {
	server := start(t, gopaastest.Options{})
	_, all := ask(t, "GET", server.URL+"/api/list/1167/", gopaastest.APIKey, "")
	_, visible := ask(t, "GET", server.URL+"/api/list/1167/", gopaastest.APIKey, "", "onlyVisible", "on", "columns", "on")
	if !strings.Contains(all, `"commentaire":"Client`) || strings.Contains(visible, `"commentaire":"Client`) || !strings.Contains(visible, `"column":{`) {
		t.Error("the hidden column is not where it should be")
	}
}

func TestAPushIsAtomic(t *testing.T) {
	server := start(t, gopaastest.Options{Empty: true})
	status, _ := ask(t, "POST", server.URL+"/api/items/compte/", gopaastest.APIKey, `[{"cle":"a","nom":"A"},{"nom":"B"}]`)
	if status != 500 || server.Count("compte") != 0 {
		t.Errorf("the push was answered %d and left %d rows", status, server.Count("compte"))
	}
	status, _ = ask(t, "POST", server.URL+"/api/items/compte/", gopaastest.APIKey, `[{"cle":"a","nom":"A","cp":75011},{"cle":"b"},{"cle":"a","ville":"Paris"}]`)
	if record := server.Record("compte", "a"); status != 200 || server.Count("compte") != 2 || record["nom"] != "A" || record["cp"] != "75011" || record["ville"] != "Paris" {
		t.Errorf("the push was answered %d and left %v", status, record)
	}
}

func TestRowsComeAndGoByTheControlRoute(t *testing.T) {
	server := start(t, gopaastest.Options{Empty: true})
	status, body := ask(t, "POST", server.URL+"/_sandbox/rows", "", `{"dataset":"gopaas.list:1170","insert":3}`)
	var made struct{ Inserted, Deleted []string }
	if err := json.Unmarshal([]byte(body), &made); err != nil || status != 200 || len(made.Inserted) != 3 || server.Count("contact") != 3 {
		t.Fatalf("the control route answered %d %s", status, body)
	}
	if server.Record("contact", made.Inserted[0]) == nil {
		t.Error("the row that was inserted is not there")
	}
	if _, deleted, err := server.ChangeRows("gopaas.list:1170", 0, 5); err != nil || len(deleted) != 3 || server.Count("contact") != 0 {
		t.Errorf("%d rows were deleted, and %v", len(deleted), err)
	}
	for _, bad := range []string{`{"dataset":"gopaas.list:9"}`, `{"dataset":"1170"}`, `{"dataset":"gopaas.list:1170","insert":-1}`, `{"x":1}`} {
		if status, _ := ask(t, "POST", server.URL+"/_sandbox/rows", "", bad); status != 400 {
			t.Errorf("%s was answered %d", bad, status)
		}
	}
}

func TestAFaultEditsARowOnceItsPageIsAnswered(t *testing.T) {
	server := start(t, gopaastest.Options{Accounts: 5})
	server.Fault(gopaastest.Fault{EditRow: true})
	var answers []string
	for range 3 {
		_, body := ask(t, "GET", server.URL+"/api/list/1167/", gopaastest.APIKey, "")
		answers = append(answers, body)
	}
	if answers[0] == answers[1] || answers[1] != answers[2] {
		t.Error("no row was edited, or more than one time")
	}
}

func TestPage0IsRefusedAsConfigured(t *testing.T) {
	for answer, want := range map[gopaastest.Answer]int{
		gopaastest.BadRequest: 400, gopaastest.NotFound: 404, gopaastest.Unprocessed: 422, gopaastest.ServerError: 500, gopaastest.Nothing: 200,
	} {
		server := start(t, gopaastest.Options{PageZero: answer})
		if status, _ := ask(t, "GET", server.URL+"/api/list/1167/", gopaastest.APIKey, "", "page", "0"); status != want {
			t.Errorf("%s: page 0 was answered %d", answer, status)
		}
	}
}

func TestALinkThatWasTamperedWithIsRefused(t *testing.T) {
	server := start(t, gopaastest.Options{})
	_, body := ask(t, "GET", server.URL+"/api/file/compte", gopaastest.APIKey, `{"itemKey":"1","fieldName":"contrat"}`)
	var answer struct {
		DownloadURL string `json:"download_url"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	if status, content := ask(t, "GET", answer.DownloadURL, "", ""); status != 200 || !strings.HasPrefix(content, "%PDF") {
		t.Errorf("the link was answered %d %s", status, content)
	}
	last := answer.DownloadURL[len(answer.DownloadURL)-1]
	other := "0"
	if last == '0' {
		other = "1"
	}
	for _, link := range []string{answer.DownloadURL[:len(answer.DownloadURL)-1] + other, server.URL + "/api/download/x"} {
		if status, _ := ask(t, "GET", link, "", ""); status != 403 {
			t.Errorf("the link was answered %d", status)
		}
	}
}

func TestChaosIsTheSameForTheSameSeed(t *testing.T) {
	var runs [2]string
	for i := range runs {
		server := start(t, gopaastest.Options{Chaos: true, Seed: 3})
		for range 60 {
			status, body := ask(t, "GET", server.URL+"/api/list/1170/", gopaastest.APIKey, "", "rowPerPage", "3")
			runs[i] += http.StatusText(status) + body
		}
	}
	if runs[0] != runs[1] || !strings.Contains(runs[0], http.StatusText(http.StatusBadGateway)) {
		t.Error("chaos does not follow the seed, or does nothing")
	}
}
