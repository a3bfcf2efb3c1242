package astor

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Values are what the caller gives one call.
type Values struct {
	// Vars gives {{variables}} and :path variables their values, before the
	// environment and the collection. They are data: braces in them mean
	// nothing, and they are escaped for where they stand. {{$guid}} and other
	// dynamic variables may be given here too ("$guid").
	//
	// A variable that the operation does not use is refused with
	// ErrUnknownInput, and so is every other value that would not be sent.
	Vars map[string]string
	// Segments replaces literal segments of the path by their names: see Segments
	// of [Operation]. A word of the path is named by the word before it, too.
	Segments map[string]string
	// Secrets are Vars whose values are not to be shown, such as passwords.
	Secrets map[string]guichet.Secret
	// Query replaces the parameters of these names, disabled ones included, and
	// adds those that the collection does not have.
	Query url.Values
	// Header does the same for headers. The one of the credential, and those
	// that each request has of its own (Host, User-Agent, …), cannot be given.
	Header http.Header
	// Form replaces the text fields of these names of a form, disabled ones
	// included; an empty list leaves out a field, a file too. The values are data.
	Form url.Values
	// FormSecrets are Form whose values are not to be shown, one for each name.
	FormSecrets map[string]guichet.Secret
	// Body replaces the whole body when it is not nil; an empty one sends none.
	Body []byte
	// Files are the contents of form fields by name, in the order in which they
	// are sent, and of a body that is one file under FileBody. A field that is
	// alone in its name takes any number; where several fields have one name,
	// each takes one file.
	Files map[string][]File
}

// FileBody is the name in Values.Files of a body that is one file.
const FileBody = "file"

// File is a file to send.
type File struct {
	// Name that the service is told; the field's name when empty.
	Name    string
	Content []byte // the bytes
	// ContentType; when empty, that of the collection, of the extension of Name, or
	// application/octet-stream.
	ContentType string
}

// draft is a request that is being built.
type draft struct {
	*scope
	service     Service
	elements    []pathElement // of the path
	query       []string      // each parameter as it is sent
	header      http.Header
	lease       []rest.Field // the headers that hold a secret
	contentType string
	body        []byte
}

// build makes the request, or says why it cannot be made. It does no I/O.
func (c *core) build(o *Operation, values Values, s *scope) (*draft, error) {
	if o == nil {
		return nil, refuse(ErrUnknownOperation, "Call", refusal.New("operation_nil", "the operation is missing"))
	}
	if !slices.Contains(methods, o.Method) {
		return nil, o.refuse(ErrMethodNotAllowed, refusal.New("method_not_allowed", "the method %s is not allowed: use %s", quote(o.Method), strings.Join(methods, ", ")))
	}
	if reason := o.Auth.refusal(); reason != nil {
		return nil, o.refuse(ErrUnsupported, reason)
	}
	if asPair(o.Auth.Value, tokenTemplate) {
		return nil, o.refuse(ErrUnsupported, tokenAsPair())
	}
	s.core, s.op, s.values, s.used = c, o, values, map[string]bool{}
	d := &draft{scope: s, header: http.Header{}}
	base := d.host()
	d.path()
	if len(s.secrets) > 0 {
		s.fail(ErrUnsupported, refusal.New("path_secret", "the path of the operation would contain a secret, which logs would keep"))
	}
	notLocated := d.locate(base)
	d.parameters()
	d.headers()
	d.authenticate()
	d.content()
	if c.strange(d.service) && s.proves {
		s.fail(ErrHostNotConfigured, refusal.New("token_elsewhere", "the request would send a credential to %s, which is not one of the two services", rest.Origin(c.bases[d.service])))
	}
	if s.err == nil {
		d.unused()
		d.unknownSegments()
	}
	if err := s.problem(); err != nil {
		return nil, err
	}
	if notLocated != nil {
		return nil, notLocated
	}
	return d, d.check()
}

func (d *draft) parameters() {
	given := maps.Clone(d.values.Query)
	for _, p := range d.op.Query {
		if values, replaced := given[p.Name]; replaced {
			d.addQuery(p.Name, values)
			given[p.Name] = nil // the others of this name are replaced by them too
		} else if !p.Disabled {
			d.guarded = p.guarded()
			d.query = append(d.query, d.encoded(p, typed))
			d.guarded = false
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		d.addQuery(name, given[name])
	}
}

// encoded resolves a parameter of a query or a form.
func (d *draft) encoded(p Parameter, literal func(string) string) string {
	piece := d.expand(p.Name, literal, escaped)
	if !p.NoValue {
		piece += "=" + d.expand(p.Value, literal, escaped)
	}
	return piece
}

func (d *draft) addQuery(name string, values []string) {
	for _, value := range values {
		d.query = append(d.query, escaped(name)+"="+escaped(value))
	}
}

func (d *draft) headers() {
	own := d.values.ownHeader()
	for _, name := range computed {
		d.fixedHeader(name)
	}
	for _, h := range d.op.Header {
		if h.Disabled {
			continue
		}
		name := http.CanonicalHeaderKey(strings.TrimSpace(d.name(h.Name)))
		if _, replaced := own[name]; replaced || isComputed(name) || name == "Authorization" && d.lendLiteral(h.Value) {
			continue
		}
		before := len(d.secrets)
		d.guarded = h.guarded()
		value := d.text(h.Value)
		d.guarded = false
		if len(d.secrets) > before {
			d.lend(name, value)
		} else {
			d.header[name] = append(d.header[name], value)
		}
	}
	maps.Copy(d.header, own)
}

// name resolves the name of a header, or of the parameter that takes the token.
// It is shown, so that it cannot be a secret.
func (d *draft) name(template string) string {
	before := len(d.secrets)
	name := d.text(template)
	if len(d.secrets) > before {
		d.fail(ErrUnsupported, refusal.New("name_secret", "a name would contain a secret, and names are shown"))
	}
	return name
}

// authenticate puts the token where the collection says. To a host that it may not
// go to, the auth is left out; a value of the caller's for it is no less a credential.
func (d *draft) authenticate() {
	a := d.op.Auth
	switch {
	case d.core.strange(d.service):
		template, _ := d.credential()
		for _, name := range variables(template + a.User + a.Password) {
			_, given := d.given(name)
			d.proves = d.proves || given
		}
		return
	case a.Type == authBasic:
		d.basic(a)
		return
	case !a.Needed():
		return
	}
	template, alias := d.credential()
	if d.lendLiteral(template) {
		return
	}
	name := d.name(a.Name)
	d.authenticating, d.alias = true, alias
	missing := len(d.missing)
	value := d.text(template)
	d.authenticating, d.alias = false, ""
	d.anonymous = d.anonymous || value == "" && len(d.missing) == missing
	if a.InQuery {
		if d.values.Query.Has(name) {
			d.fail(ErrUnknownInput, refusal.New("token_parameter", "the parameter %s contains the token and cannot be set", quote(name)))
		}
		d.query = slices.DeleteFunc(d.query, func(piece string) bool {
			before, _, _ := strings.Cut(piece, "=")
			return untyped(before) == name
		})
		d.addQuery(name, []string{value})
		return
	}
	d.lend(http.CanonicalHeaderKey(name), value)
}

// lend puts a secret into a header.
func (d *draft) lend(name, value string) {
	d.fixedHeader(name)
	if asPair(value, d.token) {
		d.fail(ErrUnsupported, tokenAsPair())
	}
	delete(d.header, name)
	d.lease = append(d.lease, rest.Field{Name: name, Value: guichet.NewSecret(value)})
}

func (d *draft) basic(a Auth) {
	user, password := d.text(a.User), d.text(a.Password)
	if user == "" || password == "" {
		d.anonymous = true
	}
	d.lendPair("Basic", base64.StdEncoding.EncodeToString([]byte(user+":"+password)), password)
}
