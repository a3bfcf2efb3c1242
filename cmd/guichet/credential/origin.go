package credential

import (
	"cmp"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Origin is the scheme, host and port that a credential belongs to, in lower
// case and always with the port: https://www.example.fr:443.
type Origin string

// OriginOf returns the origin of baseURL. Its path is ignored. A URL without a
// host, with another scheme than http or https, or with a user name in it is a
// [*exit.Error] with code 2 that does not repeat the URL, which may hold a password.
func OriginOf(baseURL string) (Origin, error) {
	u, err := url.Parse(baseURL)
	if err != nil {
		return "", badBaseURL(message.OriginNotURL)
	}
	if u.User != nil {
		return "", badBaseURL(message.OriginUser)
	}
	port := u.Port()
	switch strings.ToLower(u.Scheme) {
	case "https":
		port = cmp.Or(port, "443")
	case "http":
		port = cmp.Or(port, "80")
	default:
		return "", badBaseURL(message.OriginScheme)
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 {
		return "", badBaseURL(message.OriginPort)
	}
	host := strings.ToLower(u.Hostname())
	if host == "" {
		return "", badBaseURL(message.OriginHost)
	}
	return Origin(strings.ToLower(u.Scheme) + "://" + net.JoinHostPort(host, strconv.FormatUint(number, 10))), nil
}

func badBaseURL(why message.Key) error {
	return exit.Usage.New(message.OriginInvalid, message.Fail(why)).WithHint(message.OriginHintInvalid)
}
