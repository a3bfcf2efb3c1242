package conform

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"net/http"
	"time"

	"github.com/guichet-go/guichet/internal/fake"
)

// unsentFaults returns the faults that end an attempt before the service can
// have processed any of it.
func unsentFaults() []fault {
	nothing := func(*fake.WireConn, *scene) {}
	const noSuchHost, serverFailed = 3, 2
	return []fault{
		{name: "refused", group: notReached, dial: refuse, play: nothing},
		{name: "the resolver fails", group: notReached, dial: resolve(serverFailed), play: nothing},
		{name: "no host of that name", group: unreachable, dial: resolve(noSuchHost), play: nothing},
		{name: "the certificate of a stranger", group: unreachable, secure: true, play: stranger},
		{name: "no TLS spoken", group: unreachable, secure: true, play: func(c *fake.WireConn, _ *scene) {
			if c.Arrived() == nil {
				_, _ = io.WriteString(c, "HTTP/1.1 400 Bad Request\r\n\r\n")
				c.Hold()
			}
		}},
		{name: "the proxy fails", group: notReached, secure: true, proxied: true, play: proxyAnswers("502 Bad Gateway")},
		{name: "the proxy wants a password", group: notReached, secure: true, proxied: true, play: proxyAnswers("407 Proxy Authentication Required")},
		{name: "the proxy hangs up", group: notReached, secure: true, proxied: true, play: func(c *fake.WireConn, _ *scene) { _, _ = c.Request() }},
		{name: "cut in the TLS handshake", group: notReached, secure: true, play: func(c *fake.WireConn, _ *scene) { _ = c.Arrived() }},
	}
}

// proxyAnswers answers CONNECT with a refusal.
func proxyAnswers(status string) func(*fake.WireConn, *scene) {
	return func(c *fake.WireConn, _ *scene) {
		if r, err := c.Request(); err == nil && r.Method == http.MethodConnect {
			_, _ = io.WriteString(c, "HTTP/1.1 "+status+"\r\nContent-Length: 0\r\n\r\n")
		}
	}
}

// refuse dials a port without a listener.
func refuse(ctx context.Context, network, _ string) (net.Conn, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	_ = listener.Close()
	return new(net.Dialer).DialContext(ctx, network, listener.Addr().String())
}

// stranger presents a self-signed certificate.
func stranger(c *fake.WireConn, _ *scene) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return
	}
	_ = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{certificate}, PrivateKey: key}}}).Handshake()
}

// resolve dials a name that our own resolver answers with a DNS error code.
func resolve(code byte) func(context.Context, string, string) (net.Conn, error) {
	dialer := net.Dialer{Resolver: &net.Resolver{
		PreferGo: true,
		Dial: func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			go answerQueries(server, code)
			return client, nil
		},
	}}
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, "guichet.invalid.:443")
	}
}

// answerQueries answers DNS queries over a stream, without addresses.
func answerQueries(conn net.Conn, code byte) {
	defer conn.Close()
	for {
		var size uint16
		if binary.Read(conn, binary.BigEndian, &size) != nil {
			return
		}
		query := make([]byte, size)
		if _, err := io.ReadFull(conn, query); err != nil || len(query) < 12 {
			return
		}
		end := 12
		for end < len(query) && query[end] != 0 {
			end += 1 + int(query[end])
		}
		end = min(end+5, len(query)) // the last label, type and class
		answer := append([]byte{query[0], query[1], 0x81, 0x80 | code, 0, 1, 0, 0, 0, 0, 0, 0}, query[12:end]...)
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)); err != nil {
			return
		}
	}
}
