package command

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/trust"
)

// Transport is the way to an address: proxies from the environment, the
// authorities of the system, of SSL_CERT_FILE and of --ca-file. An empty address has TLS.
func (r *Run) Transport(base string) (http.RoundTripper, error) {
	if r.Sandboxed == nil {
		if err := r.checkProxy(); err != nil {
			return nil, err
		}
	}
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   max(8, r.Settings.Concurrency),
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 60 * time.Second,
		WriteBufferSize:       32 << 10, // rows that go together leave with their header in one write

		OnProxyConnectResponse: refusedByProxy,
	}
	authorities, err := r.authorities(!strings.HasPrefix(base, "http://"))
	if err != nil || authorities == nil {
		return transport, err
	}
	transport.TLSClientConfig = &tls.Config{RootCAs: authorities, MinVersion: tls.VersionTLS12}
	return transport, nil
}

// authorities are those of the system with those of --ca-file and SSL_CERT_FILE,
// nil when neither is named. All files are read before the system's pool is made,
// since x509 reads SSL_CERT_FILE too, whatever it is. Those of the system, which take long
// to read, are left out where there is no TLS.
func (r *Run) authorities(secure bool) (*x509.CertPool, error) {
	var contents [][]byte
	files := slices.DeleteFunc([]string{r.Settings.CAFile, r.Getenv("SSL_CERT_FILE")}, func(file string) bool { return file == "" })
	for _, file := range files {
		pem, err := trust.Read(file)
		if errors.As(err, new(*exit.Error)) {
			return nil, err
		}
		if err != nil {
			return nil, exit.Usage.New(message.ErrFileUnreadable, file, message.WithoutPath(err))
		}
		contents = append(contents, pem)
	}
	if len(contents) == 0 {
		return nil, nil
	}
	pool := x509.NewCertPool()
	if secure {
		if system, err := x509.SystemCertPool(); err == nil {
			pool = system
		}
	}
	for i, pem := range contents {
		if !pool.AppendCertsFromPEM(pem) {
			return nil, exit.Usage.New(message.ErrNoCertificate, files[i])
		}
	}
	return pool, nil
}
