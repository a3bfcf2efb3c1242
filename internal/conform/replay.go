package conform

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// replay records the answers of a service and then repeats them, so that the
// thousands of calls of a matrix do not change the service's state.
type replay struct {
	service http.Handler

	mu        sync.Mutex
	recording bool
	op        string // the current operation
	last      map[string]*httptest.ResponseRecorder
	byOp      map[string]map[string]*httptest.ResponseRecorder
	sent      map[string][]sentRequest // by operation, in order
}

// sentRequest is a request that an operation sent; line is "METHOD /path".
type sentRequest struct {
	line, key string
	chunked   bool // an empty body of unknown length would be sent in chunks
}

func newReplay(service http.Handler) *replay {
	return &replay{
		service: service, last: map[string]*httptest.ResponseRecorder{},
		byOp: map[string]map[string]*httptest.ResponseRecorder{}, sent: map[string][]sentRequest{},
	}
}

// begin sets the operation to which the following requests belong.
func (p *replay) begin(op string, recording bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.op, p.recording = op, recording
}

// ServeHTTP answers from the service while recording, and from the recording
// afterwards.
func (p *replay) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.Method + " " + r.URL.RequestURI()
	p.mu.Lock()
	defer p.mu.Unlock()
	answer := p.byOp[p.op][key]
	if answer == nil {
		answer = p.last[key]
	}
	if p.recording {
		answer = httptest.NewRecorder()
		p.service.ServeHTTP(answer, r)
		p.last[key] = answer
		if p.byOp[p.op] == nil {
			p.byOp[p.op] = map[string]*httptest.ResponseRecorder{}
		}
		p.byOp[p.op][key] = answer
		chunked := r.ContentLength == 0 && (r.Method == http.MethodPost || r.Method == http.MethodPut || r.Method == http.MethodPatch)
		p.sent[p.op] = append(p.sent[p.op], sentRequest{r.Method + " " + r.URL.EscapedPath(), key, chunked})
	}
	if answer == nil {
		http.Error(w, "the service was not asked for "+key+" before", http.StatusTeapot)
		return
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = io.WriteString(w, answer.Body.String())
}

// target is one request of an operation that faults are played to.
type target struct {
	line    string // the API line of the operation, or the request itself without one
	head    string // the first lines of the good answer
	body    string
	chunked bool
}

// json reports whether the good answer is JSON.
func (t target) json() bool { return strings.Contains(t.head, "json") }

// targets returns the requests that the API lines of an operation name, one for
// each line.
func (p *replay) targets(o Operation, prefix string, e endpoint) (found []target) {
	op := o.id()
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := map[string]bool{}
	requests := p.sent[op]
	if e.any || o.Any {
		requests = requests[max(0, len(requests)-1):] // a sign-in may come before it
	}
	for _, sent := range requests {
		method, path, _ := strings.Cut(sent.line, " ")
		plain := method + " " + strings.TrimPrefix(path, prefix)
		line := plain
		if !e.any && !o.Any {
			line = ""
			for _, candidate := range e.lines {
				if matches(candidate, plain) {
					line = candidate
				}
			}
		}
		if line == "" || seen[line] {
			continue
		}
		seen[line] = true
		found = append(found, newTarget(line, sent, p.byOp[op][sent.key]))
	}
	return found
}

func newTarget(line string, sent sentRequest, answer *httptest.ResponseRecorder) target {
	body := answer.Body.String()
	if len(body) < 2 {
		return target{line, jsonHead, `{"id":1}`, sent.chunked} // a body that can be cut
	}
	var head strings.Builder
	fmt.Fprintf(&head, "HTTP/1.1 %d %s\r\n", answer.Code, http.StatusText(answer.Code))
	for _, name := range []string{"Content-Type", "Content-Disposition"} {
		if value := answer.Header().Get(name); value != "" {
			fmt.Fprintf(&head, "%s: %s\r\n", name, value)
		}
	}
	return target{line, head.String(), body, sent.chunked}
}
