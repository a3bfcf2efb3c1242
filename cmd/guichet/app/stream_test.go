package app_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestTheFirstRowShowsBeforeTheLastPageIsFetched(t *testing.T) {
	for _, format := range []string{"table", "ndjson", "json", "csv", "yaml", "id"} {
		t.Run(format, func(t *testing.T) {
			gate := hold(func(r *http.Request) bool { return r.URL.Query().Get("page") == "2" })
			s := serve(t, rdvsolidaritestest.Options{RDVs: 150, Users: 150}, gate.around)
			noun := "rdv"
			if format == "table" { // that of appointments is sorted
				noun = "user"
			}
			cmd := newWorld(t, s).agent().command(t, "rdv", noun, "list", "-o", format)
			out, err := cmd.StdoutPipe()
			if err == nil {
				err = cmd.Start()
			}
			if err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewReader(out)
			for range 2 { // one may be a header or a bracket
				if _, err := lines.ReadString('\n'); err != nil {
					t.Fatal(err)
				}
			}
			close(gate.let)
			if _, err := io.Copy(io.Discard, lines); err != nil {
				t.Fatal(err)
			}
			if code := codeOf(t, cmd.Wait()); code != 0 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// TestJSONIsTheServicesOwnBytes compares with the pages themselves.
func TestJSONIsTheServicesOwnBytes(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 230, Users: 20}, nil)
	w := newWorld(t, s).with("GUICHET_RDV_BEARER", s.BearerToken())
	var rows [][]byte
	for page := 1; page <= 3; page++ {
		var answer struct {
			RDVs []json.RawMessage `json:"rdvs"`
		}
		if err := json.Unmarshal(read(t, s, "/api/v1/rdvs?page="+strconv.Itoa(page)), &answer); err != nil {
			t.Fatal(err)
		}
		for _, row := range answer.RDVs {
			rows = append(rows, row)
		}
	}
	for format, want := range map[string]string{
		"ndjson": string(bytes.Join(rows, []byte("\n"))) + "\n",
		"json":   "[\n" + string(bytes.Join(rows, []byte(",\n"))) + "\n]\n",
	} {
		if o := w.run(t, "rdv", "rdv", "list", "-o", format); o.out != want {
			t.Errorf("%s is not what the service sent: %d bytes, not %d", format, len(o.out), len(want))
		}
	}
	organisation := string(read(t, s, "/api/v1/organisations/101"))
	if o := w.run(t, "api", "rdv", "GET", "/api/v1/organisations/101"); strings.TrimSuffix(o.out, "\n") != organisation {
		t.Errorf("api: %s", o.out)
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(organisation, `{"organisation":`), "}")
	if o := w.run(t, "rdv", "organisation", "get", "101", "-o", "json"); o.out != inner+"\n" {
		t.Errorf("get: %s", o.out)
	}
}

func read(t *testing.T, s service, target string) []byte {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, s.url+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.BearerToken())
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer.Status, err)
	}
	return body
}

func TestNumbersAndUnknownFieldsSurviveEveryFilter(t *testing.T) {
	const row = `{"id":12345678901234567,"grand":123456789012345678901234567890,"inconnu":{"b":1.50,"a":[1e400]},"name":"Élan"}`
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"organisations":[%s],"meta":{"current_page":1,"next_page":null,"total_pages":1,"total_count":1}}`, row)
	}))
	t.Cleanup(web.Close)
	w := newWorld(t, service{url: web.URL}).with("GUICHET_RDV_BEARER", "jeton")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-o", "ndjson"}, row + "\n"},
		{[]string{"-o", "json"}, "[\n" + row + "\n]\n"},
		{[]string{"-o", "id"}, "12345678901234567\n"},
		{[]string{"--jq", ".[0]"}, row + "\n"},
		{[]string{"--jq", ".[0].grand"}, "123456789012345678901234567890\n"},
		{[]string{"-o", "csv", "--columns", "grand"}, "grand\n123456789012345678901234567890\n"},
	} {
		if o := w.run(t, append([]string{"rdv", "organisation", "list"}, c.args...)...); o.out != c.want {
			t.Errorf("%v: %s%s", c.args, o.out, o.errors)
		}
	}
}

func TestEveryRDVIsGivenOnceWhilePagesShift(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 730, Users: 20}, nil)
	w := newWorld(t, s).with("GUICHET_RDV_BEARER", s.BearerToken())
	ids := func(o ended) []string {
		all := strings.Fields(o.out)
		slices.Sort(all)
		return all
	}
	want := ids(w.run(t, "rdv", "rdv", "list", "-o", "id"))
	if len(slices.Compact(slices.Clone(want))) != 730 {
		t.Fatalf("%d rdvs without any shift", len(want))
	}
	for _, width := range []string{"1", "8"} {
		s.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/rdvs", Count: 1_000_000, ShiftPages: true})
		o := w.run(t, "rdv", "rdv", "list", "-o", "ndjson", "--jq", "", "--concurrency", width, "--strict")
		o.want(t, 0)
		var got []string
		for line := range strings.Lines(o.out) {
			var row struct {
				ID json.Number `json:"id"`
			}
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(err)
			}
			got = append(got, row.ID.String())
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("--concurrency %s: %d rdvs, not %d", width, len(got), len(want))
		}
		s.ClearFaults()
	}
}
