package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/internal/fake"
)

// TestUnsolicitedBytesOfAServiceAreNeverShown has it send more after an answer,
// on a connection that is kept, and asks again, so that the command lives on.
func TestUnsolicitedBytesOfAServiceAreNeverShown(t *testing.T) {
	for service, args := range map[string][]string{
		"rdv": {"GET", "/api/v1/agents/me"}, "zops": {"GET", "/api/v1/me"}, "gopaas": {"GET", "/api/list/1/"}, "astor": {"GET", "/me"},
	} {
		for _, more := range [][]string{{}, {"-o", "json"}, {"-o", "json", "--debug"}} {
			wire, err := fake.ListenWire(func(c *fake.WireConn) {
				r, err := c.Request()
				if err != nil {
					return
				}
				const busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
				_, _ = fmt.Fprintf(c, "%sHTTP/1.1 200 OK\r\nX-Token: %s %s\r\n\r\n", busy, canary, r.Header)
				c.Hold()
			})
			if err != nil {
				t.Fatal(err)
			}
			base := "http://" + wire.Addr
			dir := t.TempDir()
			w := world{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none", "GUICHET_RDV_BEARER": canary, "GUICHET_ZOPS_TOKEN": canary,
				"GUICHET_GOPAAS_API_KEY": canary, "GUICHET_ASTOR_TOKEN": canary, "GUICHET_RDV_BASE_URL": base, "GUICHET_ZOPS_BASE_URL": base,
				"GUICHET_GOPAAS_BASE_URL": base, "GUICHET_ASTOR_BASE_URL": base, "GUICHET_ASTOR_CAMS_BASE_URL": base}
			o := w.run(t, append(append([]string{"api", service}, args...), append(more, "--retries", "1")...)...)
			_ = wire.Close()
			o.want(t, 8)
			noCanary(t, service+" "+strings.Join(more, " "), dir, o.out, o.errors)
			if strings.Contains(o.errors, "Unsolicited") {
				t.Errorf("%s: stderr is %s", service, o.errors)
			}
			if len(more) == 2 {
				o.failure(t) // one line of JSON
			}
		}
	}
}
