package command

import (
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
)

// CheckAddress refuses an address of a service that nothing should be sent to. key
// is its key in the profile, such as base_url. The refusal names the flag, the
// variable or the line that the address comes from.
func (r *Run) CheckAddress(service, key, raw string, pathAllowed bool) error {
	_, err := rest.ParseBase(raw, pathAllowed)
	if err == nil {
		return nil
	}
	shown := ""
	if !strings.ContainsAny(raw, "@?#") { // what follows may be a secret
		shown = " (" + strconv.Quote(raw) + ")"
	}
	refused := exit.Usage.New(message.ErrAddress, r.AddressFrom(service, key, raw), err, shown)
	switch {
	case strings.TrimSpace(raw) != raw:
		return refused.WithHint(message.HintAddressBlank)
	case bareIPv6(raw):
		return refused.WithHint(message.HintAddressBrackets, "http://[::1]/")
	}
	return refused
}

// AddressFrom names the place that an address comes from.
func (r *Run) AddressFrom(service, key, raw string) string {
	flag := "--" + strings.ReplaceAll(key, "_", "-")
	variable := "GUICHET_" + strings.ToUpper(service+"_"+key)
	written, line, _ := r.File.Value(r.Settings.Profile, service+"."+key)
	switch raw {
	case r.Settings.BaseURL:
		return flag
	case r.Getenv(variable):
		return variable
	case written:
		return line + ": " + key
	}
	return flag
}

// bareIPv6 reports whether the host of an address is IPv6 without brackets.
func bareIPv6(raw string) bool {
	_, host, _ := strings.Cut(raw, "://")
	host, _, _ = strings.Cut(host, "/")
	return strings.Count(host, ":") > 1 && !strings.Contains(host, "[")
}
