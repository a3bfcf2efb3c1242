package astor

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// pathElement is one element of a path.
type pathElement struct {
	plain string // not escaped
	sent  string // escaped; the author's own escapes stay
	name  string // what stands for it in a log
}

// host resolves scheme and host. A host without a scheme is one of https.
func (d *draft) host() string {
	host := d.text(d.op.target.host)
	if len(d.missing) > 0 {
		d.fail(ErrHostNotConfigured, refusal.New("host_variable", "the host of the operation is the variable %s, which has no address", quoteAll(d.missing)))
	}
	if strings.Contains(host, "://") {
		return host
	}
	return cmp.Or(d.text(d.op.target.scheme), "https") + "://" + host
}

// locate finds the service, and takes its own path off the path of the request.
func (d *draft) locate(base string) error {
	u, err := url.Parse(base)
	switch {
	case err != nil || u.Hostname() == "":
		return d.op.refuse(ErrHostNotConfigured, refusal.New("no_host", "the URL of the operation does not start with a host"))
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return d.op.refuse(ErrHostNotConfigured, refusal.New("more_than_host", "the host part of the URL contains more than a host"))
	case u.Scheme != "https" && u.Scheme != "http":
		return d.op.refuse(ErrHostNotConfigured, refusal.New("url_scheme", "the URL must start with https, not with %s", u.Scheme))
	}
	var before []pathElement
	for _, plain := range elementsOf(u) {
		before = append(before, pathElement{plain, url.PathEscape(plain), plain})
	}
	d.elements = append(before, d.elements...)
	services := []Service{AuthCRM, Cameras}
	for _, h := range d.core.environment.Hosts {
		services = append(services, h.service())
	}
	for _, s := range services {
		base := d.core.bases[s]
		if base == nil || rest.Origin(base) != rest.Origin(u) {
			continue
		}
		if own := elementsOf(base); d.isBelow(own) {
			d.service, d.elements = s, d.elements[len(own):]
			return nil
		}
	}
	if d.service = published(strings.ToLower(u.Hostname())); d.service != "" && u.Port() == "" {
		return nil
	}
	return d.op.refuse(ErrHostNotConfigured, refusal.New("other_host", "the host %s is not configured: requests are sent only to the addresses of the environment", oneLine(u.Host)))
}

// isBelow reports whether the path begins with these elements.
func (d *draft) isBelow(own []string) bool {
	if len(own) > len(d.elements) {
		return false
	}
	for i, plain := range own {
		if d.elements[i].plain != plain {
			return false
		}
	}
	return true
}

// path resolves each segment by itself, so that no value reaches beyond its
// own.
func (d *draft) path() {
	for i, segment := range d.op.target.path {
		if name, value, given := d.segment(i); given {
			d.elements = append(d.elements, pathElement{value, url.PathEscape(value), "{" + name + "}"})
			continue
		}
		value, label := "", segment
		if name, suffix, ok := d.op.pathVariable(segment); ok {
			value, label, segment = d.pathValue(name), "{"+name+"}"+suffix, suffix
		}
		sent := value + d.expand(segment, typedPath, url.PathEscape)
		d.elements = append(d.elements, pathElement{untyped(sent), sent, label})
	}
}

// pathValue is the value of a path variable, escaped.
func (d *draft) pathValue(name string) string {
	b, given := d.given(name)
	switch {
	case !given:
		value := d.expand(d.op.pathValues[name].Value, typedPath, url.PathEscape)
		if value == "" {
			d.miss(name)
		}
		return value
	case b.text == "":
		d.fail(guichet.ErrInvalid, refusal.New("path_variable_empty", "the path variable %s is empty", quote(name)))
	case b.secret:
		return d.secret(name, b)
	}
	return url.PathEscape(b.text)
}
