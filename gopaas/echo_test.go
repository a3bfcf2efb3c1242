package gopaas_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

func TestAnEchoedTokenRequestIsRedacted(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		echo, _ := json.Marshal("refus de " + string(sent))
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"msg":`+string(echo)+`}`)
	}))
	t.Cleanup(server.Close)
	for _, encoding := range []gopaas.Encoding{gopaas.EncodeForm, gopaas.EncodeMultipart, gopaas.EncodeJSON} {
		client := connect(t, server.URL, gopaas.ClientCredentials("client", "secret canari", gopaas.WithEncoding(encoding)))
		_, err := client.Auth.Token(t.Context())
		if e := failure(t, err, guichet.ErrInvalid); !strings.Contains(e.Message, "refus") || strings.Contains(e.Message, "canari") {
			t.Errorf("%s: got %v", encoding, err)
		}
	}
}

func TestALinkToAnotherLinkIsRefused(t *testing.T) {
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"download_url":"`+server.URL+`/api/download/x"}`)
	}))
	t.Cleanup(server.Close)
	file, err := withKey(t, server.URL).Files.Open(t.Context(), "clients", "1", "photo")
	if failure(t, err, guichet.ErrUnusableAnswer); file != nil {
		t.Errorf("the file is %+v", file)
	}
}

func TestAPushStopsWhenItsCredentialIsRefused(t *testing.T) {
	for _, credential := range flavours {
		pushed := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "/items/") {
				pushed++
			}
			w.WriteHeader(http.StatusUnauthorized)
		}))
		rows := []gopaas.Row{{Raw: []byte(`{"cle":"1"}`)}, {Raw: []byte(`{"cle":"2"}`)}}
		batches := 0
		o := gopaas.PushOptions{Batch: 1, ContinueAfterFailure: true, OnBatch: func(gopaas.Batch) error { batches++; return nil }}
		report, err := connect(t, server.URL, credential).Items.Push(t.Context(), "clients", rows, o)
		server.Close()
		if err == nil || batches != 1 || pushed > 1 || len(report.NotWritten) != 2 {
			t.Errorf("%d batches, %d requests, %+v and %v", batches, pushed, report, err)
		}
	}
}

// TestAPushStopsWhenItsCredentialCannotBeSent stops at the first batch: the next
// ones would fail in the same way.
func TestAPushStopsWhenItsCredentialCannotBeSent(t *testing.T) {
	server := start(t, gopaastest.Options{Empty: true})
	batches := 0
	o := gopaas.PushOptions{Batch: 1, ContinueAfterFailure: true, OnBatch: func(gopaas.Batch) error { batches++; return nil }}
	report, err := connect(t, server.URL, gopaas.APIKey("key with its line break\n")).Items.Push(t.Context(), "compte", accounts(t, 3), o)
	failure(t, err, guichet.ErrNoCredential)
	wantReport(t, report, "", "1-3", "")
	if n := len(server.Requests()); batches != 1 || n != 0 {
		t.Errorf("%d batches were told of and %d requests sent", batches, n)
	}
}
