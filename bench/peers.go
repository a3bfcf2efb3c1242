package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
)

// rawGETs as first argument makes a process of bench the peer that getAll is.
const rawGETs = "raw-gets"

// getAll performs one GET after the other on one connection, and throws the
// bodies away as they came: nobody who asks for one page at a time is faster.
// The arguments are the base URL, and names and values of headers.
func getAll(args []string) error {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	for n := 1; n <= pages; n++ {
		req, err := http.NewRequest(http.MethodGet, args[0]+"/api/v1/rdvs?page="+strconv.Itoa(n), nil)
		if err != nil {
			return err
		}
		for i := 1; i+1 < len(args); i += 2 {
			req.Header.Set(args[i], args[i+1])
		}
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("page %d: %s", n, resp.Status)
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			return err
		}
		if err := resp.Body.Close(); err != nil {
			return err
		}
	}
	return nil
}

// curlAndJQ is what a shell has for the same: $BASE, $TOKEN, $CLIENT, $AGENT and
// $PAGES say which.
const curlAndJQ = `set -e -o pipefail
page=1
while [ "$page" -le "$PAGES" ]; do
	curl -sSf -H "access-token: $TOKEN" -H "client: $CLIENT" -H "uid: $AGENT" "$BASE/api/v1/rdvs?page=$page" | jq -c '.rdvs[]'
	page=$((page + 1))
done`

// python is the same with what Python brings along.
const python = `import json, os, sys, urllib.request
env, page = os.environ, 1
while page:
    request = urllib.request.Request(env["BASE"] + "/api/v1/rdvs?page=%d" % page, headers={
        "access-token": env["TOKEN"], "client": env["CLIENT"], "uid": env["AGENT"]})
    with urllib.request.urlopen(request) as answer:
        body = json.load(answer)
    for rdv in body["rdvs"]:
        sys.stdout.write(json.dumps(rdv, ensure_ascii=False) + "\n")
    page = body["meta"]["next_page"]
`

// rawRows as first argument makes a process of bench the peer that writeAll is.
const rawRows = "raw-rows"

// writeAll writes the raw rows of all pages into a file, as somebody would with
// encoding/json: eight pages at once, in no order, and nobody looks whether rows are
// missing. The arguments are the base URL, the file, and names and values of headers.
func writeAll(args []string) error {
	file, err := os.Create(args[1])
	if err != nil {
		return err
	}
	var taken atomic.Int64
	var writing sync.Mutex
	out, failed := bufio.NewWriter(file), make([]error, 8)
	var workers sync.WaitGroup
	for i := range failed {
		workers.Go(func() {
			for n := taken.Add(1); n <= pulledPages && failed[i] == nil; n = taken.Add(1) {
				var rows []json.RawMessage
				if rows, failed[i] = rawPage(args[0], n, args[2:]); failed[i] != nil {
					return
				}
				writing.Lock()
				for _, row := range rows {
					_, _ = out.Write(row) // Flush returns the error
					_ = out.WriteByte('\n')
				}
				writing.Unlock()
			}
		})
	}
	workers.Wait()
	return errors.Join(append(failed, out.Flush(), file.Close())...)
}

func rawPage(base string, n int64, header []string) ([]json.RawMessage, error) {
	req, err := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/api/v1/rdvs?page=%d", base, n), nil)
	if err != nil {
		return nil, err
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("page %d: %s", n, resp.Status)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	var page struct {
		RDVs []json.RawMessage `json:"rdvs"`
	}
	err = json.Unmarshal(body, &page)
	return page.RDVs, err
}
