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
	Old, New *Operation
	// Differences, none where the operation exists on one side only.
	Differences []Difference
}

// Difference is what has changed in one aspect of an operation.
type Difference struct {
	// Aspect is "name" (with its folders), "method", "host", "path", "query", "headers",
	// "body" (its kind), "fields" (of its form or its JSON), "text" (of any other body),
	// "auth" or "disabled" (parameters that were switched on or off).
	Aspect string
	// Old is what stands before only, New what stands after only: names, but for
	// "text", which has none. Values are not compared.
	Old, New []string
}

// Compare returns how the operations of two downloads of a collection differ: those of
// after in their order, then those that are gone. Operations belong together that have
// the same id, else the same folders and name, else the same method and URL. It finds
// none where both send the same kinds of request; descriptions, saved answers, scripts
// and the values of variables make no difference.
func Compare(before, after *Collection) []Change {
	partner := map[*Operation]*Operation{}
	for _, key := range []func(*Operation) string{
		(*Operation).ownID,
		func(o *Operation) string { return o.Path() + "\n" + o.request() },
		(*Operation).Path,
		(*Operation).request,
	} {
		waiting := map[string][]*Operation{}
		for _, o := range before.operations {
			if partner[o] == nil {
				waiting[key(o)] = append(waiting[key(o)], o)
			}
		}
		for _, o := range after.operations {
			if list := waiting[key(o)]; partner[o] == nil && len(list) > 0 && key(o) != "" {
				partner[o], partner[list[0]], waiting[key(o)] = list[0], o, list[1:]
			}
		}
	}
	var all []Change
	for _, o := range after.operations {
		old := partner[o]
		if old == nil {
			all = append(all, Change{New: o})
		} else if differences := old.differences(o); differences != nil {
			all = append(all, Change{old, o, differences})
		}
	}
	for _, o := range before.operations {
		if partner[o] == nil {
			all = append(all, Change{Old: o})
		}
	}
	return all
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

// compared are the aspects that Difference has, in the order of Operation.facts.
var compared = [...]string{"name", "method", "host", "path", "query", "headers", "body", "fields", "text", "auth", "disabled"}

// differences compares the operation with a later version of it.
func (o *Operation) differences(later *Operation) []Difference {
	var all []Difference
	old, known := o.facts()
	now, knownLater := later.facts()
	for i, aspect := range compared {
		gone, came := missing(old[i], now[i]), missing(now[i], old[i])
		switch {
		case aspect == "disabled": // of a parameter that is new or gone, the name is told already
			gone = slices.DeleteFunc(gone, func(name string) bool { return !slices.Contains(knownLater, name) })
			came = slices.DeleteFunc(came, func(name string) bool { return !slices.Contains(known, name) })
		case aspect == "text" && len(gone)+len(came) > 0:
			all = append(all, Difference{Aspect: aspect})
			continue
		}
		if len(gone)+len(came) > 0 {
			all = append(all, Difference{aspect, gone, came})
		}
	}
	return all
}

// missing are the names of a that b does not have, each once, in the order of a.
func missing(a, b []string) []string {
	var all []string
	for _, name := range a {
		if name != "" && !slices.Contains(b, name) && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// facts are what is compared, and every parameter, whether disabled or not.
func (o *Operation) facts() (all [len(compared)][]string, parameters []string) {
	body, text := o.Body, ""
	if body.Dropped {
		body = Body{}
	}
	var query, headers, fields, disabled []string
	add := func(list *[]string, kind, name string, off bool) {
		*list = append(*list, name)
		if parameters = append(parameters, kind+name); off {
			disabled = append(disabled, kind+name)
		}
	}
	for _, p := range o.Query {
		add(&query, "query ", p.Name, p.Disabled)
	}
	for _, p := range o.Header {
		add(&headers, "header ", http.CanonicalHeaderKey(p.Name), p.Disabled)
	}
	for _, f := range body.Fields {
		if f.File {
			f.Name += " (file)"
		}
		add(&fields, "field ", f.Name, f.Disabled)
	}
	kind := body.Mode
	switch body.Mode {
	case "raw":
		kind = "raw " + o.bodyType()
		text, _ = o.sentText()
		if fields = jsonFields(text); fields != nil {
			text = ""
		}
	case "graphql":
		text, body.Variables = o.sentText()
		fields = jsonFields(body.Variables)
	case "file":
		text = body.Text
	}
	return [...][]string{
		{o.Path()}, {o.Method}, {o.host()}, {o.target.join(o.target.path)}, query, headers, {kind}, fields, {strings.TrimSpace(text)}, {o.Auth.place()}, disabled,
	}, parameters
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
