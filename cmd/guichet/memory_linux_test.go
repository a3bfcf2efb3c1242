package main_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestMemoryOfAListDoesNotGrowWithItsPages reads ten pages and five thousand.
// The long test has rows of the size that they have at the service.
func TestMemoryOfAListDoesNotGrowWithItsPages(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 5,000 pages")
	}
	const few, many, growth = 10, 5000, 6 << 10 // pages, pages, KiB
	row := 100
	if os.Getenv("GUICHET_LONG") == "1" {
		row = 1000
	}
	guichet, peak := release(t), build(t, "./testdata/peak")
	small, large := peakOfList(t, peak, guichet, few, row, "-o", "ndjson"), peakOfList(t, peak, guichet, many, row, "-o", "ndjson")
	t.Logf("%d pages: %d KiB; %d pages: %d KiB", few, small, many, large)
	if large > small+growth {
		t.Errorf("%d pages take %d KiB more than %d", many, large-small, few)
	}
}

// TestMemoryOfASortedListIsBounded reads 100 MB and sorts them, and writes as much as a
// spreadsheet.
func TestMemoryOfASortedListIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 2,000 pages")
	}
	const pages, row, most = 1000, 1000, 40 << 10 // pages, bytes, KiB
	guichet, peak := release(t), build(t, "./testdata/peak")
	for _, options := range [][]string{{"-o", "ndjson", "--sort", "id"}, {"-o", "table"}, {"-o", "xlsx", "--sort=-id", "--columns", "id,context"}, {"-o", "xlsx"}} {
		got := peakOfList(t, peak, guichet, pages, row, options...)
		t.Logf("%s: %d KiB", options, got)
		if got > most {
			t.Errorf("%s: %d KiB", options, got)
		}
	}
}

// peakOfList is the peak memory of the command in KiB while it reads a list of
// so many pages, whose rows have so many bytes.
func peakOfList(t *testing.T, peak, guichet string, pages, row int, options ...string) int {
	t.Helper()
	service := httptest.NewServer(numbered(pages, row))
	defer service.Close()
	dir := t.TempDir()
	cmd := exec.Command(peak, guichet, "rdv", "rdv", "list", "--strict", "--concurrency", "8")
	cmd.Args = append(cmd.Args, options...)
	cmd.Env = []string{
		"HOME=" + dir, "GUICHET_CONFIG_DIR=" + dir, "GUICHET_STATE_DIR=" + dir,
		"GUICHET_STORE=none", "GUICHET_RDV_BASE_URL=" + service.URL, "GUICHET_RDV_BEARER=jeton",
	}
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &said)
	}
	kib, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return kib
}

// TestMemoryOfAPushDoesNotGrowWithItsData pushes 100,000 rows in each format, and reports
// on each of them. The limit is that of a list.
func TestMemoryOfAPushDoesNotGrowWithItsData(t *testing.T) {
	if os.Getenv("GUICHET_LONG") != "1" {
		t.Skip("it pushes 100,000 rows: GUICHET_LONG=1")
	}
	const rows, limit = 100_000, 40 << 10 // KiB
	guichet, peak := release(t), build(t, "./testdata/peak")
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{"success":true}`)
	}))
	defer service.Close()
	text := strings.Repeat("é", 100)
	for name, row := range map[string]string{"a.csv": "%d_import,%s\n", "a.ndjson": `{"cle":"%d_import","nom":"%s"}` + "\n"} {
		dir := t.TempDir()
		var data bytes.Buffer
		if name == "a.csv" {
			data.WriteString("cle,nom\n")
		}
		for i := range rows {
			fmt.Fprintf(&data, row, i, text)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(peak, guichet, "gopaas", "push", "compte", "--data", "@"+path, "-o", "json")
		cmd.Dir = dir
		cmd.Env = []string{
			"HOME=" + dir, "GUICHET_CONFIG_DIR=" + dir, "GUICHET_STATE_DIR=" + dir, "GUICHET_STORE=none",
			"GUICHET_GOPAAS_BASE_URL=" + service.URL, "GUICHET_GOPAAS_API_KEY=clé",
		}
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		kib, err := strconv.Atoi(strings.TrimSpace(string(out)))
		if t.Logf("%s: %d KiB", name, kib); err != nil || kib > limit {
			t.Errorf("%s: %d KiB, and %v", name, kib, err)
		}
	}
}

// numbered serves a list of so many pages of a hundred rdvs, whose ids neither
// follow each other nor come in order.
func numbered(pages, row int) http.Handler {
	context := strings.Repeat("a", row-len(`{"id":1234567,"context":""}`))
	rows := pages * 100
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("page"))
		if err != nil || n < 1 || n > pages {
			http.NotFound(w, r)
			return
		}
		var body bytes.Buffer
		body.WriteString(`{"rdvs":[`)
		for i := range 100 {
			if i > 0 {
				body.WriteByte(',')
			}
			place := (n - 1) * 100
			id := 7_000_000 + 5*((place+i)*7919%rows) // 7919 is prime: each id once
			fmt.Fprintf(&body, `{"id":%d,"context":%q}`, id, context)
		}
		next := strconv.Itoa(n + 1)
		if n == pages {
			next = "null"
		}
		fmt.Fprintf(&body, `],"meta":{"current_page":%d,"next_page":%s,"total_pages":%d,"total_count":%d}}`, n, next, pages, rows)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(body.Bytes()) // who has gone needs no answer
	})
}
