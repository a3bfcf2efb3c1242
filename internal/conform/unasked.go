package conform

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/fake"
)

// unasked lets the service send more data after its answer on a kept connection,
// with everything that the client sent, and checks that the program logs none of
// it. The client closes the connection after it has read the data.
func (s Subject) unasked(t *testing.T) {
	var shown guarded
	before := log.Writer()
	log.SetOutput(&shown)
	defer log.SetOutput(before)
	for _, together := range []bool{true, false} {
		for _, chunked := range []bool{true, false} {
			var ended sync.WaitGroup
			ended.Add(1)
			var once sync.Once
			wire, err := fake.ListenWire(func(c *fake.WireConn) {
				for signIn := true; signIn; {
					r, err := c.Request()
					if err != nil {
						return
					}
					var answer, more string
					if answer, signIn = s.whole(r, chunked); !signIn {
						more = s.repeated(r)
					}
					if together {
						answer, more = answer+more, ""
					}
					_, _ = io.WriteString(c, answer)
					_, _ = io.WriteString(c, more)
				}
				c.Hold()
				once.Do(ended.Done)
			})
			if err != nil {
				t.Fatal(err)
			}
			client := s.Open(t, "http://"+wire.Addr, guichet.WithBackoff(noWait), guichet.WithRetries(2))
			if err := client.Get(t.Context(), client.GoodID); err != nil {
				t.Error(err)
			} else {
				ended.Wait()
			}
			_ = wire.Close()
		}
	}
	if text := shown.String(); text != "" {
		t.Errorf("the program's log says %s", text)
	}
}

// whole returns a good answer on a kept connection, and whether it answers a
// sign-in.
func (s Subject) whole(r *http.Request, chunked bool) (answer string, signIn bool) {
	w := httptest.NewRecorder()
	if signIn = s.SignIn != nil && s.SignIn(w, r); !signIn {
		s.good(w, r)
	}
	result := w.Result()
	result.ContentLength = int64(w.Body.Len())
	if chunked {
		result.ContentLength, result.TransferEncoding = -1, []string{"chunked"}
	}
	var out strings.Builder
	_ = result.Write(&out)
	return out.String(), signIn
}

// repeated returns an unrequested answer that repeats the headers of r and the
// secrets.
func (s Subject) repeated(r *http.Request) string {
	var out strings.Builder
	out.WriteString("HTTP/1.1 200 OK\r\n")
	for name, values := range r.Header {
		_, _ = fmt.Fprintf(&out, "X-%s: %s\r\n", name, strings.Join(values, ", "))
	}
	_, _ = fmt.Fprintf(&out, "X-Secrets: %s\r\nContent-Length: 0\r\n\r\n", strings.Join(s.Secrets, " "))
	return out.String()
}

// guarded is a text that several goroutines may write.
type guarded struct {
	mu   sync.Mutex
	text strings.Builder
}

func (g *guarded) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.text.Write(p)
}

func (g *guarded) String() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.text.String()
}
