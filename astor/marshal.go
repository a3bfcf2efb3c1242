package astor

import (
	"encoding/json"
	"net/http"
	"strings"
)

// MarshalJSON writes the collection in the form v2.1.0, reduced to what calls
// need: without descriptions, examples, the text of scripts, and the values of
// variables that are marked as secret. ParseCollection reads it back into
// operations that send the same requests.
func (c *Collection) MarshalJSON() ([]byte, error) {
	top := c.Root.marshal()
	top["info"] = object{"name": c.Name, "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}
	return json.Marshal(top)
}

func (f *Folder) marshal() object {
	items := make([]any, 0, len(f.items))
	for _, item := range f.items {
		switch item := item.(type) {
		case *Folder:
			inner := item.marshal()
			inner["name"] = item.Name
			items = append(items, inner)
		case *Operation:
			items = append(items, item.marshal())
		}
	}
	o := object{"item": items}
	var variables []any
	for _, v := range f.Variables {
		if v.Secret.IsZero() {
			variables = append(variables, object{"key": v.Name, "value": v.Value})
		}
	}
	put(o, "variable", variables)
	return o
}

// put leaves out lists that are empty.
func put(o object, name string, list []any) {
	if len(list) > 0 {
		o[name] = list
	}
}

func (o *Operation) marshal() object {
	item := object{"name": o.Name, "request": o.marshalRequest()}
	if o.unpruned && o.Method == http.MethodGet && o.Body.Mode != "" {
		item["protocolProfileBehavior"] = object{"disableBodyPruning": true}
	}
	if !strings.HasPrefix(o.ID, "#") {
		item["id"] = o.ID
	}
	var events []any
	for _, kind := range o.Scripts {
		events = append(events, object{"listen": kind, "script": object{"exec": []any{"// left out"}}})
	}
	put(item, "event", events)
	return item
}

func (o *Operation) marshalRequest() object {
	r := object{"method": o.Method, "url": o.marshalURL()}
	headers := marshalParameters(o.Header)
	switch o.Auth.Type {
	case "":
	case authHeader:
		// Without a folder's auth above it, the header counts again.
		headers = append(headers, object{"key": o.Auth.Name, "value": o.Auth.Value})
	case authQuery: // marshalURL has it
	default:
		r["auth"] = o.Auth.marshal()
	}
	put(r, "header", headers)
	if o.Body.Mode != "" {
		r["body"] = o.Body.marshal()
	}
	return r
}

func (o *Operation) marshalURL() any {
	if o.target.host == "" {
		return o.URL
	}
	u := object{"host": o.target.host, "path": o.target.join(o.target.path)}
	if o.target.scheme != "" {
		u["protocol"] = o.target.scheme
	}
	query := marshalParameters(o.Query)
	if o.Auth.Type == authQuery {
		query = append(query, object{"key": o.Auth.Name, "value": o.Auth.Value})
	}
	put(u, "query", query)
	put(u, "variable", marshalParameters(o.PathVariables))
	return u
}

// marshalParameters returns the parameters as a collection has them.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func marshalParameters(list []Parameter) []any {
	var all []any
	for _, p := range list {
		all = append(all, p.marshal())
	}
	return all
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (p Parameter) marshal() object {
	o := object{"key": p.Name, "value": p.Value}
	if p.NoValue {
		o["value"] = nil
	}
	if p.Disabled {
		o["disabled"] = true
	}
	return o
}

func (a Auth) marshal() object {
	var list attributes
	add := list.add
	switch a.Type {
	case authBearer:
		add("token", strings.TrimPrefix(a.Value, "Bearer "))
	case authAPIKey:
		add("key", a.Name)
		add("value", a.Value)
		add("in", map[bool]string{false: "header", true: "query"}[a.InQuery])
	case authBasic:
		add("username", a.User)
		add("password", a.Password)
	case authOAuth2:
		prefix, token, two := strings.Cut(a.Value, " ")
		if !two || a.InQuery {
			prefix, token = "", a.Value
		}
		add("headerPrefix", prefix)
		add("accessToken", token)
		if a.InQuery {
			add("addTokenTo", "queryParams")
		}
	}
	o := object{"type": a.Type}
	put(o, a.Type, []any(list))
	return o
}

// attributes are the members of an auth object.
type attributes []any

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (l *attributes) add(key, value string) { *l = append(*l, object{"key": key, "value": value}) }

func (b Body) marshal() object {
	o := object{"mode": b.Mode}
	switch b.Mode {
	case "raw":
		o["raw"] = b.Text
		if b.Language != "" {
			o["options"] = object{"raw": object{"language": b.Language}}
		}
	case "urlencoded", "formdata":
		var fields []any
		for _, f := range b.Fields {
			field := f.marshal()
			if f.File {
				field["type"] = "file"
			}
			if f.ContentType != "" {
				field["contentType"] = f.ContentType
			}
			fields = append(fields, field)
		}
		o[b.Mode] = fields
	case "file":
		o["file"] = object{"content": b.Text}
	case "graphql":
		o["graphql"] = object{"query": b.Text, "variables": b.Variables, "operationName": b.OperationName}
	}
	return o
}
