package rdvsolidarites_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

const benchAbsence = `{"absence":{"id":7,"ical_uid":"absence_7@RDV Solidarités","title":"Congés d'été","first_day":"2026-08-03",` +
	`"start_time":"08:00:00","end_day":"2026-08-21","end_time":"18:00:00","agent":{"id":3,"email":"agathe.petit@example.fr",` +
	`"first_name":"Agathe","last_name":"Petit"},"organisation":{"id":12,"name":"MDS Arras","phone_number":null,"email":null,` +
	`"verticale":"rdv_solidarites"},"rrule":null,"ical":"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}}`

// canned answers every request on a loopback socket with the same bytes. It
// allocates nothing for a request, so that what is counted is the client's.
func canned(t testing.TB, body string) (base string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	answer := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer conn.Close()
				in := bufio.NewReader(conn)
				for {
					line, err := in.ReadSlice('\n')
					if err != nil {
						return
					}
					if len(line) > 2 {
						continue
					}
					if _, err := conn.Write(answer); err != nil {
						return
					}
				}
			})
		}
	})
	t.Cleanup(func() { _ = listener.Close(); conns.Wait() })
	return "http://" + listener.Addr().String()
}

func benchSession() rdvsolidarites.Session {
	return rdvsolidarites.Session{
		AccessToken: guichet.NewSecret("canary-access-token"), Client: guichet.NewSecret("canary-client"), UID: email,
	}
}

// getters returns the same GET twice: through the SDK, and written by hand on
// net/http and encoding/json with one transport for both.
func getters(t testing.TB) (sdk, bare func() error) {
	t.Helper()
	transport := &http.Transport{}
	base := canned(t, benchAbsence)
	t.Cleanup(transport.CloseIdleConnections)
	plain := &http.Client{Transport: transport}
	client, err := rdvsolidarites.New(rdvsolidarites.Resume(benchSession()),
		guichet.WithBaseURL(base), guichet.WithHTTPClient(plain))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	sdk = func() error {
		absence, err := client.Absences.Get(ctx, 7)
		if err == nil && absence.ID != 7 {
			return fmt.Errorf("the absence is %d", absence.ID)
		}
		return err
	}
	return sdk, func() error { return bareGet(ctx, plain, base+"/api/v1/absences/7") }
}

func bareGet(ctx context.Context, client *http.Client, target string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "bench")
	request.Header.Set("Access-Token", "canary-access-token")
	request.Header.Set("Client", "canary-client")
	request.Header.Set("Uid", email)
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	var answer struct {
		Absence *rdvsolidarites.Absence `json:"absence"`
	}
	return json.Unmarshal(body, &answer)
}

// TestOneGETAllocatesAtMostHalfMoreThanNetHTTP counts allocations, which do not
// depend on the machine as times do.
func TestOneGETAllocatesAtMostHalfMoreThanNetHTTP(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates by itself")
	}
	sdk, bare := getters(t)
	count := func(get func() error) float64 {
		return testing.AllocsPerRun(500, func() {
			if err := get(); err != nil {
				t.Fatal(err)
			}
		})
	}
	ours, peers := count(sdk), count(bare)
	if ours > 1.5*peers {
		t.Errorf("one GET takes %.0f allocations, more than half again as many as the %.0f of net/http and json.Unmarshal", ours, peers)
	}
	t.Logf("allocations of one GET: %.0f, by hand %.0f", ours, peers)
}

// BenchmarkOneGET compares one GET with the same written by hand.
func BenchmarkOneGET(b *testing.B) {
	sdk, bare := getters(b)
	for _, c := range []struct {
		name string
		get  func() error
	}{{"net/http+json.Unmarshal", bare}, {"SDK", sdk}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := c.get(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// memory answers with pages that are kept, so that only the client is measured.
type memory [][]byte

func (pages memory) RoundTrip(r *http.Request) (*http.Response, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(query.Get("page"))
	if err != nil {
		return nil, err
	}
	body := pages[n-1]
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header:        http.Header{"Content-Type": {"application/json; charset=utf-8"}},
		ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader(body)),
	}, nil
}

// rdvPages is a list of rdvs cut into pages of a hundred.
func rdvPages(rows int) memory {
	var pages memory
	last := rows / 100
	for n := range last {
		var list []string
		for i := range 100 {
			list = append(list, benchRDV(n*100+i+1))
		}
		next := "null"
		if n+1 < last {
			next = strconv.Itoa(n + 2)
		}
		pages = append(pages, fmt.Appendf(nil, `{"rdvs":[%s],"meta":{"current_page":%d,"next_page":%s,"prev_page":null,"total_pages":%d,"total_count":%d}}`,
			strings.Join(list, ","), n+1, next, last, rows))
	}
	return pages
}

func benchRDV(id int) string {
	user := fmt.Sprintf(`{"id":%d,"address":"3 rue des Lilas, Arras, 62000","birth_date":"1985-07-20","created_at":"2026-03-02 10:00:00 +0100",`+
		`"email":null,"first_name":"Ada","last_name":"Durand","notify_by_email":true,"notify_by_sms":true,"phone_number":"01 99 00 00 12",`+
		`"phone_number_formatted":"+33199000012","responsible":null,"responsible_id":null,"user_profiles":null}`, id%130+1)
	return fmt.Sprintf(`{"id":%d,"address":"","agents":[{"id":3,"email":"agathe.petit@example.fr","first_name":"Agathe","last_name":"Petit"}],`+
		`"cancelled_at":null,"collectif":false,"context":null,"created_at":"2026-10-01 09:12:45 +0200","created_by":"agent","created_by_id":3,`+
		`"created_by_type":"Agent","duration_in_min":30,"ends_at":"2026-11-16 09:30:00 +0100","lieu":null,"max_participants_count":null,`+
		`"motif":{"id":30102,"bookable_by":"agents","bookable_publicly":false,"collectif":false,"deleted_at":null,"follow_up":false,`+
		`"instruction_for_rdv":null,"location_type":"phone","motif_category":null,"name":"Entretien","organisation_id":12,"service_id":3},`+
		`"name":null,"organisation":{"id":12,"email":null,"name":"MDS Arras","phone_number":null,"verticale":"rdv_solidarites"},`+
		`"participations":[{"id":%d,"created_by":"agent","created_by_agent_prescripteur":false,"created_by_id":3,"created_by_type":"Agent",`+
		`"send_lifecycle_notifications":true,"send_reminder_notification":true,"status":"unknown","user":%s}],"starts_at":"2026-11-16 09:00:00 +0100",`+
		`"status":"unknown","url_for_agents":"https://rdv.example.fr/agents/rdvs/%d","users":[%s],"users_count":1,"uuid":"00000000-0000-4000-a000-%012d"}`,
		id, 100*id, user, id, user, id)
}

// BenchmarkAll10000 compares the typed iterator with the decoding alone.
func BenchmarkAll10000(b *testing.B) {
	readAll(b, func(c *rdvsolidarites.Client) iter.Seq2[rdvsolidarites.RDV, error] {
		return c.RDVs.All(b.Context(), rdvsolidarites.RDVQuery{})
	})
}

// BenchmarkAllRaw10000 is the same without decoding the rows.
func BenchmarkAllRaw10000(b *testing.B) {
	readAll(b, func(c *rdvsolidarites.Client) iter.Seq2[json.RawMessage, error] {
		return rows(c.RDVs.AllRaw(b.Context(), rdvsolidarites.RDVQuery{}))
	})
}

func readAll[T any](b *testing.B, all func(*rdvsolidarites.Client) iter.Seq2[T, error]) {
	const rows = 10_000
	pages := rdvPages(rows)
	b.Run("json.Unmarshal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, body := range pages {
				var answer struct {
					RDVs []rdvsolidarites.RDV `json:"rdvs"`
					Meta rdvsolidarites.Meta  `json:"meta"`
				}
				if err := json.Unmarshal(body, &answer); err != nil {
					b.Fatal(err)
				}
				n += len(answer.RDVs)
			}
			if n != rows {
				b.Fatal(n)
			}
		}
	})
	client, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), guichet.WithPrefetch(1),
		guichet.WithHTTPClient(&http.Client{Transport: pages}))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("SDK", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range all(client) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != rows {
				b.Fatal(n)
			}
		}
	})
}
