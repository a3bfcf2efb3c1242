package rest

import (
	"context"
	"net"
	"net/http"
)

// OwnTransport is the transport of a client that was given none.
var OwnTransport = transport

// Quieted is the transport of a client that was given none, with another way of
// making connections.
func Quieted(dial func(ctx context.Context, network, addr string) (net.Conn, error)) *http.Transport {
	t := transport()
	t.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		return &quiet{Conn: conn}, err
	}
	return t
}

// Quiet is a connection as our own transport has it.
func Quiet(conn net.Conn) net.Conn { return &quiet{Conn: conn} }
