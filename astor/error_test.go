package astor_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/astor"
)

// TestALongAnswerIsNotSearchedForItsMessage because a service says what failed
// in few words.
func TestALongAnswerIsNotSearchedForItsMessage(t *testing.T) {
	body := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	sender := client(t, astor.Environment{BaseURL: server.URL})
	const size = 8 << 10
	for _, form := range []struct{ before, after string }{{`{"message":"le motif","x":"`, `"}`}, {"le motif", "!"}} {
		for _, longer := range []int{0, 1} {
			body = form.before + strings.Repeat(" ", size+longer-len(form.before)-len(form.after)) + form.after
			err := sender.Do(t.Context(), astor.AuthCRM, "POST", "/a", nil, nil)
			if err == nil || strings.Contains(err.Error(), "le motif") != (longer == 0) {
				t.Errorf("%d bytes gave %v", len(body), err)
			}
		}
	}
}
