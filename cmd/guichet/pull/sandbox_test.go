package pull_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
)

// sandbox is the command's own service, as a process of its own.
type sandbox struct {
	w   *world
	url string
}

// sandbox starts one and points the world at it.
func (w *world) sandbox(args ...string) *sandbox {
	w.t.Helper()
	cmd := w.command(append([]string{"sandbox", "--json"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	cmd.Args = append(cmd.Args, "--quiet")
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	var told struct {
		RDV struct {
			URL string `json:"base_url"`
		} `json:"rdv"`
	}
	if err != nil || json.Unmarshal(line, &told) != nil || told.RDV.URL == "" {
		w.t.Fatalf("the sandbox said %q, %v", line, err)
	}
	w.at(told.RDV.URL)
	return &sandbox{w, told.RDV.URL}
}

// control asks a control route; into, when not nil, takes the answer.
func (s *sandbox) control(name, body string, into any) error {
	answer, err := http.Post(s.url+"/_sandbox/"+name, "application/json", strings.NewReader(body))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", name, answer.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(answer.Body).Decode(into)
}

// rows inserts and deletes rdvs.
func (s *sandbox) rows(insert, remove int) (inserted, deleted []int64, err error) {
	var touched struct{ Inserted, Deleted []int64 }
	err = s.control("rows", fmt.Sprintf(`{"dataset":"rdv.rdvs","insert":%d,"delete":%d}`, insert, remove), &touched)
	return touched.Inserted, touched.Deleted, err
}

// calm has the next requests meet no accident.
func (s *sandbox) calm() {
	s.w.t.Helper()
	if err := s.control("faults", `{"count":1000000}`, nil); err != nil {
		s.w.t.Fatal(err)
	}
}

// listed are the ids of all rdvs, page by page, while nothing moves.
func (s *sandbox) listed() (ids []int64) {
	s.w.t.Helper()
	s.calm()
	for line := range bytes.Lines([]byte(s.w.must("rdv", "rdv", "list", "-o", "id", "--strict"))) {
		var id int64
		if err := json.Unmarshal(line, &id); err != nil {
			s.w.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}
