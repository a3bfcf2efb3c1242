package zopstest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/zops/zopstest"
)

func TestTheMailboxIsReadThroughTheControlRoute(t *testing.T) {
	c := empty(t)
	c.want(201, "POST", "/register?testing=true", fields{"organizationName": "Syndicat", "email": "s@example.fr"})
	c.want(201, "POST", "/forgot-password", fields{"email": zopstest.ManagerEmail})
	mailbox := func(to string) string {
		return strings.TrimSpace(c.want(200, "GET", "//_sandbox/mailbox?to="+to, nil).text)
	}
	if got := mailbox("s@example.fr"); got != `{"approve_code":"`+c.server.Mailbox("s@example.fr").ApproveCode+`","reset_token":""}` {
		t.Errorf("the mailbox holds %s", got)
	}
	if got := mailbox(zopstest.ManagerEmail); strings.Contains(got, `"reset_token":""`) || !strings.Contains(got, `"approve_code":""`) {
		t.Errorf("the mailbox holds %s", got)
	}
	if got := mailbox("personne@example.fr"); got != `{"approve_code":"","reset_token":""}` {
		t.Errorf("the mailbox holds %s", got)
	}
	c.want(400, "GET", "//_sandbox/mailbox", nil)
	c.want(405, "POST", "//_sandbox/mailbox?to=x", nil)
}

func TestRowsComeAndGoThroughTheControlRoute(t *testing.T) {
	c := tenant(t)
	c.want(200, "POST", "//_sandbox/rows", `{"dataset": "zops.consumers", "insert": 3}`)
	c.want(200, "POST", "//_sandbox/rows", `{"dataset": "zops.consumers", "delete": 2}`)
	if rows := c.want(200, "GET", "/consumers", nil).rows(); len(rows) != 9 {
		t.Errorf("there are %d consumers", len(rows))
	}
	for _, bad := range []string{`{"dataset": "zops.nothing"}`, `{"dataset": "zops.consumers", "insert": -1}`, `{`} {
		c.want(400, "POST", "//_sandbox/rows", bad)
	}
	c.want(405, "GET", "//_sandbox/rows", nil)
}

func TestTheSameSeedGivesTheSameAnswers(t *testing.T) {
	walk := func(seed int64) string {
		k := newClock()
		c := &caller{t: t, server: zopstest.New(zopstest.Options{Seed: seed, Now: k.read})}
		admin := c.as(zopstest.Email, zopstest.Password)
		return admin.token + admin.want(200, "GET", "/projects", nil).text + admin.want(201, "POST", "/consumers", "{}").text
	}
	first, again, other := walk(1), walk(1), walk(2)
	if first != again || first == other {
		t.Error("the answers do not depend on the seed alone")
	}
}

func TestListsKeepTheirOrderUntilAFaultShiftsThem(t *testing.T) {
	c := tenant(t)
	first := c.want(200, "GET", "/consumers", nil).text
	if again := c.want(200, "GET", "/consumers", nil).text; again != first {
		t.Errorf("the list moved by itself: %s", cmp.Diff(first, again))
	}
	c.server.Fault(zopstest.Fault{Match: "GET /api/v1/consumers", ShiftPages: true})
	if shifted := c.want(200, "GET", "/consumers", nil); shifted.text == first || len(shifted.rows()) != 8 {
		t.Errorf("the shifted list is %s", shifted.text)
	}
}

func TestFaultsAreAnsweredInTheServicesFormat(t *testing.T) {
	c := tenant(t)
	c.server.Fault(zopstest.Fault{Match: "POST /api/v1/forgot-password", Status: 424})
	answer := c.want(424, "POST", "/forgot-password", fields{"email": zopstest.Email})
	if answer.title() != "424 Failed Dependency" || answer.Header.Get("Content-Type") != jsonError || c.server.Mailbox(zopstest.Email).ResetToken != "" {
		t.Errorf("it was answered %s", answer.text)
	}
	c.server.Fault(zopstest.Fault{ExpireSession: true})
	c.want(401, "GET", "/me", nil)
}

func TestTheListOfRoutesIsPublic(t *testing.T) {
	c := empty(t)
	answer := c.want(200, "GET", "//", nil)
	const meta = `{"meta": {"params": {"indent": 0, "page_size": 10, "page": 0}, "page_size": 10, "page": 0, "prev": null, "next": "page=1&page_size=10"}, `
	if !strings.HasPrefix(answer.text, meta) || len(answer.rows()) < 20 || answer.rows()[0]["url"] == "" {
		t.Errorf("the routes are %s", answer.text)
	}
	if second := c.want(200, "GET", "//?page=1", nil).text; !strings.Contains(second, `"prev": "page=0&page_size=10", "next": "page=2&page_size=10"`) {
		t.Errorf("the second page is %s", second)
	}
}

func TestLatencyTakesNoRealTimeWithoutASocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := zopstest.New(zopstest.Options{Latency: time.Hour, Chaos: true, Seed: 7})
		begun := time.Now()
		request, _ := http.NewRequest("GET", "http://zops.example.fr/api/v1/ping", nil)
		response, err := server.Transport().RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(response.Body); err != nil || time.Since(begun) != time.Hour {
			t.Errorf("the answer took %v, %v", time.Since(begun), err)
		}
	})
}

func TestChaosFailsOnlySomeRequests(t *testing.T) {
	server := zopstest.New(zopstest.Options{Chaos: true, Seed: 3})
	seen := map[int]int{}
	for range 300 {
		request, _ := http.NewRequest("GET", "http://zops.example.fr/api/v1/ping", nil)
		response, err := server.Transport().RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		seen[response.StatusCode]++
	}
	if seen[200] < 250 || seen[429] == 0 || seen[502] == 0 {
		t.Errorf("the answers were %v", seen)
	}
}

func TestAServerListensOnASocket(t *testing.T) {
	server := zopstest.New(zopstest.Options{Empty: true})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	response, err := http.Get(server.URL + "/api/v1/ping")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != 200 || !response.Close || len(server.Requests()) != 1 {
		t.Errorf("it answered %d, keeping the connection: %v", response.StatusCode, !response.Close)
	}
}
