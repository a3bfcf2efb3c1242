package astor

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
)

// given is the caller's own value of a variable. It counts as used.
func (s *scope) given(name string) (binding, bool) {
	secret, hidden := s.values.Secrets[name]
	text, plain := s.values.Vars[name]
	if hidden {
		text = secret.Reveal()
	}
	if hidden || plain {
		s.used[name] = true
	}
	secretly := hidden || name == VarToken || !s.core.variables[name].Secret.IsZero()
	return binding{text, FromCall, secretly, true}, hidden || plain
}

// known are the variables whose values the environment and the credential give.
var known = []string{VarBaseURL, VarCamsBaseURL, VarToken}

// unused refuses a variable that the caller gave and that no part of the
// request took: a misspelt name would call something else in silence.
func (d *draft) unused() {
	names := slices.Collect(maps.Keys(d.values.Vars))
	for name := range d.values.Secrets {
		if _, twice := d.values.Vars[name]; twice {
			d.fail(ErrUnknownInput, refusal.New("variable_twice", "the variable %s is given twice", quote(name)))
		}
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if d.used[name] {
			continue
		}
		takes := d.takes(d.values)
		if slices.Contains(d.takes(Values{}), name) && !slices.Contains(takes, name) {
			d.fail(ErrUnknownInput, refusal.New("variable_replaced", "the variable %s occurs only in a part that was replaced: give only one of the two", quote(name)))
			return
		}
		takes = slices.DeleteFunc(takes, func(name string) bool { return slices.Contains(known, name) })
		if len(takes) == 0 {
			d.fail(ErrUnknownInput, refusal.New("takes_no_variable", "unknown variable %s: the operation has no variables", quote(name)))
			return
		}
		d.fail(ErrUnknownInput, refusal.New("takes_other_variable", "unknown variable %s: the operation uses %s", quote(name), quoteAll(takes)))
	}
}

// takes are the names of the variables that a call with these values uses.
func (d *draft) takes(values Values) (names []string) {
	for _, use := range d.core.uses(d.op, values) {
		names = append(names, use.Name)
	}
	return names
}

// quoteAll names some of what a collection has, "-" for nothing.
func quoteAll(all []string) string {
	var names []string
	for _, name := range all {
		switch {
		case len(names) == listed:
			return strings.Join(names, ", ") + ", …"
		case name != "":
			names = append(names, quote(name))
		}
	}
	return cmp.Or(strings.Join(names, ", "), "-")
}

// noFiles refuses the files that nothing asks for.
func (d *draft) noFiles(wanted ...string) {
	for _, name := range slices.Sorted(maps.Keys(d.values.Files)) {
		switch {
		case slices.Contains(wanted, name):
		case d.values.Body != nil:
			d.fail(ErrUnknownInput, refusal.New("file_beside", "the file %s cannot be added: the whole body is already given", quote(name)))
		case len(wanted) == 0:
			d.fail(ErrUnknownInput, refusal.New("takes_no_file", "unknown file %s: the operation accepts no files", quote(name)))
		default:
			d.fail(ErrUnknownInput, refusal.New("takes_other_file", "unknown file %s: the operation accepts %s", quote(name), quoteAll(wanted)))
		}
	}
}

// computed headers are made for each request; what a collection has for them
// was true of another one.
var computed = []string{
	"Accept-Encoding", "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Postman-Token", "Proxy-Authorization",
	"Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent",
}

func isComputed(name string) bool { return slices.Contains(computed, http.CanonicalHeaderKey(name)) }

// ownHeader are the caller's headers by their canonical names.
func (v Values) ownHeader() http.Header {
	own := http.Header{}
	for name, values := range v.Header {
		own[http.CanonicalHeaderKey(name)] = values
	}
	return own
}

// fixedHeader refuses a header of the caller's that would not be sent.
func (d *draft) fixedHeader(name string) {
	if _, given := d.values.ownHeader()[name]; given {
		d.fail(ErrUnknownInput, refusal.New("fixed_header", "the header %s cannot be set: it is different in each request", quote(name)))
	}
}
