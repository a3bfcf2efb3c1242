// Package loopback tells which hosts are this machine, where a secret may travel
// without encryption.
package loopback

import (
	"net"
	"strings"
)

// Name is the name of this machine.
const Name = "localhost"

// Host reports whether host is this machine without a doubt: an address of its
// own, or localhost.
func Host(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, Name) || ip != nil && ip.IsLoopback()
}

// Nickname reports whether a name is localhost in another spelling, or below it
// (RFC 6761). A name server could say otherwise: connect to Name in its place.
func Nickname(host string) bool {
	name := strings.TrimSuffix(strings.ToLower(host), ".")
	return name == Name && name != host || strings.HasSuffix(name, "."+Name)
}
