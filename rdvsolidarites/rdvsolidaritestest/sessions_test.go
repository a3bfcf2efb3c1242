package rdvsolidaritestest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestASecondSignInEndsTheFirstSession(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{})
	first := c.headers
	c.get("/api/v1/auth/validate_token")
	c.signIn(strings.ToUpper(rdvsolidaritestest.Email), rdvsolidaritestest.Password)
	c.get("/api/v1/agents/me")
	c.headers = first
	c.want(401, `{"errors":["X"]}`, "GET", "/api/v1/agents/me", nil)
	c.want(401, `{"success":false,"errors":["X"]}`, "GET", "/api/v1/auth/validate_token", nil)
	if server.SignIns() != 2 {
		t.Errorf("counted %d sign-ins, want 2", server.SignIns())
	}
}

func TestAWrongPasswordGivesNoToken(t *testing.T) {
	_, c := start(t, rdvsolidaritestest.Options{Empty: true})
	response := c.send("POST", "/api/v1/auth/sign_in", object{"email": rdvsolidaritestest.Email, "password": "faux"})
	if response.StatusCode != 401 || response.Header.Get("access-token") != "" {
		t.Errorf("got %d with token %q", response.StatusCode, response.Header.Get("access-token"))
	}
	c.want(405, `{"success":false,"errors":["X"]}`, "GET", "/api/v1/auth/sign_in", nil)
	c.want(401, "", "GET", "/api/v1/organisations", nil)
}

func TestSigningOutTwiceIsNotFound(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{Empty: true})
	c.want(200, `{"success":true}`, "DELETE", "/api/v1/auth/sign_out", nil)
	c.want(404, `{"success":false,"errors":["X"]}`, "DELETE", "/api/v1/auth/sign_out", nil)
}

func TestASessionIsEchoedAndAcceptedInOneAuthorizationHeader(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{Empty: true, Generation: rdvsolidaritestest.Generation2025})
	response := c.send("GET", "/api/v1/organisations", nil)
	for _, name := range []string{"access-token", "client", "uid"} {
		if response.Header.Get(name) != c.headers.Get(name) {
			t.Errorf("%s is echoed as %q", name, response.Header.Get(name))
		}
	}
	c.headers = http.Header{"Authorization": {response.Header.Get("authorization")}}
	c.get("/api/v1/organisations")
}

func TestRevokedSessionsAreRefused(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{Empty: true})
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations", ExpireSession: true})
	c.want(401, `{"errors":["X"]}`, "GET", "/api/v1/organisations", nil)
}

func TestASharedSecretSignsForAnAgent(t *testing.T) {
	server, c := start(t, rdvsolidaritestest.Options{Empty: true, Generation: rdvsolidaritestest.Generation2025})
	admin := server.Agents()[0]
	message, _ := json.Marshal(struct {
		ID        int64  `json:"id"`
		FirstName string `json:"first_name"`
		LastName  string `json:"last_name"`
		Email     string `json:"email"`
	}{admin.ID, admin.FirstName, admin.LastName, admin.Email})
	mac := hmac.New(sha256.New, []byte(rdvsolidaritestest.SharedSecret))
	mac.Write(message)
	c.headers = http.Header{"Uid": {admin.Email}, "X-Agent-Auth-Signature": {hex.EncodeToString(mac.Sum(nil))}}
	c.get("/api/v1/organisations")
	c.headers.Set("X-Agent-Auth-Signature", "00")
	c.want(401, `{"errors":["X"]}`, "GET", "/api/v1/organisations", nil)
}

func tokens(t *testing.T, c *client, form url.Values) (int, object) {
	t.Helper()
	form.Set("client_id", rdvsolidaritestest.ClientID)
	form.Set("client_secret", rdvsolidaritestest.ClientSecret)
	response, err := http.PostForm(c.url+"/oauth/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var out object
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, out
}

func TestARefreshTokenIsRevokedWhenItsSuccessorIsUsed(t *testing.T) {
	server, c := start(t, rdvsolidaritestest.Options{Empty: true})
	redirect := "http://127.0.0.1/retour"
	form := url.Values{"grant_type": {"authorization_code"}, "code": {server.AuthorizationCode(redirect)}, "redirect_uri": {redirect}}
	status, first := tokens(t, c, form)
	if status != 200 {
		t.Fatalf("the code was refused: %v", first)
	}
	if status, again := tokens(t, c, form); status != 400 || again["error"] != "invalid_grant" {
		t.Errorf("the second use of a code answered %d %v", status, again)
	}
	refresh := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {first["refresh_token"].(string)}}
	_, second := tokens(t, c, refresh)
	if second["refresh_token"] == first["refresh_token"] {
		t.Error("the refresh token did not rotate")
	}
	if status, _ := tokens(t, c, refresh); status != 200 {
		t.Errorf("before its successor is used the old token answered %d, want 200", status)
	}
	c.headers = http.Header{"Authorization": {fmt.Sprint("Bearer ", second["access_token"])}}
	c.get("/api/v1/agents/me")
	if status, _ := tokens(t, c, refresh); status != 400 {
		t.Errorf("afterwards it answered %d, want 400", status)
	}
}

func TestACodeIsOverAfterTenMinutesAndARefreshTokenAfterThirtyDays(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	server, c := start(t, rdvsolidaritestest.Options{Empty: true, Now: func() time.Time { return now }})
	redirect := rdvsolidaritestest.RedirectURI
	exchange := func(after time.Duration) (int, object) {
		code := server.AuthorizationCode(redirect)
		now = now.Add(after)
		return tokens(t, c, url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}})
	}
	if status, _ := exchange(10 * time.Minute); status != 400 {
		t.Errorf("after ten minutes a code answered %d", status)
	}
	status, pair := exchange(10*time.Minute - time.Second)
	if status != 200 {
		t.Fatalf("before that it answered %d %v", status, pair)
	}
	refresh := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {pair["refresh_token"].(string)}}
	now = now.Add(30*24*time.Hour - time.Second)
	if status, _ := tokens(t, c, refresh); status != 200 {
		t.Errorf("before thirty days a refresh answered %d", status)
	}
	now = now.Add(time.Second)
	if status, out := tokens(t, c, refresh); status != 400 || out["error"] != "invalid_grant" {
		t.Errorf("after thirty days it answered %d %v", status, out)
	}
}

func TestATokenIsAskedForWithAFormOnly(t *testing.T) {
	server, c := start(t, rdvsolidaritestest.Options{Empty: true})
	c.want(415, "", "POST", "/oauth/token", object{"grant_type": "authorization_code", "code": server.AuthorizationCode(rdvsolidaritestest.RedirectURI)})
}

func TestAConsentThatIsRefusedComesBackWithItsReason(t *testing.T) {
	_, c := start(t, rdvsolidaritestest.Options{Empty: true})
	query := url.Values{
		"response_type": {"code"}, "client_id": {rdvsolidaritestest.ClientID}, "redirect_uri": {rdvsolidaritestest.RedirectURI}, "state": {"s"},
		"code_challenge": {"c"}, "code_challenge_method": {"S256"}, "scope": {"write"},
	}
	for _, change := range []struct{ name, value, want string }{
		{"scope", "write", ""}, {"scope", "read", "invalid_scope"}, {"response_type", "token", "unsupported_response_type"},
		{"code_challenge_method", "plain", "invalid_code_challenge_method"},
		{"redirect_uri", "http://exemple.fr/", "page"}, {"client_id", "autre", "page"},
	} {
		asked := maps.Clone(query)
		asked.Set(change.name, change.value)
		browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		response, err := browser.Get(c.url + "/oauth/authorize?" + asked.Encode())
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		back, err := response.Location()
		got := "page"
		if err == nil {
			got = back.Query().Get("error")
		}
		if got != change.want || err == nil && back.Query().Get("state") != "s" || err == nil && back.Query().Has("code") != (got == "") {
			t.Errorf("%v: %q, %v", change, got, back)
		}
	}
}

func TestABearerTokenIsAcceptedUntilItIsRevoked(t *testing.T) {
	server, c := start(t, rdvsolidaritestest.Options{Empty: true})
	c.headers = http.Header{"Authorization": {"Bearer " + server.BearerToken()}}
	if me := c.get("/api/v1/agents/me").object("agent"); me["email"] != rdvsolidaritestest.Email {
		t.Errorf("the token is that of %v", me)
	}
	server.RevokeSessions()
	c.want(401, "", "GET", "/api/v1/agents/me", nil)
}
