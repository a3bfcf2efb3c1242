package astor

import (
	"net/http"
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
	v := &inventory{scope: &scope{core: c, op: o, values: values, used: map[string]bool{}}, seen: map[string]bool{}}
	v.add("url", o.target.scheme, o.target.host)
	for _, segment := range o.target.path {
		if name, suffix, ok := o.pathVariable(segment); ok {
			v.pathVariable(name)
			segment = suffix
		}
		v.add("path", segment)
	}
	for _, p := range o.Query {
		if _, replaced := values.Query[p.Name]; !p.Disabled && !replaced {
			v.guard("query", p)
		}
	}
	own := values.ownHeader()
	for _, p := range o.Header {
		if _, replaced := own[http.CanonicalHeaderKey(p.Name)]; !p.Disabled && !replaced && !isComputed(p.Name) {
			v.guard("header", p)
		}
	}
	template, alias := v.scope.credential()
	v.scope.alias = alias
	v.add("auth", template, o.Auth.User, o.Auth.Password)
	v.scope.alias = ""
	if o.Body.Dropped || values.Body != nil {
		return v.uses
	}
	text, variables := o.sentText()
	v.add("body", text, variables, o.Body.OperationName)
	for _, f := range o.Body.Fields {
		if _, given := values.set(f.Name); !f.Disabled && !given {
			v.guard("body", f.Parameter)
		}
	}
	return v.uses
}

func (v *inventory) pathVariable(name string) {
	declared := v.scope.op.pathValues[name]
	b, given := v.scope.given(name)
	if !given && declared.Value != "" {
		b = binding{text: declared.Value, source: FromRequest}
	} else if !given {
		b = binding{source: FromNowhere}
	}
	v.add("path", v.use(Use{Name: name, In: "path", Description: declared.Description}, b))
}

// guard takes the variables of a parameter, as draft does: the file gives a token no
// value.
func (v *inventory) guard(in string, p Parameter) {
	v.scope.guarded = p.guarded()
	v.add(in, p.Name, p.Value)
	v.scope.guarded = false
}

// add takes the variables of templates, and those of their values.
func (v *inventory) add(in string, templates ...string) {
	for depth := 0; len(templates) > 0 && depth <= deepestValue; depth++ {
		var values []string
		for _, template := range templates {
			for _, name := range variables(template) {
				values = append(values, v.use(Use{Name: name, In: in}, v.scope.lookup(name)))
			}
		}
		templates = values
	}
}

// use adds a variable at its first use, and returns the template that its value
// is.
func (v *inventory) use(use Use, b binding) (template string) {
	if v.seen[use.Name] {
		return ""
	}
	v.seen[use.Name] = true
	proves := v.scope.guarded || v.scope.alias == use.Name
	if use.Source, use.Secret = b.source, b.secret || proves && b.source != FromNowhere; !use.Secret {
		use.Value = b.text
	}
	v.uses = append(v.uses, use)
	if b.literal {
		return ""
	}
	return b.text
}
