package redirect

import (
	"cmp"
	"context"
	"fmt"
	"html"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/loopback"
)

// leaving is how long the browser may take to read the page.
const leaving = 2 * time.Second

// listen waits for the browser at the redirect URI.
func (u *URI) listen(ctx context.Context, messages *message.Catalogue, state string, show func() error) (string, error) {
	host := u.url.Hostname()
	if strings.EqualFold(host, loopback.Name) {
		host = "127.0.0.1"
	}
	address := net.JoinHostPort(host, cmp.Or(u.url.Port(), "80"))
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", exit.Usage.New(message.ErrConsentListen, address, err).WithHint(message.HintRedirectURI)
	}
	if err := show(); err != nil {
		_ = listener.Close()
		return "", err
	}
	return u.serve(ctx, listener, messages, state)
}

// answer is what the browser brought.
type answer struct {
	code string
	err  error
}

// serve answers the first GET of the redirect URI with a page, and then closes. No
// other request counts.
func (u *URI) serve(ctx context.Context, listener net.Listener, messages *message.Catalogue, state string) (string, error) {
	answers := make(chan answer, 1)
	server := &http.Server{
		ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10, ErrorLog: log.New(io.Discard, "", 0),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case path(r.URL) != path(u.url):
				http.NotFound(w, r)
			case r.Method != http.MethodGet:
				w.Header().Set("Allow", http.MethodGet)
				w.WriteHeader(http.StatusMethodNotAllowed)
			default:
				var got answer
				got.code, got.err = u.codeOf(r.URL, state)
				page(w, messages, got.err)
				select {
				case answers <- got:
				default: // the first one counts
				}
			}
		}),
	}
	server.SetKeepAlivesEnabled(false)
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	select {
	case got := <-answers:
		last, cancel := context.WithTimeout(ctx, leaving)
		defer cancel()
		_ = server.Shutdown(last) // the page is on its way
		return got.code, got.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// page tells the person where to go on. It repeats nothing of the request.
func page(w http.ResponseWriter, messages *message.Catalogue, err error) {
	status, text := http.StatusOK, messages.Text(message.PageConsentArrived)
	if err != nil {
		status, text = http.StatusBadRequest, messages.Reason(err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<!doctype html><html lang=%q><meta charset=\"utf-8\"><title>guichet</title><p>%s</p><p>%s</p></html>\n",
		messages.Lang, html.EscapeString(text), html.EscapeString(messages.Text(message.PageConsentClose)))
}
