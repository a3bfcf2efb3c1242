package rdvsolidarites_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// recording is one answer of the service, as it was kept.
type recording struct {
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`
}

// left are the fields that no type knows, each with the reason.
var left = map[string]string{
	"success":          "repeats what the status says",
	"errors.*[].value": "is what the caller sent",
	"errors.*[].host":  "is in the address that the caller sent",
}

// kinds is what each status must be recognised as.
var kinds = map[int]error{
	400: guichet.ErrInvalid, 401: guichet.ErrUnauthorized, 403: guichet.ErrForbidden,
	404: guichet.ErrNotFound, 422: guichet.ErrInvalid, 429: guichet.ErrRateLimited, 500: guichet.ErrUnavailable,
}

// TestEveryRecordedAnswerDecodes reads the answers that the real service gave
// in 2024 and 2025, each through the method that asks for it.
func TestEveryRecordedAnswerDecodes(t *testing.T) {
	dir := filepath.Join("..", "..", "shared", "recorded", "rdv-solidarites")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the recorded answers are not beside this checkout; testdata has invented ones, which TestEveryGenerationDecodes reads")
	}
	if n, _ := decodeFolder(t, dir); n != 83 {
		t.Errorf("there are %d recorded answers, not 83", n)
	}
}

// TestEveryGenerationDecodes reads invented answers of the same shapes.
func TestEveryGenerationDecodes(t *testing.T) {
	n, used := decodeFolder(t, "testdata")
	if n < 39 {
		t.Errorf("there are only %d answers", n)
	}
	for field, reason := range left {
		if !used[field] {
			t.Errorf("%s (%s) is in no answer any more", field, reason)
		}
	}
}

// TestTheComparisonNoticesLostFields shows that the two tests above can fail.
func TestTheComparisonNoticesLostFields(t *testing.T) {
	agent := rdvsolidarites.Agent{ID: 3, Email: "agathe.petit@example.fr"}
	absence := rdvsolidarites.Absence{Agent: agent, StartTime: rdvsolidarites.Clock{Hour: 8}}
	for doc, lost := range map[string]int{
		`{"start_time":"08:00:00","agent":{"id":3,"email":"agathe.petit@example.fr","first_name":null}}`: 0,
		`{"start_time":"09:00:00"}`: 1, `{"agent":{"id":4}}`: 1, `{"agent":{"phone":"0321"}}`: 1, `{"agent":null}`: 1,
		`{"agent":[3]}`: 1, `{"title":"Formation"}`: 1, `{"first_day":"2024-08-03"}`: 1, `{"organisation":{"id":1}}`: 1,
	} {
		var parsed any
		if err := json.Unmarshal([]byte(doc), &parsed); err != nil {
			t.Fatal(err)
		}
		if got := unread("absence", parsed, reflect.ValueOf(absence)); len(got) != lost {
			t.Errorf("%s: %q", doc, got)
		}
	}
}

// decodeFolder reads every answer of a folder and checks that nothing of it is
// lost. It returns how many there were, and the fields that were left.
func decodeFolder(t *testing.T, dir string) (int, map[string]bool) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var r recording
			if err := json.Unmarshal(data, &r); err != nil {
				t.Fatal(err)
			}
			for _, field := range decodeOne(t, r) {
				if used[field] = true; left[field] == "" {
					t.Errorf("no type knows %s", field)
				}
			}
		})
	}
	return len(files), used
}

// everything are the ids of a server that gives one answer to all of them.
func everything() ids { return ids{1, 1, 1, 1, 1, 1, 1, 1, 1} }

// decodeOne has the method of the route read the answer, and returns what of
// it went nowhere.
func decodeOne(t *testing.T, r recording) []string {
	t.Helper()
	client := replay(t, r)
	for _, e := range endpoints(everything()) {
		if e.route != r.Method+" "+r.Path {
			continue
		}
		value, err := e.call(t.Context(), client)
		switch {
		case r.Status >= 300:
			return unreadError(t, r, err)
		case err != nil:
			t.Fatal(err)
		case r.Status == http.StatusNoContent:
			return nil
		}
		return unreadAnswer(t, r, e.root, reflect.ValueOf(value))
	}
	t.Fatalf("no method asks for %s %s", r.Method, r.Path)
	return nil
}

// replay returns a client of a server that gives this one answer.
func replay(t *testing.T, r recording) *rdvsolidarites.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if req.URL.Path == "/api/v1/organisations" && r.Path != req.URL.Path {
			// Motifs looks up the agent's organisations first.
			_, _ = fmt.Fprint(w, `{"organisations":[{"id":1}],"meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":1,"total_count":1}}`)
			return
		}
		w.WriteHeader(r.Status)
		if string(r.Body) != `""` {
			_, _ = w.Write(r.Body)
		}
	}))
	t.Cleanup(server.Close)
	return newClient(t, server.URL, rdvsolidarites.Resume(benchSession()), guichet.WithRetries(0))
}

// unreadAnswer compares a good answer with what the method returned.
func unreadAnswer(t *testing.T, r recording, root string, v reflect.Value) []string {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(r.Body, &doc); err != nil {
		t.Fatal(err)
	}
	if root == bare {
		return unread("", doc, v)
	}
	var list []string
	for key, value := range doc {
		switch {
		case key == "meta":
			list = append(list, unread("meta", value, v.Elem().FieldByName("Meta"))...)
		case key != root:
			list = append(list, key)
		case doc["meta"] != nil:
			list = append(list, unread(root, value, v.Elem().FieldByName("Items"))...)
		default:
			list = append(list, unread(root, value, v)...)
		}
	}
	return list
}

// unreadError compares an error's body with the *Error that it became.
func unreadError(t *testing.T, r recording, err error) []string {
	t.Helper()
	e := failure(t, err)
	if e.Status != r.Status || !errors.Is(err, kinds[r.Status]) || e.Message == "" || e.Body != "" || e.Sent != guichet.Answered {
		t.Errorf("the error is %+v", *e)
	}
	var body struct {
		Errors   any      `json:"errors"`
		Messages []string `json:"error_messages"`
		NotFound string   `json:"not_found"`
		Missing  string   `json:"missing"`
		Success  *bool    `json:"success"`
	}
	decoder := json.NewDecoder(strings.NewReader(string(r.Body)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil {
		t.Fatal(err)
	}
	var list []string
	if body.Success != nil {
		list = append(list, "success")
	}
	for _, text := range append(body.Messages, body.NotFound, body.Missing) {
		if !strings.Contains(e.Message, strings.TrimSpace(text)) {
			t.Errorf("%q is not in the message %q", text, e.Message)
		}
	}
	switch errs := body.Errors.(type) {
	case []any:
		for _, item := range errs {
			if text, ok := item.(string); ok && !strings.Contains(e.Message, strings.TrimSpace(text)) {
				t.Errorf("%q is not in the message %q", text, e.Message)
			}
			if object, ok := item.(map[string]any); ok && (len(object) != 1 || object["base"] != e.Code) {
				t.Errorf("%v became the code %q", object, e.Code)
			}
		}
	case map[string]any:
		list = append(list, unreadFieldErrors(t, errs, e)...)
	}
	return list
}

// unreadFieldErrors compares {"email":[{"error":"taken","id":3}]} with Fields.
func unreadFieldErrors(t *testing.T, doc map[string]any, e *guichet.Error) (list []string) {
	t.Helper()
	if len(doc) != len(e.Fields) {
		t.Errorf("%d fields became %v", len(doc), e.Fields)
	}
	for name, details := range doc {
		for i, detail := range details.([]any) {
			for key, value := range detail.(map[string]any) {
				switch {
				case i < len(e.Fields[name]) && key == "error" && value == e.Fields[name][i].Code,
					i < len(e.Fields[name]) && key == "id" && value == float64(e.Fields[name][i].ID):
				case !slices.Contains(list, "errors.*[]."+key):
					list = append(list, "errors.*[]."+key)
				}
			}
		}
	}
	return list
}
