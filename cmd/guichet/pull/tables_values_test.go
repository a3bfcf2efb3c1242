package pull_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// hostile are JSON texts that a format for tables may trip over.
var hostile = []string{
	`""`, `"NULL"`, `"null"`, `"\\N"`, `"\\."`, `"a\n\\.\nb"`, `"\n\\.\n\\.\n"`, `"a\r\n\\.\r\nb\r"`, `"\\n\\t\\"`, `"a\"b"`, `"\"\""`, `"'; drop table rdv_users; --"`,
	`"a,b;c\td"`, `" a "`, `"=1+1"`, `"{\"a\":1}"`, `"\u0000"`, `"a\u0000b"`, `"\ufffe\uffff"`, `"\ud800"`, `"\ud83d\ude00é"`, `"\u202e\u200b\u0085\u2028"`,
	`"\u0001\u001a\u001b\u007f"`, `":name :'name' :\"name\" $1 \\\\copy"`,
}

func TestTextsComeOutOfPostgreSQLAsTheServiceSentThem(t *testing.T) {
	w := newWorld(t)
	w.database()
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 10, Users: len(hostile)})
	front := httptest.NewServer(changing(t, server, func(r *http.Request, body []byte) []byte {
		if r.URL.Path != "/api/v1/users" {
			return body
		}
		var page map[string]any
		if err := json.Unmarshal(body, &page); err != nil {
			t.Error(err)
		}
		for i, user := range page["users"].([]any) {
			user.(map[string]any)["first_name"] = json.RawMessage(hostile[i])
			user.(map[string]any)["notes"] = json.RawMessage(hostile[len(hostile)-1-i])
			user.(map[string]any)["user_profiles"] = json.RawMessage(`[{"organisation":{"name":` + hostile[i] + `}}]`)
		}
		body, err := json.Marshal(page)
		if err != nil {
			t.Error(err)
		}
		return body
	}))
	defer front.Close()
	w.at(front.URL)
	w.must("pull", "run", "rdv.users", "--out", "out")
	w.tables("rdv.users")
	rows := w.rows("out/rdv.users.ndjson")
	if len(rows) != len(hostile) || w.query("select count(*) from rdv_users") != fmt.Sprint(len(rows)) {
		t.Fatalf("%d rows", len(rows))
	}
	for _, raw := range rows {
		var row struct {
			ID        int64
			FirstName string `json:"first_name"`
			Notes     string
		}
		if err := json.Unmarshal(raw, &row); err != nil {
			t.Fatal(err)
		}
		for column, want := range map[string]string{"u.first_name": row.FirstName, "u.notes": row.Notes, "p.organisation__name": row.FirstName} {
			want = strings.ReplaceAll(want, "\x00", "\ufffd")
			got, err := hex.DecodeString(w.query(fmt.Sprintf("select encode(convert_to(%s, 'UTF8'), 'hex') from rdv_users u join rdv_users_user_profiles p on p.rdv_users_id = u.id where u.id = %d", column, row.ID)))
			if err != nil || string(got) != want {
				t.Errorf("%q came out as %q", want, got)
			}
		}
		if null := w.query(fmt.Sprintf("select first_name is null or city_code is not null from rdv_users where id = %d", row.ID)); null != "f" {
			t.Errorf("null and an empty text are the same in %s", raw)
		}
	}
}

func TestAValueThatDoesNotFitItsColumnIsEmptyAndSaid(t *testing.T) {
	w := newWorld(t)
	w.database()
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 20})
	front := httptest.NewServer(changing(t, server, func(_ *http.Request, body []byte) []byte {
		body = bytes.Replace(body, []byte(`"notify_by_sms":true`), []byte(`"notify_by_sms":"oui"`), 1)
		return bytes.Replace(body, []byte(`"created_at":"2024`), []byte(`"created_at":"vers 2024`), 1)
	}))
	defer front.Close()
	w.at(front.URL)
	const says = "values do not fit their columns"
	_, errs, code := w.run("pull", "run", "rdv.users", "--format", "tables", "--out", "tables")
	if m := w.manifest("tables"); code != 0 || !strings.Contains(errs, says) || len(m.Warnings) != 1 || !strings.HasPrefix(m.Warnings[0], "rdv.users: ") || m.Completeness != "complete" {
		t.Errorf("exit %d: %s %+v", code, errs, m.Warnings)
	}
	w.fails(9, says, "pull", "run", "rdv.users", "--format", "tables", "--out", "tables", "--strict")
	w.load("tables")
	if n := w.query("select count(*) from rdv_users where created_at is null and notify_by_sms is not null or notify_by_sms is null and created_at is not null"); n == "0" {
		t.Error("nothing is empty")
	}
}

// A view may have any fields.
func TestAViewOfStrangeFieldsLoads(t *testing.T) {
	w := newWorld(t)
	w.database()
	server := w.gopaas(gopaastest.Options{Accounts: 5})
	long := strings.Repeat("é", 60)
	strange := []string{"", `a"b`, `a'b`, "a\nb", "a\x00b", `\copy x from y`, ":name", "ctid", "xmin", "select", long, long + "x", "Nom"}
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		answer := &recorded{header: http.Header{}, status: http.StatusOK}
		server.ServeHTTP(answer, r)
		fields := []byte(`"commentaire":{"note":"a\"b"}`)
		for i, name := range strange {
			encoded, _ := json.Marshal(name) // a text encodes
			fields = fmt.Appendf(fields, `,%s:"value %d"`, encoded, i)
		}
		rw.Header().Set("Content-Type", "application/json")
		rw.WriteHeader(answer.status)
		_, _ = rw.Write(bytes.ReplaceAll(answer.body.Bytes(), []byte(`"commentaire":""`), fields)) // the client may have left
	}))
	defer front.Close()
	w.env["GUICHET_GOPAAS_BASE_URL"] = front.URL + "/crm"
	w.tables("gopaas.list:1170")
	for i := range strange {
		if n := w.query(fmt.Sprintf("select count(*) from gopaas_list_1170 t, jsonb_each_text(to_jsonb(t)) c where c.value = 'value %d'", i)); n == "0" {
			t.Errorf("%q has no column", strange[i])
		}
	}
	w.tables("gopaas.list:1170", "--fields", "other") // no row has it
	w.must("pull", "run", "gopaas.list:1170", "--format", "tables", "--out", "fewer", "--fields", strange[2])
}

func TestMasksAndPseudonymsInTables(t *testing.T) {
	w := newWorld(t)
	w.database()
	w.env["GUICHET_PSEUDONYM_KEY"] = "a key that is long enough"
	w.rdv(rdvsolidaritestest.Options{RDVs: 40})
	const described = "select string_agg(table_name || '.' || column_name || ' ' || data_type, ',' order by table_name, ordinal_position) from information_schema.columns where table_schema = 'public'"
	w.tables("rdv.users", "rdv.rdvs")
	before := w.query(described)
	w.tables("rdv.users", "rdv.rdvs", "--mask", "notify_by_sms,birth_date,users.created_at,motif.service_id,lieu,agents,email")
	if after := w.query(described); after != before {
		t.Errorf("a mask changed the columns: %s\nwere: %s", after, before)
	}
	for _, query := range []string{
		"select count(*) from rdv_users where email is not null or notify_by_sms is not null or birth_date is not null",
		"select count(*) from rdv_rdvs where lieu__name is not null or motif__service_id is not null",
		"select count(*) from rdv_rdvs_users where email is not null or created_at is not null", "select count(*) from rdv_rdvs_agents",
	} {
		if n := w.query(query); n != "0" {
			t.Errorf("%s: %s", query, n)
		}
	}
	w.query("drop table rdv_rdvs, rdv_rdvs_users, rdv_rdvs_participations, rdv_rdvs_agents, rdv_users, rdv_users_user_profiles, rdv_users_responsible_user_profiles")
	w.tables("rdv.users", "rdv.rdvs", "--pseudonymise", "users.id,participations.user.id,id,starts_at,organisation")
	if n := w.query("select count(*) from rdv_rdvs_participations p join rdv_rdvs r on r.id = p.rdv_rdvs_id join rdv_users u on u.id = p.user__id where u.id like 'p%' and length(r.id) = 33 and r.starts_at like 'p%' and r.organisation like 'p%'"); n == "0" {
		t.Error("pseudonyms lead nowhere")
	}
}
