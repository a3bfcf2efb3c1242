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

// replay answers as a service did: while it records, the service itself
// answers; afterwards the same requests get the same answers, so that a matrix
// of thousands of calls leaves nothing behind from one to the next.
type replay struct {
	service http.Handler

	mu        sync.Mutex
	recording bool
	op        string // under way
	last      map[string]*httptest.ResponseRecorder
	byOp      map[string]map[string]*httptest.ResponseRecorder
	sent      map[string][]sentRequest // by operation, in order
}

// sentRequest is what an operation sent, as the line "METHOD /path".
type sentRequest struct {
	line, key string
	chunked   bool // an empty body that nobody knew the length of would be sent in chunks
}

func newReplay(service http.Handler) *replay {
	return &replay{
		service: service, last: map[string]*httptest.ResponseRecorder{},
		byOp: map[string]map[string]*httptest.ResponseRecorder{}, sent: map[string][]sentRequest{},
	}
}

// begin says which operation the following requests belong to.
func (p *replay) begin(op string, recording bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.op, p.recording = op, recording
}

// ServeHTTP answers as the service does or did.
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

// target is one request of an operation that is to suffer.
type target struct {
	line    string // of the operation's doc comment, or the request where it has none
	head    string // of the good answer: its first lines
	body    string
	chunked bool
}

// json reports whether the good answer is JSON.
func (t target) json() bool { return strings.Contains(t.head, "json") }

// targets are the requests of an operation that its lines name, each line once.
func (p *replay) targets(o Operation, prefix string, e endpoint) (found []target) {
	op := o.id()
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := map[string]bool{}
	requests := p.sent[op]
	if e.any || o.Any {
		requests = requests[max(0, len(requests)-1):] // before it, a credential may have been asked for
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
		return target{line, jsonHead, `{"id":1}`, sent.chunked} // something that can be cut
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
