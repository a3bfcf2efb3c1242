package zopstest_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/zops/zopstest"
)

// timed is a tenant whose clock stands still.
func timed(t *testing.T) (*caller, *clock) {
	k := newClock()
	c := &caller{t: t, server: zopstest.New(zopstest.Options{Now: k.read})}
	return c.as(zopstest.Email, zopstest.Password), k
}

func TestATokenIsAJWTWithTheServicesClaims(t *testing.T) {
	c, k := timed(t)
	for _, step := range []struct {
		caller *caller
		role   float64
	}{{c, 2}, {c.as(zopstest.ManagerEmail, zopstest.ManagerPassword), 1}} {
		parts := strings.Split(step.caller.token, ".")
		if len(parts) != 3 || parts[0] != "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9" {
			t.Fatalf("the token is %s", step.caller.token)
		}
		payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
		var claims map[string]any
		if err := json.Unmarshal(payload, &claims); err != nil {
			t.Fatal(err)
		}
		manager := step.role == 1
		if claims["rol"] != step.role || (claims["account_id"] == nil) != manager || (claims["tenant_id"] == nil) == manager {
			t.Errorf("the claims are %s", payload)
		}
		if int64(claims["exp"].(float64)) != k.now.Unix()+604800 || int64(claims["iat"].(float64)) != k.now.Unix() {
			t.Errorf("the times are %s", payload)
		}
	}
	if n := len(c.token); n < 260 || n > 300 {
		t.Errorf("the token has %d characters", n)
	}
}

func TestInvalidTokensAreRefused(t *testing.T) {
	c, k := timed(t)
	revoked := c.as(zopstest.DeveloperEmail, zopstest.DeveloperPassword)
	revoked.want(202, "DELETE", "/session/logout", nil)
	c.nobody().want(201, "POST", "/forgot-password", fields{"email": zopstest.Email})
	reset := c.server.Mailbox(zopstest.Email).ResetToken
	for name, step := range map[string]struct {
		caller *caller
		status int
		title  string
	}{
		"none":           {c.nobody(), 401, "401 Unauthorized"},
		"an empty one":   {c.nobody().with("Authorization", ""), 400, "Invalid parameter"},
		"garbage":        {c.nobody().with("Authorization", "x.y.z"), 400, "Invalid parameter"},
		"a prefix":       {c.nobody().with("Authorization", "Bearer "+c.token), 400, "Invalid parameter"},
		"a wrong end":    {c.nobody().with("Authorization", c.token+"A"), 400, "Invalid parameter"},
		"a revoked one":  {revoked, 401, "401 Unauthorized"},
		"a reset token":  {c.nobody().with("Authorization", reset), 500, ""},
		"the wrong role": {c.as(zopstest.BillingEmail, zopstest.BillingPassword), 401, "401 Unauthorized"},
	} {
		answer := step.caller.send("GET", "/projects", nil)
		if answer.StatusCode != step.status || answer.title() != step.title {
			t.Errorf("%s was answered %d %s", name, answer.StatusCode, answer.text)
		}
		if named := strings.Contains(answer.text, `\"Authorization\"`); named != (step.status == 400) {
			t.Errorf("%s: the answer is %s", name, answer.text)
		}
	}
	k.now = k.now.Add(7*24*time.Hour + time.Second)
	if answer := c.send("GET", "/me", nil); answer.StatusCode != 400 || answer.title() != "Invalid parameter" {
		t.Errorf("an expired token was answered %d %s", answer.StatusCode, answer.text)
	}
}

func TestLoginsWithinASecondShareTheirToken(t *testing.T) {
	c, k := timed(t)
	same := c.as(zopstest.Email, zopstest.Password)
	k.now = k.now.Add(time.Second)
	other := c.as(zopstest.Email, zopstest.Password)
	if same.token != c.token || other.token == c.token {
		t.Error("the tokens do not depend on the second")
	}
	same.want(202, "DELETE", "/session/logout", nil)
	c.want(401, "GET", "/me", nil)
	other.want(200, "GET", "/me", nil)
}

func TestLoggingOutOthersKeepsTheTokenPresented(t *testing.T) {
	c, k := timed(t)
	k.now = k.now.Add(time.Second)
	other := c.as(zopstest.Email, zopstest.Password)
	developer := c.as(zopstest.DeveloperEmail, zopstest.DeveloperPassword)
	other.want(202, "DELETE", "/session/logout?others=true", nil)
	c.want(401, "GET", "/me", nil)
	other.want(200, "GET", "/me", nil)
	developer.want(200, "GET", "/me", nil)
	c.as(zopstest.ManagerEmail, zopstest.ManagerPassword).want(401, "DELETE", "/session/logout", nil)
}

func TestAWrongEmailIsAnsweredLikeAWrongPassword(t *testing.T) {
	c := tenant(t).nobody()
	unknown := c.want(404, "POST", "/session", fields{"email": "personne@example.fr", "password": zopstest.Password})
	wrong := c.want(404, "POST", "/session", fields{"email": zopstest.Email, "password": "faux"})
	if unknown.text != wrong.text || wrong.title() != "404 Not Found" {
		t.Errorf("the answers are %s and %s", unknown.text, wrong.text)
	}
	c.want(404, "POST", "/session", fields{"email": strings.ToUpper(zopstest.Email), "password": zopstest.Password})
}

func TestAResetTokenIsGoodOnceForTwoHours(t *testing.T) {
	c, k := timed(t)
	forgot := func() string {
		if content := c.nobody().want(201, "POST", "/forgot-password", fields{"email": zopstest.Email}).object(); content == nil || len(content) != 0 {
			t.Errorf("the content is %v", content)
		}
		return c.server.Mailbox(zopstest.Email).ResetToken
	}
	c.nobody().want(404, "POST", "/forgot-password", fields{"email": "personne@example.fr"})
	token := forgot()
	c.nobody().want(400, "PUT", "/reset-password", fields{"resetToken": token})
	c.nobody().want(202, "PUT", "/reset-password", fields{"resetToken": token, "password": "neuf"})
	c.nobody().want(404, "PUT", "/reset-password", fields{"resetToken": token, "password": "encore"})
	c.as(zopstest.Email, "neuf")
	c.want(200, "GET", "/me", nil) // the old session stays
	token = forgot()
	k.now = k.now.Add(2*time.Hour + time.Second)
	late := c.nobody().want(400, "PUT", "/reset-password", fields{"resetToken": token, "password": "tard"})
	if late.title() != "Invalid parameter" || !strings.Contains(late.text, `\"resetToken\"`) {
		t.Errorf("a late token was answered %s", late.text)
	}
	c.nobody().want(404, "PUT", "/reset-password", fields{"resetToken": token, "password": "tard"})
}
