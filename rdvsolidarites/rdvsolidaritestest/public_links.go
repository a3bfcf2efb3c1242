package rdvsolidaritestest

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
)

const (
	linksLimit  = 50
	linksWindow = 60
)

// limiter counts the requests of an address in windows aligned to the epoch.
type limiter struct {
	mu     sync.Mutex
	window int64
	counts map[string]int
}

// allow reports whether another request of address is within the limit at the time now.
func (l *limiter) allow(address string, now int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if window := now / linksWindow; l.counts == nil || l.window != window {
		l.window, l.counts = window, map[string]int{}
	}
	l.counts[address]++
	return l.counts[address] <= linksLimit
}

// listPublicLinks shows the organisations that the public can book at. It needs no agent and is the only route with a rate limit.
func (s *Server) listPublicLinks(c *call) *reply {
	host, _, _ := net.SplitHostPort(c.request.RemoteAddr)
	if now := s.now(); !s.limiter.allow(host, now) {
		out := &reply{status: http.StatusTooManyRequests, contentType: "application/json",
			body: []byte(`{"errors":["Limite d'appels API atteinte. Merci de patienter.\n"]}`)}
		out.header = http.Header{"RateLimit-Limit": {strconv.Itoa(linksLimit)}, "RateLimit-Remaining": {"0"},
			"Retry-After": {strconv.FormatInt(linksWindow-now%linksWindow, 10)}}
		return out
	}
	number := c.params.text("territory")
	if number == "" {
		return jsonReply(http.StatusBadRequest, []byte(`{"missing":"territory"}`))
	}
	known := false
	var w writer
	w.item(func() {
		w.list("public_links", func() {
			for _, o := range s.organisations {
				if o.territory.number != number {
					continue
				}
				known = true
				if o.externalID != "" && some(o.motifs, (*motif).bookablePublicly) {
					w.item(func() {
						w.string("external_id", o.externalID)
						w.string("public_link", fmt.Sprintf("https://%s/org/%d", publicHost(o.verticale), o.id))
					})
				}
			}
		})
	})
	if !known {
		return notFound("territory")
	}
	return jsonReply(http.StatusOK, w.b)
}

// publicHost returns the host of the public pages of an organisation.
func publicHost(verticale string) string {
	switch verticale {
	case "rdv_aide_numerique":
		return "www.rdv-aide-numerique.fr"
	case "rdv_mairie":
		return "rdv.anct.gouv.fr"
	}
	return "www.rdv-solidarites.fr"
}
