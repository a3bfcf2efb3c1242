package app_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// echoes are the ways in which a hostile service repeats all that it was sent.
var echoes = map[string]func(w http.ResponseWriter, sent string){
	"an error in JSON": func(w http.ResponseWriter, sent string) {
		text, _ := json.Marshal(sent)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = fmt.Fprintf(w, `{"errors":[%[1]s,{"base":%[1]s}],"msg":%[1]s,"title":%[1]s,"description":%[1]s}`, text)
	},
	"fields at fault": func(w http.ResponseWriter, sent string) {
		text, _ := json.Marshal(sent)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"errors":{%[1]s:[{"error":%[1]s}]},"not_found":%[1]s,"missing":%[1]s,"error":%[1]s}`, text)
	},
	"a bare word": func(w http.ResponseWriter, sent string) {
		text, _ := json.Marshal(sent)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = fmt.Fprintf(w, `{"not_found":%s}`, text)
	},
	"a refusal": func(w http.ResponseWriter, sent string) {
		text, _ := json.Marshal(sent)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = fmt.Fprintf(w, `{"errors":[%[1]s],"msg":%[1]s,"title":%[1]s}`, text)
	},
	"an error page": func(w http.ResponseWriter, sent string) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, "<html><pre>"+html.EscapeString(sent)+"</pre></html>")
	},
	"a page that passes for an answer": func(w http.ResponseWriter, sent string) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html><pre>"+html.EscapeString(sent)+"</pre></html>")
	},
	"a text of PHP": func(w http.ResponseWriter, sent string) {
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, strings.Repeat("a", 180)+sent)
	},
	"an error in base64 and in hex": func(w http.ResponseWriter, sent string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		texts := []string{hex.EncodeToString([]byte(sent)), strings.ToUpper(hex.EncodeToString([]byte(sent))), strings.ToUpper(sent)}
		for _, before := range []string{"", "a", "ab"} {
			texts = append(texts, base64.StdEncoding.EncodeToString([]byte(before+sent)), base64.RawURLEncoding.EncodeToString([]byte(before+sent)))
		}
		text, _ := json.Marshal(strings.Join(texts, " "))
		_, _ = fmt.Fprintf(w, `{"errors":[%[1]s,{"base":%[1]s}],"msg":%[1]s,"title":%[1]s,"description":%[1]s}`, text)
	},
	"a redirect": func(w http.ResponseWriter, sent string) {
		w.Header().Set("Location", "https://ailleurs.example.fr/"+sent+"?q="+sent)
		w.WriteHeader(http.StatusFound)
	},
}

// hostile is a service that lets everybody in, with a session that holds the
// canary, and answers everything else with an echo.
func hostile(t *testing.T, canary string, echo func(w http.ResponseWriter, sent string)) (address string, requests *atomic.Int64) {
	t.Helper()
	requests = new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests.Add(1)
		if r.Method == http.MethodPost && letIn(w, r.URL.Path, canary) {
			return
		}
		sent := []string{r.Header.Get("Authorization")}
		for name, values := range r.Header {
			sent = append(sent, name+": "+strings.Join(values, ", "))
		}
		slices.Sort(sent[1:])
		w.Header().Set("X-Request-Id", r.Header.Get("Authorization")+r.Header.Get("Access-Token"))
		w.Header().Set("Retry-After", "x"+r.Header.Get("Authorization"))
		echo(w, strings.Join(append(sent, r.URL.RequestURI(), string(body)), " "))
	}))
	t.Cleanup(server.Close)
	return server.URL, requests
}

// letIn answers a sign-in.
func letIn(w http.ResponseWriter, path, canary string) bool {
	w.Header().Set("Content-Type", "application/json")
	switch {
	case strings.HasSuffix(path, "/auth/sign_in"):
		w.Header().Set("Access-Token", canary+"-access")
		w.Header().Set("Client", canary+"-client")
		w.Header().Set("Uid", "camille@exemple.fr")
		_, _ = io.WriteString(w, `{"data":{"id":1,"email":"camille@exemple.fr"}}`)
	case strings.HasSuffix(path, "/v1/session"):
		_, _ = fmt.Fprintf(w, `{"token":%q}`, canary+"-jeton")
	case strings.HasSuffix(path, "/access_token/"):
		_, _ = fmt.Fprintf(w, `{"access_token":%q,"expires_in":3600}`, canary+"-jeton")
	default:
		return false
	}
	return true
}
