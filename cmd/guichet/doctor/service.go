package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
)

// service checks the address of a service, the way to it, and the credential. named says
// that somebody asked for it: the way is checked then even if nothing is set.
func (x *examination) service(ctx context.Context, name string, named bool) {
	s := examiner(name)
	found := s.Examine(ctx, x.run)
	switch {
	case found.Unset && (!named || found.PlaceErr != nil):
		x.checks = append(x.checks, check{Check: "address", Service: name, State: notSetUp, Detail: x.run.Messages.Text(message.DoctorNotSetUp, name)})
		return
	case found.PlaceErr != nil:
		x.fail(ctx, "address", name, found.PlaceErr)
		return
	}
	reached := x.way(ctx, name, found)
	switch {
	case found.Unset:
		x.checks = append(x.checks, check{Check: "credential", Service: name, State: notSetUp, Detail: x.run.Messages.Text(message.DoctorNotSetUp, name)})
	case found.FindErr != nil:
		x.fail(ctx, "credential", name, found.FindErr)
	case !reached:
		x.skip("credential", name, message.DoctorNoWay)
	default:
		x.credential(ctx, name, s, found.Source)
	}
}

// credential asks the service whether it accepts the credential.
func (x *examination) credential(ctx context.Context, name string, s auth.Examiner, source string) {
	place := x.word("source", source)
	account, err := s.Accepted(ctx, x.run)
	switch {
	case errors.Is(err, credential.ErrNotFound):
		x.skip("credential", name, message.DoctorNoSession, place)
	case err != nil:
		x.fail(ctx, "credential", name, err)
	case account.Unproven:
		x.skip("credential", name, message.DoctorUnproven, place)
	case account.Expires.IsZero():
		x.note("credential", name, message.DoctorAccepted, place, account.Name)
		x.generation(ctx, name)
	default:
		x.note("credential", name, message.DoctorAcceptedUntil, place, account.Name, account.Expires.Local().Format("2006-01-02 15:04"))
		x.generation(ctx, name)
	}
}

// generation tells the generations of RDV-Solidarités apart.
func (x *examination) generation(ctx context.Context, name string) {
	if name != "rdv" {
		return
	}
	switch generation, err := rdv.Generation(ctx, x.run); {
	case err != nil:
		x.fail(ctx, "generation", name, err)
	case generation != "":
		x.note("generation", name, message.DoctorGeneration, generation)
	}
}

// word is a value of a closed set in the reader's language.
func (x *examination) word(set, value string) string {
	for _, word := range x.run.Messages.Words(set) {
		if word.Value == value {
			return word.Text
		}
	}
	return value
}

// patience is how long the way to a service may take.
const patience = 20 * time.Second

// skew is how far the clocks may be apart: tokens and signatures live for minutes.
const skew = 5 * time.Minute

// way asks for the address without a credential: any answer shows that the name, the
// proxy and the certificate are right. It reports whether the service answers.
func (x *examination) way(ctx context.Context, name string, found auth.Examination) bool {
	if sandboxed(x.run) {
		x.note("address", name, message.DoctorSandbox)
		return true
	}
	transport, err := x.run.Transport(found.Base)
	if err != nil {
		x.fail(ctx, "address", name, err)
		return false
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodHead, found.Base, nil)
	if err != nil {
		x.fail(ctx, "address", name, exit.Usage.Wrap(err))
		return false
	}
	request.Header.Set("User-Agent", "guichet")
	proxy, _ := http.ProxyFromEnvironment(request)
	asked := x.run.Now()
	response, err := transport.RoundTrip(request)
	if err != nil {
		x.fail(ctx, "address", name, unreachable(found.Base, err))
		return false
	}
	_ = response.Body.Close() // a HEAD has none
	if response.StatusCode >= http.StatusInternalServerError {
		x.fail(ctx, "address", name, exit.Service.New(message.DoctorErrStatus, found.Base, response.StatusCode).WithHint(message.DoctorHintLater))
		return false
	}
	x.clock(ctx, name, asked, response)
	x.note("address", name, message.DoctorAddress, x.described(found), protocol(response.TLS), through(proxy))
	return true
}

// described is an address with the name of its instance.
func (x *examination) described(found auth.Examination) string {
	if found.Instance == "" {
		return found.Base
	}
	return found.Base + " (" + found.Instance + ")"
}

// protocol is the version of TLS of a connection.
func protocol(state *tls.ConnectionState) string {
	if state == nil {
		return "HTTP"
	}
	return tls.VersionName(state.Version)
}

// through names the proxy; its address may hold a password, which is not repeated.
func through(proxy *url.URL) string {
	if proxy == nil {
		return ""
	}
	return ", proxy " + proxy.Host
}

// clock compares the clocks of the service and of this machine.
func (x *examination) clock(ctx context.Context, name string, asked time.Time, response *http.Response) {
	theirs, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return
	}
	if apart := asked.Sub(theirs).Round(time.Minute); apart.Abs() > skew {
		x.fail(ctx, "clock", name, exit.Usage.New(message.DoctorErrClock, name, apart.Abs()).WithHint(message.DoctorHintClock))
	}
}

// unreachable says why a service does not answer, and what to do about it.
func unreachable(base string, err error) error {
	failed := exit.Network.New(message.WithCause, base, err)
	var dns *net.DNSError
	var operation *net.OpError
	var authority x509.UnknownAuthorityError
	switch {
	case errors.As(err, &operation) && operation.Op == "proxyconnect":
		return failed.WithHint(message.DoctorHintProxy)
	case errors.As(err, &dns):
		return failed.WithHint(message.DoctorHintHost)
	case errors.As(err, &authority):
		return failed.WithHint(message.DoctorHintAuthority)
	}
	return failed.WithHint(message.HintNetwork)
}
