package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
)

const pushed = 100_000

// push compares the processor time of "gopaas push" with that of a loop that posts
// the same bodies.
func push(got *report, dir, guichet string) error {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(r.Body); err != nil || r.Method != http.MethodPost || !bytes.HasPrefix(body, []byte(`[{"cle":"`)) {
			http.Error(w, `{"msg":"refused"}`, http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, `{"success":true}`) // who has gone needs no answer
	}))
	defer web.Close()
	rows := filepath.Join(dir, "rows.ndjson")
	var data bytes.Buffer
	for n := range pushed {
		fmt.Fprintf(&data, `{"cle":"%d_import","nom":"Entreprise n° %d","siret":"%014d","ville":"Lille","effectif":%d}`+"\n", n, n, n, n%250)
	}
	if err := os.WriteFile(rows, data.Bytes(), 0o600); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	const key = "bench"
	environ := []string{"GUICHET_GOPAAS_BASE_URL=" + web.URL, "GUICHET_GOPAAS_API_KEY=" + key}
	ours := &contest{what: "`gopaas push` of 100,000 rows, processor time", environ: environ, processor: true,
		line: []string{guichet, "gopaas", "push", "compte", "--data", "@" + rows, "-o", "json"}}
	theirs := &contest{what: "a loop that posts the same bodies", processor: true,
		line: []string{self, rawPOSTs, web.URL + "/api/items/compte/", key, rows}}
	if err := compete(dir, ours, theirs); err != nil {
		return err
	}
	got.times = append(got.times, against(ours, theirs, 3))
	return ours.memory(got, dir, "`gopaas push` of 100,000 rows, peak memory of its own", 40)
}

// rawPOSTs as first argument makes a process of bench the peer that postAll is.
const rawPOSTs = "raw-posts"

// postAll posts the lines of a file in lists of a hundred, as the command does, on one
// connection. The arguments are the address, a bearer key and the file.
func postAll(args []string) error {
	file, err := os.Open(args[2])
	if err != nil {
		return err
	}
	defer file.Close()
	lines, body := bufio.NewScanner(file), []byte{'['}
	for n := 1; lines.Scan(); n++ {
		body = append(body, lines.Bytes()...)
		if n%100 != 0 {
			body = append(body, ',')
			continue
		}
		body = append(body, ']')
		req, err := http.NewRequest(http.MethodPost, args[0], bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+args[1])
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		if err := resp.Body.Close(); err != nil {
			return err
		}
		if err != nil || resp.StatusCode != http.StatusOK {
			return fmt.Errorf("%s, %v", resp.Status, err)
		}
		body = append(body[:0], '[')
	}
	return lines.Err()
}
