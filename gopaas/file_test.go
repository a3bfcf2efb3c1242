package gopaas_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

func TestAFileIsReadDirectlyOrThroughALink(t *testing.T) {
	for _, o := range []gopaastest.Options{{}, {BinaryFiles: true}, {HTMLContentType: true}} {
		server := start(t, o)
		account, err := withKey(t, server.URL).Items.Get(t.Context(), "compte", "1")
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"1", account.Cle()} {
			file, err := withKey(t, server.URL).Files.Open(t.Context(), "compte", key, "contrat")
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(file.Body)
			if err != nil || !bytes.Equal(content, server.File("compte", account.Cle(), "contrat")) {
				t.Errorf("the file is %q, and %v", content, err)
			}
			if file.Name != "contrat.pdf" || file.ContentType != "application/pdf" || file.Size != int64(len(content)) {
				t.Errorf("the file is %+v", file)
			}
			if err := file.Body.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestAFileThatIsNotThereIsNotFound(t *testing.T) {
	client := withKey(t, start(t, gopaastest.Options{}).URL)
	_, err := client.Files.Open(t.Context(), "compte", "1", "photo")
	failure(t, err, guichet.ErrNotFound)
	for _, missing := range [][2]string{{"", "contrat"}, {"1", ""}} {
		_, err := client.Files.Open(t.Context(), "compte", missing[0], missing[1])
		failure(t, err, guichet.ErrInvalid)
	}
}

func TestAFileAboveTheLimitIsRefused(t *testing.T) {
	for _, o := range []gopaastest.Options{{}, {BinaryFiles: true}} {
		client := withKey(t, start(t, o).URL)
		_, err := client.Files.Open(t.Context(), "compte", "1", "contrat", guichet.MaxBytes(10))
		if e := failure(t, err, guichet.ErrUnusableAnswer); !strings.Contains(e.Error(), "10 bytes") {
			t.Errorf("the error is %v", e)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		for range 10 {
			_, _ = io.WriteString(w, "0123456789")
			w.(http.Flusher).Flush()
		}
	}))
	t.Cleanup(server.Close)
	file, err := withKey(t, server.URL).Files.Open(t.Context(), "compte", "1", "contrat", guichet.MaxBytes(25))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(file.Body)
	failure(t, err, guichet.ErrUnusableAnswer)
	if len(content) != 25 || file.Size != -1 {
		t.Errorf("%d bytes were given of a file of size %d", len(content), file.Size)
	}
	_ = file.Body.Close()
}

func TestATruncatedFileIsAnError(t *testing.T) {
	for _, o := range []gopaastest.Options{{}, {BinaryFiles: true}} {
		server := start(t, o)
		path := "GET /api/download"
		if o.BinaryFiles {
			path = "GET /api/file"
		}
		server.Fault(gopaastest.Fault{Match: path, Cut: gopaastest.CutBody})
		file, err := withKey(t, server.URL).Files.Open(t.Context(), "compte", "1", "contrat")
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.ReadAll(file.Body)
		failure(t, err, guichet.ErrNetwork)
		if _, again := file.Body.Read(make([]byte, 1)); !errors.Is(again, err) {
			t.Errorf("the next read gave %v", again)
		}
		_ = file.Body.Close()
	}
}

func TestAFileWithoutALengthIsRefused(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, out, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = out.WriteString("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nConnection: close\r\n\r\n%PDF-1.4 the half")
		_ = out.Flush()
	}))
	t.Cleanup(server.Close)
	_, err := withKey(t, server.URL).Files.Open(t.Context(), "compte", "1", "contrat")
	failure(t, err, guichet.ErrUnusableAnswer)
}

// linking serves a link for every file.
func linking(t *testing.T, link func(base string) string, rest http.HandlerFunc) *httptest.Server {
	t.Helper()
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/crm/api/file/") {
			rest(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"download_url":%q}`, link(server.URL))
	}))
	t.Cleanup(server.Close)
	return server
}

func TestALinkToAnotherHostNeedsTLSAndGetsNoCredential(t *testing.T) {
	var credential string
	stranger := func(w http.ResponseWriter, r *http.Request) {
		credential += r.Header.Get("Authorization")
		w.Header().Set("Content-Type", "image/png")
		_, _ = io.WriteString(w, "image")
	}
	plain := httptest.NewServer(http.HandlerFunc(stranger))
	t.Cleanup(plain.Close)
	encrypted := httptest.NewTLSServer(http.HandlerFunc(stranger))
	t.Cleanup(encrypted.Close)

	server := linking(t, func(string) string { return encrypted.URL + "/f?signature=lien-secret" }, http.NotFound)
	client := withKey(t, server.URL+"/crm", guichet.WithHTTPClient(encrypted.Client()))
	file, err := client.Files.Open(t.Context(), "compte", "1", "photo")
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(file.Body); err != nil || string(content) != "image" || credential != "" {
		t.Errorf("the file is %q, the credential %q, and %v", content, credential, err)
	}
	_ = file.Body.Close()

	for _, link := range []string{plain.URL + "/f?lien-secret", "ftp://example.fr/lien-secret", "https://u:p@example.fr/lien-secret", "https:///lien-secret", "%zz"} {
		server := linking(t, func(string) string { return link }, http.NotFound)
		_, err := withKey(t, server.URL+"/crm").Files.Open(t.Context(), "compte", "1", "photo")
		if e := failure(t, err, guichet.ErrUnusableAnswer); strings.Contains(fmt.Sprintf("%v %+v", e, *e), "lien-secret") {
			t.Errorf("the link shows in %v", e)
		}
	}
}

func TestALinkToTheSameOriginGetsTheCredentialAndIsNotShown(t *testing.T) {
	var log bytes.Buffer
	for _, link := range []string{"", "/crm/api/download/lien-secret", "../crm/api/download/lien-secret"} {
		server := linking(t, func(base string) string {
			if link == "" {
				return base + "/crm/api/download/lien-secret"
			}
			return link
		}, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "" || r.URL.Path != "/crm/api/download/lien-secret" {
				t.Errorf("%s has the credential %q", r.URL, r.Header.Get("Authorization"))
			}
			http.Redirect(w, r, "https://ailleurs.example.fr/crm/api/download/lien-secret?lien-secret", http.StatusFound)
		})
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		_, err := withKey(t, server.URL+"/crm", guichet.WithLogger(logger)).Files.Open(t.Context(), "compte", "1", "photo")
		e := failure(t, err, guichet.ErrUnusableAnswer)
		if shown := fmt.Sprintf("%v %+v %s", e, *e, log.String()); strings.Contains(shown, "lien-secret") || log.Len() == 0 {
			t.Errorf("the link shows in %s", shown)
		}
	}
}

func TestALinkThatHasEndedIsRefused(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	server := start(t, gopaastest.Options{LinkLifetime: time.Minute, Now: func() time.Time { now = now.Add(time.Minute); return now }})
	_, err := withKey(t, server.URL).Files.Open(t.Context(), "compte", "1", "contrat")
	failure(t, err, guichet.ErrUnauthorized)
}

func TestALoginPageInsteadOfAFileIsRefused(t *testing.T) {
	for _, body := range []string{"<!DOCTYPE html><title>Connexion</title>", `{"msg":"Invalid API key."}`, "Fatal error"} {
		client := answering(t, http.StatusOK, "text/html", body)
		_, err := client.Files.Open(t.Context(), "compte", "1", "contrat")
		failure(t, err, guichet.ErrUnusableAnswer)
	}
}

func TestAFileNameLosesItsFolders(t *testing.T) {
	for given, want := range map[string]string{
		"../../etc/passwd": "passwd", `C:\temp\a.pdf`: "a.pdf", "..": "", "/": "", "été.pdf": "été.pdf",
	} {
		server := start(t, gopaastest.Options{BinaryFiles: true})
		server.PutFile("compte", "c", "f", given, "application/pdf", []byte("x"))
		file, err := withKey(t, server.URL).Files.Open(t.Context(), "compte", "c", "f")
		if err != nil {
			t.Fatal(err)
		}
		if file.Name != want {
			t.Errorf("the name %q became %q", given, file.Name)
		}
		_ = file.Body.Close()
	}
}

func TestAJSONFileIsReturnedUnchanged(t *testing.T) {
	client := answering(t, http.StatusOK, "application/json", ` {"a":1} `)
	file, err := client.Files.Open(t.Context(), "compte", "1", "f")
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(file.Body); err != nil || string(content) != ` {"a":1} ` {
		t.Errorf("the file is %q, and %v", content, err)
	}
}

func TestAFileIsUploadedWithItsFields(t *testing.T) {
	server := start(t, gopaastest.Options{})
	upload := gopaas.FileUpload{
		Name: "photo.png", Content: strings.NewReader("image"), Fields: map[string]string{"itemKey": "k", "fieldName": "photo"},
	}
	answer, err := withKey(t, server.URL).Files.Upload(t.Context(), "contact", upload)
	if err != nil || len(answer) == 0 || string(server.File("contact", "k", "photo")) != "image" {
		t.Errorf("the answer is %s, and %v", answer, err)
	}
	server.ResetRequests()
	server.Fault(gopaastest.Fault{Cut: gopaastest.CutBeforeAnswer})
	upload.Content = strings.NewReader("image")
	_, err = withKey(t, server.URL).Files.Upload(t.Context(), "contact", upload)
	failure(t, err, guichet.ErrUnknownOutcome)
	if n := len(server.Requests()); n != 1 {
		t.Errorf("%d requests were sent", n)
	}
}
