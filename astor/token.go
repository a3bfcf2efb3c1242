package astor

import (
	"slices"
	"strings"
)

// tokenName reports whether a header, a parameter, a field of a form or a
// variable of this name is the usual place of a token.
func tokenName(name string) bool {
	name = strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "-", ""), "_", "")
	switch strings.TrimPrefix(name, "x") {
	case "token", "accesstoken", "authtoken", "apitoken", "apikey", "jwt", "authorization":
		return true
	}
	return false
}

// holdsJWT reports whether a value holds a JSON web token, whatever its name is.
func holdsJWT(value string) bool {
	_, rest, found := strings.Cut(value, "eyJ")
	return found && strings.Contains(rest, ".eyJ")
}

// leftToken reports whether the author of a collection left a token as the value
// of something that has this name.
func leftToken(name, value string) bool {
	return value != "" && !strings.Contains(value, "{{") && (tokenName(name) || holdsJWT(value))
}

// guarded reports whether the value of a header, a parameter or a field is a token,
// to which the file gives no value. The pair of a client is no token.
func (p Parameter) guarded() bool {
	scheme, _, _ := strings.Cut(strings.TrimSpace(p.Value), " ")
	return tokenName(p.Name) && !strings.EqualFold(scheme, "Basic")
}

// takesToken reports whether a header or a parameter is where the user's token
// goes. A parameter "token" may be one of another kind, such as a confirmation by
// mail: a variable in it has to have a usual name, too.
func (p Parameter) takesToken(inQuery bool) bool {
	last := lastVariable(p.Value)
	switch {
	case p.Disabled, p.NoValue:
		return false
	case inQuery && strings.EqualFold(p.Name, "token") && last != "":
		return tokenName(last)
	case tokenName(p.Name):
		return true
	}
	words := strings.Fields(p.Value)
	return leftToken(p.Name, p.Value) && len(words) <= 2 && strings.HasPrefix(words[len(words)-1], "eyJ")
}

// lastVariable is the name of the last variable of a template, "" where it has
// none or where the last one is a part of another's name.
func lastVariable(template string) string {
	begin := strings.LastIndex(template, "{{")
	if begin < 0 || strings.Count(template[:begin], "{{") != strings.Count(template[:begin], "}}") {
		return ""
	}
	name, _, found := strings.Cut(template[begin+2:], "}}")
	if !found {
		return ""
	}
	return strings.TrimSpace(name)
}

// withToken is the template of a value that the author left: the token's variable
// behind the scheme, which "Authorization" has where the author wrote none.
func withToken(name, value string) string {
	scheme, _, two := strings.Cut(strings.TrimSpace(value), " ")
	switch {
	case strings.Contains(value, "{{"):
		return value
	case two:
		return scheme + " " + tokenTemplate
	case value == "" && strings.EqualFold(name, "Authorization"):
		return "Bearer " + tokenTemplate
	}
	return tokenTemplate
}

// takeTokens finds the header or the parameter that takes the user's token, where
// the file has no auth for the request, and takes the tokens that the author left
// out of all others.
func (o *Operation) takeTokens() {
	o.takePlace(&o.Header, Auth{Type: authHeader})
	o.takePlace(&o.Query, Auth{Type: authQuery, InQuery: true})
	before := len(o.notes)
	o.clean(o.Query)
	if len(o.notes) > before || o.Auth.Type == authQuery {
		o.URL = o.written()
	}
	o.clean(o.Header)
	for i := range o.Body.Fields {
		o.cleanOne(&o.Body.Fields[i].Parameter)
	}
}

// takePlace makes the first place of a token in a list the auth of the request.
func (o *Operation) takePlace(list *[]Parameter, place Auth) {
	i := slices.IndexFunc(*list, func(p Parameter) bool { return p.takesToken(place.InQuery) })
	if i < 0 || o.Auth.Needed() {
		return
	}
	p := (*list)[i]
	place.Name, place.Value, place.replaced = p.Name, withToken(p.Name, p.Value), !strings.Contains(p.Value, "{{")
	o.Auth = place
	*list = append((*list)[:i:i], (*list)[i+1:]...)
}

func (o *Operation) clean(list []Parameter) {
	for i := range list {
		o.cleanOne(&list[i])
	}
}

// cleanOne puts a variable in the place of a token that the author left.
func (o *Operation) cleanOne(p *Parameter) {
	if _, pair := basicPair(p.Value); pair || !leftToken(p.Name, p.Value) {
		return
	}
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r == '{' || r == '}' {
			return -1
		}
		return r
	}, p.Name), " $")
	p.Value = "{{" + name + "}}"
	if !p.Disabled {
		o.note("the token that the author left in %s is never sent: give yours as the variable of this name", quote(name))
	}
}

// credential is the template of the token's place, and the name of the variable in
// it that stands for the token. A variable of the file that is the whole value of
// a header may hold its scheme, too.
func (s *scope) credential() (template, alias string) {
	a := s.op.Auth
	template = a.Value
	for range deepestValue {
		name := lastVariable(template)
		if a.Type != authHeader || strings.TrimSpace(template) != strings.TrimSpace("{{"+name+"}}") || s.own(name) {
			break
		}
		v, declared := s.declared(name)
		if !declared || v.reveal() == "" {
			break
		}
		template = v.reveal()
		if _, pair := basicPair(template); !pair {
			template = withToken(a.Name, template)
		}
	}
	scheme, _, _ := strings.Cut(strings.TrimSpace(template), " ")
	if !a.Needed() || a.Type == authBasic || a.Type == authHeader && strings.EqualFold(scheme, "Basic") {
		return template, ""
	}
	return template, lastVariable(template)
}

// own reports whether the caller or the environment gives a variable its value.
func (s *scope) own(name string) bool {
	_, given := s.given(name)
	v := s.core.variables[name]
	return given || v.reveal() != ""
}

// declared is the variable of this name in the nearest folder.
func (s *scope) declared(name string) (Variable, bool) {
	for f := s.op.Folder; f != nil; f = f.parent {
		if v, ok := f.values[name]; ok {
			return v, true
		}
	}
	return Variable{}, false
}
