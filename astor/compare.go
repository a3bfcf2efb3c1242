package astor

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// Change is how one operation differs between two downloads of a collection.
type Change struct {
	// Old and New are the operation before and after, nil where it does not exist.
	Old, New    *Operation
	Differences []Difference // at least one
}

// Difference is what has changed in one aspect of an operation.
type Difference struct {
	// Aspect is "operation" where one of the two does not exist, "name" (with its folders), "method", "host", "path", "query", "headers",
	// "body" (its kind), "fields" (of its form or its JSON), "text" (of any other body),
	// "auth" or "disabled" (parameters that were switched on or off).
	Aspect string
	// Old is what stands before only, New what stands after only: names, the method and
	// the URL of a whole operation, and nothing for "text". Values are not compared.
	Old, New []string
}

// Compare returns how the operations of two downloads of a collection differ: those of
// after in their order, then those that are gone. Operations belong together that have
// the same id, else the same folders and name, else the same method and URL. It finds
// none where both send the same kinds of request; descriptions, saved answers, scripts
// and the values of variables make no difference.
func Compare(before, after *Collection) []Change {
	partner := map[*Operation]*Operation{}
	pair(partner, before, after, (*Operation).ownID)
	pair(partner, before, after, func(o *Operation) string { return o.Path() + "\n" + o.request() })
	pair(partner, before, after, (*Operation).Path)
	pair(partner, before, after, (*Operation).request)
	var all []Change
	for _, o := range after.operations {
		if differences := partner[o].differences(o); len(differences) > 0 {
			all = append(all, Change{partner[o], o, differences})
		}
	}
	for _, o := range before.operations {
		if partner[o] == nil {
			all = append(all, Change{o, nil, o.differences(nil)})
		}
	}
	return all
}

// pair brings operations of one key together that have no partner yet, the first with
// the first.
func pair(partner map[*Operation]*Operation, before, after *Collection, key func(*Operation) string) {
	waiting := map[string][]*Operation{}
	for _, o := range before.operations {
		if partner[o] == nil {
			own := key(o)
			waiting[own] = append(waiting[own], o)
		}
	}
	for _, o := range after.operations {
		own := key(o)
		if list := waiting[own]; partner[o] == nil && len(list) > 0 && own != "" {
			partner[o], partner[list[0]], waiting[own] = list[0], o, list[1:]
		}
	}
}

// ownID is the id that the file has, "" where it has none.
func (o *Operation) ownID() string {
	if strings.HasPrefix(o.ID, "#") {
		return ""
	}
	return o.ID
}

// request is the method, the host and the path of the operation.
func (o *Operation) request() string {
	return o.Method + " " + o.host() + o.target.join(o.target.path)
}

// host is where the operation goes. The documentation puts the vendor's host in the
// place of the variable.
func (o *Operation) host() string {
	if service := published(o.target.host); service != "" {
		return "{{" + baseVariable(service) + "}}"
	}
	if o.target.scheme != "" {
		return o.target.scheme + "://" + o.target.host
	}
	return o.target.host
}

// differences compares the operation with a later version of it. Either may be nil.
func (o *Operation) differences(later *Operation) []Difference {
	old, now := o.facts(), later.facts()
	aspects := "name method host path query headers body fields text auth disabled"
	if o == nil || later == nil {
		aspects = "operation"
	}
	gone, came := missing(old, now), missing(now, old)
	var all []Difference
	for _, aspect := range strings.Fields(aspects) {
		d := Difference{aspect, namesOf(gone, aspect), namesOf(came, aspect)}
		if len(d.Old)+len(d.New) == 0 {
			continue
		}
		if aspect == "text" {
			d.Old, d.New = d.Old[:0], d.New[:0]
		}
		all = append(all, d)
	}
	return all
}

// namesOf are the facts about one aspect.
//
// Inlined, it would make its caller larger.
//
//go:noinline
func namesOf(all facts, aspect string) []string {
	names := []string{}
	for _, f := range all {
		if own, name, _ := strings.Cut(f, " "); own == aspect {
			names = append(names, name)
		}
	}
	return names
}

// facts are what an operation has: "method GET", "query page", "disabled query page".
type facts []string

// Inlined, it would make its caller larger.
//
//go:noinline
func (f *facts) add(aspect, name string) {
	if name != "" {
		*f = append(*f, aspect+" "+name)
	}
}

// Inlined, it would make its caller larger.
//
//go:noinline
func (f facts) have(fact string) bool { return slices.Contains(f, fact) }

func (f *facts) parameter(aspect, name string, disabled bool) {
	if f.add(aspect, name); disabled {
		f.add("disabled "+aspect, name)
	}
}

// missing are the facts of a that b does not have. That a parameter is disabled is one
// only where both have the parameter.
func missing(a, b facts) facts {
	var all facts
	for _, f := range a {
		parameter, disabled := strings.CutPrefix(f, "disabled ")
		if !b.have(f) && !all.have(f) && (!disabled || b.have(parameter)) {
			all = append(all, f)
		}
	}
	return all
}

// facts are what is compared.
func (o *Operation) facts() facts {
	var all facts
	if o == nil {
		return nil
	}
	all.add("operation", o.Method+" "+o.URL)
	all.add("name", o.Path())
	all.add("method", o.Method)
	all.add("host", o.host())
	all.add("path", o.target.join(o.target.path))
	all.add("auth", o.Auth.place())
	for i := range o.Query {
		all.parameter("query", o.Query[i].Name, o.Query[i].Disabled)
	}
	for i := range o.Header {
		all.parameter("headers", http.CanonicalHeaderKey(o.Header[i].Name), o.Header[i].Disabled)
	}
	if o.Body.Dropped {
		return all
	}
	for i := range o.Body.Fields {
		name := o.Body.Fields[i].Name
		if o.Body.Fields[i].File {
			name += " (file)"
		}
		all.parameter("fields", name, o.Body.Fields[i].Disabled)
	}
	kind := o.Body.Mode
	text, variables := o.sentText()
	switch kind {
	case "raw":
		kind += " " + o.bodyType()
		variables = text
	case "urlencoded", "formdata":
		text = ""
	}
	fields := jsonFields(variables)
	for _, name := range fields {
		all.add("fields", name)
	}
	if o.Body.Mode != "raw" || fields == nil {
		all.add("text", strings.TrimSpace(text))
	}
	all.add("body", kind)
	return all
}

// place says how and where the credential goes.
func (a Auth) place() string {
	switch {
	case !a.Needed():
		return ""
	case a.InQuery:
		return a.Type + " query " + a.Name
	}
	return strings.TrimSpace(a.Type + " header " + a.Name)
}

// jsonFields are the paths of the members of a JSON template: "user.emails[].address".
// They are nil for what is no JSON.
func jsonFields(template string) []string {
	decoder := json.NewDecoder(strings.NewReader(rawjson.Fill(template, func(string) string { return "null" })))
	var value any
	if decoder.Decode(&value) != nil {
		return nil
	}
	fields := []string{}
	var walk func(v any, path string, depth int)
	walk = func(v any, path string, depth int) {
		if depth > deepest {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, element := range v {
				walk(element, path+"[]", depth+1)
			}
		case object:
			for name, member := range v {
				own := strings.TrimPrefix(path+"."+oneLine(name), ".")
				fields = append(fields, own)
				walk(member, own, depth+1)
			}
		}
	}
	walk(value, "", 0)
	slices.Sort(fields)
	return slices.Compact(fields)
}
