package astor

import (
	"net/http"
	"strings"
)

// Use is a variable that an operation uses.
type Use struct {
	Name string // without braces
	// In is where it is first used: "url" (scheme and host), "path", "query",
	// "header", "auth" or "body".
	In string
	// Source of its value; FromNowhere when it has none.
	Source Source
	// Value, empty when Secret.
	Value string
	// Secret values are not shown.
	Secret bool
	// Description of a path variable.
	Description string
}

// Variables returns the variables of the operation in the order of their use,
// with the values that the collection has for them.
func (o *Operation) Variables() []Use {
	return (&core{}).uses(o, Values{})
}

// Variables returns the variables of the operation in the order of their use,
// and where each value would come from in a call with these values.
func (c *Client) Variables(op *Operation, values Values) []Use {
	return c.core.uses(op, values)
}

// inventory collects the uses of one operation.
type inventory struct {
	scope *scope
	seen  map[string]bool
	uses  []Use
}

func (c *core) uses(o *Operation, values Values) []Use {
	v := &inventory{scope: &scope{core: c, op: o, values: values}, seen: map[string]bool{}}
	v.add("url", o.target.scheme, o.target.host)
	for _, segment := range o.target.path {
		if name, suffix, ok := o.pathVariable(segment); ok {
			v.pathVariable(name)
			v.add("path", suffix)
			continue
		}
		v.add("path", segment)
	}
	for _, p := range o.Query {
		if _, replaced := values.Query[p.Name]; !p.Disabled && !replaced {
			v.add("query", p.Name, p.Value)
		}
	}
	own := values.ownHeader()
	for _, p := range o.Header {
		if _, replaced := own[http.CanonicalHeaderKey(p.Name)]; !p.Disabled && !replaced && !isComputed(p.Name) {
			v.add("header", p.Name, p.Value)
		}
	}
	v.scope.aliasing = o.Auth.Needed() && o.Auth.Type != authHeader && o.Auth.Type != authBasic
	v.add("auth", o.Auth.Value, o.Auth.User, o.Auth.Password)
	v.scope.aliasing = false
	if o.Body.Dropped || values.Body != nil {
		return v.uses
	}
	text, variables := o.sentText()
	v.add("body", text, variables, o.Body.OperationName)
	for _, f := range o.Body.Fields {
		if !f.Disabled {
			v.add("body", f.Name, f.Value)
		}
	}
	return v.uses
}

func (v *inventory) pathVariable(name string) {
	if v.seen[name] {
		return
	}
	v.seen[name] = true
	declared := v.scope.op.pathValues[name]
	use := Use{Name: name, In: "path", Source: FromNowhere, Value: declared.Value, Description: declared.Description}
	if b, given := v.scope.given(name); given {
		use.Value, use.Source, use.Secret = b.text, FromCall, b.secret
	} else if use.Value != "" {
		use.Source = FromRequest
	}
	if use.Secret {
		use.Value = ""
	}
	v.uses = append(v.uses, use)
	if use.Source == FromRequest {
		v.add("path", use.Value)
	}
}

// add takes the variables of templates, and those of their values.
func (v *inventory) add(in string, templates ...string) {
	for depth := 0; len(templates) > 0 && depth <= deepestValue; depth++ {
		var values []string
		for _, template := range templates {
			for _, name := range variables(template) {
				if v.seen[name] {
					continue
				}
				v.seen[name] = true
				use, value := v.use(name, in)
				v.uses = append(v.uses, use)
				values = append(values, value)
			}
		}
		templates = values
	}
}

// use describes one variable and returns the template that its value is.
func (v *inventory) use(name, in string) (Use, string) {
	b, ok := v.scope.lookup(name)
	use := Use{Name: name, In: in, Source: b.source, Value: b.text, Secret: b.secret || name == VarToken}
	if !ok {
		use.Source, use.Value = FromNowhere, ""
		switch name {
		case "$guid", "$randomUUID":
			use.Source = FromRandom
		case "$timestamp":
			use.Source = FromClock
		}
		return use, ""
	}
	if use.Secret {
		use.Value = ""
	}
	if b.literal || !strings.Contains(b.text, "{{") {
		return use, ""
	}
	return use, b.text
}
