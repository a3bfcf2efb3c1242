package rdvsolidaritestest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const (
	generation2024 = rdvsolidaritestest.Generation2024
	generation2025 = rdvsolidaritestest.Generation2025
	generation2026 = rdvsolidaritestest.Generation2026
)

// of starts a server of a generation and signs in the agent that always exists.
func of(t *testing.T, g rdvsolidaritestest.Generation) *client {
	t.Helper()
	_, c := signedIn(t, rdvsolidaritestest.Options{Generation: g, RDVs: 60})
	return c
}

// raw sends a request with these headers besides those of the session, and no other.
func (c *client) raw(method, path, body string, headers map[string]string) (*http.Response, string) {
	c.t.Helper()
	request, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	for k, v := range c.headers {
		request.Header[k] = v
	}
	for k, v := range headers {
		request.Header.Set(k, v)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return response, string(text)
}

func TestOnlyIn2024IsAnUnknownRoute500ForAClientOfJSON(t *testing.T) {
	for g, want := range map[rdvsolidaritestest.Generation]int{generation2024: 500, generation2025: 404, generation2026: 404} {
		c := of(t, g)
		for _, request := range []string{"GET /api/v1/anciens", "DELETE /api/v1/organisations", "OPTIONS /api/v1/users", "POST /api/v1/auth"} {
			method, path, _ := strings.Cut(request, " ")
			for accept, status := range map[string]int{"application/json": want, "application/json, */*;q=0.1": 404, "text/html": 404} {
				if response, _ := c.raw(method, path, "", map[string]string{"Accept": accept}); response.StatusCode != status ||
					response.Header.Get("Content-Type") != "text/html; charset=utf-8" {
					t.Errorf("%d: %s with %s answered %d %s", g, request, accept, response.StatusCode, response.Header.Get("Content-Type"))
				}
			}
		}
	}
}

func TestAPreflightIsAnsweredWithoutARoute(t *testing.T) {
	c := of(t, generation2024)
	response, text := c.raw("OPTIONS", "/api/v1/absences", "", map[string]string{"Origin": "https://outil.example.fr", "Access-Control-Request-Method": "POST"})
	if response.StatusCode != 200 || text != "" || response.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("it answered %d %q %v", response.StatusCode, text, response.Header)
	}
}

func TestAPathMayEndInASlashOrAFormat(t *testing.T) {
	c := of(t, generation2024)
	_, plain := c.text("GET", "/api/v1/organisations/102", nil)
	for _, path := range []string{"/api/v1/organisations/102/", "/api/v1/organisations/102.json", "/api/v1/organisations/102.csv"} {
		c.want(200, plain, "GET", path, nil)
	}
	c.want(404, "X", "GET", "/api/v1/organisations/102.tar.gz", nil)
}

func TestAnAnswerThatTheClientHasIs304(t *testing.T) {
	c := of(t, generation2024)
	first, _ := c.raw("GET", "/api/v1/agents", "", nil)
	tag := first.Header.Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) || first.Header.Get("Cache-Control") != "max-age=0, private, must-revalidate" {
		t.Errorf("the headers are %v", first.Header)
	}
	for _, method := range []string{"GET", "HEAD"} {
		if again, text := c.raw(method, "/api/v1/agents", "", map[string]string{"If-None-Match": tag}); again.StatusCode != 304 || text != "" {
			t.Errorf("%s answered %d %q", method, again.StatusCode, text)
		}
	}
	if other, _ := c.raw("GET", "/api/v1/teams", "", map[string]string{"If-None-Match": tag}); other.StatusCode == 304 {
		t.Error("another list has the same tag")
	}
	refused, _ := c.raw("GET", "/api/v1/users/1", "", nil)
	if refused.Header.Get("ETag") != "" || refused.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("a refusal has %v", refused.Header)
	}
}

func TestARefusalHasNoHeadersOfTheSession(t *testing.T) {
	c := of(t, generation2024)
	for path, status := range map[string]int{"/api/v1/users/1": 404, "/api/v1/organisations/9": 404, "/api/v1/organisations/9/motifs": 500,
		"/api/v1/organisations": 200} {
		response, _ := c.raw("GET", path, "", nil)
		if response.StatusCode != status || (response.Header.Get("access-token") != "") != (status == 200) {
			t.Errorf("%s answered %d with %v", path, response.StatusCode, response.Header)
		}
	}
	if response, _ := c.raw("POST", "/api/v1/users", "{}", map[string]string{"Content-Type": "application/json"}); response.StatusCode != 422 || response.Header.Get("uid") != "" {
		t.Errorf("a 422 has %v", response.Header)
	}
}

func TestABodyThatIsNoObjectIsIgnored(t *testing.T) {
	c := of(t, generation2024)
	const path = "/api/v1/organisations/101"
	_, before := c.text("GET", path, nil)
	for body, mediaType := range map[string]string{`["email"]`: "application/json", `"email"`: "application/json", "12": "application/json",
		"email=x@example.fr": "text/plain", `{"email":"y@example.fr"}`: "text/csv; charset=utf-8"} {
		if response, text := c.raw("PATCH", path, body, map[string]string{"Content-Type": mediaType}); response.StatusCode != 200 || text != before {
			t.Errorf("%s as %s answered %d %s", body, mediaType, response.StatusCode, text)
		}
	}
	c.want(200, before, "PATCH", path, object{"email": []string{"x"}, "phone_number": object{"a": 1}})
}

func TestAnUnreadableRequestHasAnEmptyAnswer(t *testing.T) {
	c := of(t, generation2024)
	for _, r := range []struct {
		path, body, mediaType string
		status                int
	}{
		{"/api/v1/users/1001", `{"last_name":`, "application/json", 400},
		{"/api/v1/users/1001", "{\"last_name\":\"\xff\"}", "application/json", 400},
		{"/api/v1/users/1001?last_name=%FF", "", "application/json", 400},
		{"/api/v1/users/1001?last_name=%G1", "", "application/json", 400},
		{"/api/v1/users/1001", `{"last_name":"Caron"}`, "", 406},
		{"/api/v1/users/1001", `{"last_name":"Caron"}`, "json", 406},
	} {
		response, text := c.raw("PATCH", r.path, r.body, map[string]string{"Content-Type": r.mediaType})
		if response.StatusCode != r.status || text != "" || response.Header.Get("Content-Type") != "text/html; charset=UTF-8" {
			t.Errorf("%q as %q answered %d %q", r.body, r.mediaType, response.StatusCode, text)
		}
	}
}

func TestANULIsAnInternalError(t *testing.T) {
	for g, want := range map[rdvsolidaritestest.Generation]string{generation2024: "<!DOCTYPE html>X", generation2026: `{"errors":["Unexpected internal error"]}`} {
		c := of(t, g)
		c.want(500, want, "PATCH", "/api/v1/users/1001", object{"address": "1 rue\x00Neuve"})
		c.want(500, want, "GET", "/api/v1/users?ids[]=%00", nil)
		c.headers = nil
		c.want(500, want, "POST", "/api/v1/auth/sign_in", object{"email": "a\x00", "password": "x"})
		c.want(401, "X", "PATCH", "/api/v1/users/1001", object{"address": "\x00"})
	}
}

func TestAPageIsReadAsRubyReadsANumber(t *testing.T) {
	c := of(t, generation2024)
	for page, number := range map[string]int{"2abc": 2, "%201": 1, "-4": 1, "": 1, "1.9": 1, "03": 3} {
		c.want(200, fmt.Sprintf(`X"meta":{"current_page":%d,X`, number), "GET", "/api/v1/users?page="+page, nil)
	}
	for _, query := range []string{"page=99999999999999999999", "page[]=", "page[]=2", "page[a]=1"} {
		c.want(500, "<!DOCTYPE html>X", "GET", "/api/v1/agents?"+query, nil)
	}
}

func TestTheUIDOfASessionIsCaseSensitive(t *testing.T) {
	c := of(t, generation2024)
	response, _ := c.raw("GET", "/api/v1/agents", "", nil)
	bearer := response.Header.Get("Authorization")
	if response, _ := c.raw("GET", "/api/v1/agents", "", map[string]string{"uid": "Camille.Moreau@example.fr"}); response.StatusCode != 401 {
		t.Errorf("a uid with capitals answered %d", response.StatusCode)
	}
	c.headers = nil
	for value, status := range map[string]int{bearer: 200, strings.Replace(bearer, "Bearer", "bearer", 1): 401} {
		if response, _ := c.raw("GET", "/api/v1/agents", "", map[string]string{"Authorization": value}); response.StatusCode != status {
			t.Errorf("%.10s… answered %d", value, response.StatusCode)
		}
	}
}

func TestAPasswordIsChangedWithinASession(t *testing.T) {
	c := of(t, generation2024)
	const path = "/api/v1/auth/password"
	c.want(422, `{"success":false,X`, "PUT", path, object{"password": "nouveau"})
	c.want(422, `X"password_confirmation":[{"error":"confirmation"X`, "PATCH", path, object{"password": "nouveau", "password_confirmation": "autre"})
	c.want(200, `{"success":true,"data":{X`, "PUT", path, object{"password": "nouveau", "password_confirmation": "nouveau"})
	c.headers = nil
	c.signIn(rdvsolidaritestest.Email, "nouveau")
	c.headers = nil
	c.want(401, `{"success":false,"errors":["Unauthorized"]}`, "PATCH", path, object{"password": "x", "password_confirmation": "x"})
	c.want(401, `{"success":false,X`, "POST", path, object{"redirect_url": "https://example.fr"})
	c.want(401, `{"success":false,"errors":["URL de redirection manquante."]}`, "POST", path, object{"email": rdvsolidaritestest.Email})
	c.want(404, `{"success":false,X`, "POST", path, object{"email": "personne@example.fr", "redirect_url": "https://example.fr"})
}
