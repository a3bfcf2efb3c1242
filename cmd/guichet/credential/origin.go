package credential

import (
	"cmp"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Origin is the scheme, host and port that a credential belongs to, in lower
// case and always with the port: https://www.example.fr:443.
type Origin string

// OriginOf returns the origin of baseURL. Its path is ignored. A URL without a
// host, with another scheme than http or https, or with a user name in it is a
// [*ConfigError] that does not repeat the URL, which may hold a password.
func OriginOf(baseURL string) (Origin, error) {
	u, err := url.Parse(baseURL)
	if err != nil {
		return "", badBaseURL("it is not a URL")
	}
	if u.User != nil {
		return "", badBaseURL("it must not contain a user name or a password")
	}
	port := u.Port()
	switch strings.ToLower(u.Scheme) {
	case "https":
		port = cmp.Or(port, "443")
	case "http":
		port = cmp.Or(port, "80")
	default:
		return "", badBaseURL("it must begin with https:// or http://")
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 {
		return "", badBaseURL("its port is not between 1 and 65535")
	}
	host := strings.ToLower(u.Hostname())
	if host == "" {
		return "", badBaseURL("it has no host")
	}
	return Origin(strings.ToLower(u.Scheme) + "://" + net.JoinHostPort(host, strconv.FormatUint(number, 10))), nil
}

func badBaseURL(why string) error {
	return &ConfigError{
		Message: "the base URL cannot be used: " + why,
		Advice:  "give a URL such as https://www.example.fr, without the path /api/v1",
	}
}
