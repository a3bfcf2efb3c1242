package astor

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// The names that the published environment gives its variables.
const (
	// VarBaseURL is the variable of the auth/CRM service's base URL.
	VarBaseURL = "base_url"
	// VarCamsBaseURL is the variable of the camera service's base URL.
	VarCamsBaseURL = "cams_base_url"
	// VarToken is the variable of the token.
	VarToken = "AUTH_TOKEN"
)

// The hosts that the vendor published. In its documentation the link to
// production shows the production host, but leads to the sandbox: the text is
// right and the link is a trap.
const (
	sandboxAuthHost    = "auth.sandbox.service.astorprotect.com"
	productionAuthHost = "auth.service.astorprotect.com"
	sandboxCamsHost    = "camera.sandbox.service.astorprotect.com"
)

// Service is one of the two services behind the API.
type Service string

const (
	// AuthCRM signs in and manages accounts; its base URL is base_url.
	AuthCRM Service = "auth"
	// Cameras is the camera service; its base URL is cams_base_url. The service of a
	// request to one of Hosts of [Environment] is its variable in braces.
	Cameras Service = "cameras"
)

// strange reports whether a service is a further host, to which no credential may go.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (c *core) strange(s Service) bool {
	for _, h := range c.environment.Hosts {
		if h.service() == s {
			return !h.SendToken
		}
	}
	return false
}

// published returns the service that a published host belongs to, "" for any
// other host. The environment decides where that service is.
func published(host string) Service {
	switch strings.ToLower(host) {
	case sandboxAuthHost, productionAuthHost:
		return AuthCRM
	case sandboxCamsHost:
		return Cameras
	}
	return ""
}

// Variable is a named value of an environment, a folder or a collection.
type Variable struct {
	Name string // without braces
	// Value as text: what is no string in the file is its JSON. It is empty
	// where Secret is set.
	Value string
	// Secret is the value of a variable that its author marked as secret.
	Secret guichet.Secret
}

func (v Variable) reveal() string { return cmp.Or(v.Secret.Reveal(), v.Value) }

// Environment says where the two services are, and gives variables a value.
type Environment struct {
	// Name is "sandbox", "production" or what the file says.
	Name string
	// BaseURL of the auth/CRM service: https://host, or http on loopback.
	BaseURL string
	// CamsBaseURL of the camera service. Empty refuses every call to cameras.
	CamsBaseURL string
	// Token is the AUTH_TOKEN of the file, empty in the published environment.
	// New does not look at it: pass it to Token where it is to be used.
	Token guichet.Secret
	// Variables are all the others.
	Variables []Variable
	// Hosts are further places that operations may go to, beside the two services. No
	// file names one: whoever calls does.
	Hosts []Host
}

// Host is a place beside the two services, such as one for images.
type Host struct {
	// Name of the variable of the collection that has its address, without braces.
	Name string
	// BaseURL is https://host, or http on loopback; it may have a path.
	BaseURL string
	// SendToken lets credentials go there: the token, the pair of a client, and the
	// secrets of the environment. Without it an auth of the file is left out, and an
	// operation that would send one of them elsewhere is refused.
	SendToken bool
}

// service is what a Request calls the host.
func (h Host) service() Service { return Service("{{" + h.Name + "}}") }

// Sandbox is the published test environment.
func Sandbox() Environment {
	return Environment{Name: "sandbox", BaseURL: "https://" + sandboxAuthHost, CamsBaseURL: "https://" + sandboxCamsHost}
}

// Production is the published production environment. The base URL of its
// camera service is not published: ask the vendor for it. An empty one refuses
// every call to cameras.
func Production(camsBaseURL string) Environment {
	return Environment{Name: "production", BaseURL: "https://" + productionAuthHost, CamsBaseURL: camsBaseURL}
}

// ParseEnvironment reads one environment: as Postman exports it, as its API
// wraps it ({"environment":…}), or as the list "environments" of the
// documentation's metadata has it. It fails with ErrNotACollection, also when
// there is more than one (see ParseEnvironments).
func ParseEnvironment(r io.Reader) (Environment, error) {
	all, err := ParseEnvironments(r)
	if err != nil {
		return Environment{}, err
	}
	if len(all) != 1 {
		names := make([]string, len(all))
		for i, e := range all {
			names[i] = fmt.Sprintf("%q", e.Name)
		}
		return Environment{}, unfit(ErrNotACollection, "ParseEnvironment", refusal.New("many_environments", "the file contains %d environments instead of one: %s", len(all), strings.Join(names, ", ")))
	}
	return all[0], nil
}

// ParseEnvironments reads every environment of a file; there is at least one.
func ParseEnvironments(r io.Reader) ([]Environment, error) {
	const op = "ParseEnvironment"
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, &guichet.Error{Service: service, Op: op, Kind: ErrNotACollection, Err: err, Message: err.Error()}
	}
	top, err := readObject(data, op)
	if err != nil {
		return nil, err
	}
	list := asList(top["environments"])
	if inner, ok := top["environment"].(object); ok {
		list = []any{inner}
	} else if _, ok := top["values"].([]any); ok {
		list = []any{top}
	}
	var all []Environment
	for _, item := range list {
		if o, ok := item.(object); ok {
			all = append(all, readEnvironment(o))
		}
	}
	if len(all) == 0 {
		return nil, unfit(ErrNotACollection, op, refusal.New("not_environment", `the file is not a Postman environment: the list "values" is missing`))
	}
	return all, nil
}

func readEnvironment(o object) Environment {
	env := Environment{Name: asText(o["name"])}
	for _, item := range asList(o["values"]) {
		entry, ok := item.(object)
		if enabled, said := entry["enabled"].(bool); !ok || said && !enabled {
			continue
		}
		v, ok := readVariable(entry)
		if !ok {
			continue
		}
		switch v.Name {
		case VarBaseURL:
			env.BaseURL = strings.TrimSpace(v.reveal())
		case VarCamsBaseURL:
			env.CamsBaseURL = strings.TrimSpace(v.reveal())
		case VarToken:
			env.Token = guichet.NewSecret(v.reveal())
		default:
			env.Variables = append(env.Variables, v)
		}
	}
	return env
}

// readVariable reads {"key" or "id", "value", "type", "disabled"}.
func readVariable(o object) (Variable, bool) {
	v := Variable{Name: cmp.Or(asText(o["key"]), asText(o["id"]))}
	if disabled, _ := o["disabled"].(bool); disabled || v.Name == "" {
		return Variable{}, false
	}
	v.Value = asText(o["value"])
	if o["type"] == "secret" && v.Value != "" {
		v.Value, v.Secret = "", guichet.NewSecret(v.Value)
	}
	return v, true
}

// elementsOf returns the elements of a URL's path.
func elementsOf(u *url.URL) []string {
	path := strings.Trim(u.EscapedPath(), "/")
	if path == "" {
		return nil
	}
	elements := strings.Split(path, "/")
	for i, element := range elements {
		elements[i] = untyped(element)
	}
	return elements
}

// baseVariable is the variable that holds a service's base URL.
func baseVariable(s Service) string {
	if s == Cameras {
		return VarCamsBaseURL
	}
	return VarBaseURL
}
