package rest

import (
	"log/slog"
	"net/http"

	"github.com/guichet-go/guichet"
)

func (x *exchange) log(status, size int, err error) {
	if attempted := x.client.options.OnAttempt; attempted != nil {
		attempted(x.attempts, size)
	}
	logger := x.client.options.Logger
	if logger == nil || !logger.Enabled(x.ctx, slog.LevelDebug) {
		return
	}
	attrs := []slog.Attr{
		slog.String("op", x.call.Op), slog.String("method", x.call.Method), slog.String("route", x.call.Route),
		slog.Int("attempt", x.attempts), slog.Duration("elapsed", x.client.options.Now().Sub(x.started)),
	}
	if status != 0 {
		attrs = append(attrs, slog.Int("status", status), slog.Int("bytes", size))
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", x.cause(stripURL(err)).Error()))
	}
	logger.LogAttrs(x.ctx, slog.LevelDebug, "attempt", attrs...)
}

// observe keeps what OnAnswer is told.
func (x *exchange) observe(resp *http.Response) {
	if x.call.OnAnswer != nil {
		x.last = guichet.Answer{
			Status: resp.StatusCode, Header: resp.Header, RequestID: x.requestID(resp.Header),
			Attempts: x.attempts, Duration: x.client.options.Now().Sub(x.started),
		}
	}
}

// requestID is the service's name for the exchange. It may repeat what it was
// sent, and is cut only when no secret can be cut with it.
func (x *exchange) requestID(h http.Header) string {
	for _, name := range []string{"X-Request-Id", "X-Correlation-Id"} {
		if id := x.redact(h.Get(name)); id != "" {
			return id[:min(len(id), 128)]
		}
	}
	return ""
}
