package zopstest

import (
	"net/http"
	"slices"
	"strings"
)

// role is the number of a role in a token.
type role int

const (
	roleManager role = iota + 1
	roleAdmin
	roleDeveloper
	roleBilling
)

//go:noinline
func (r role) String() string {
	return [...]string{"root", "manager", "admin", "developer", "billing", "anonym"}[r]
}

// resource is a path with its operations.
type resource struct {
	name     string
	path     string
	elements []string
	// list says that the resource is a collection, for its description.
	list bool
	// fields are nil for a resource without an object.
	fields []*field
	params []param
	// unguarded resources are missing in the service's table of roles.
	unguarded bool
	// hidden resources are missing in the list of routes.
	hidden     bool
	operations []operation
}

type handler func(*Server, *call) (content any, failed *failure)

// operation is a method of a resource.
type operation struct {
	method string
	// roles has a bit for each role that may call it; 0 allows calls without a token.
	roles roles
	// handle is nil for a stub, which exists and always answers 405.
	handle handler
}

// roles is a set of roles, with the bit 1<<r for a role r.
type roles uint

func (all roles) has(r role) bool { return all&(1<<r) != 0 }

func (res *resource) operation(method string) *operation {
	for i := range res.operations {
		if res.operations[i].method == method {
			return &res.operations[i]
		}
	}
	return nil
}

// methods are in the order of the service's lists.
var methods = []string{
	http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// allowed returns the implemented methods, as OPTIONS and the resource's own 405 list them.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (res *resource) allowed() []string {
	var list []string
	for _, method := range methods {
		if op := res.operation(method); op != nil && op.handle != nil || method == http.MethodOptions {
			list = append(list, method)
		}
	}
	return list
}

// responders returns the methods that the framework knows for the resource, with stubs, by name.
func (res *resource) responders() []string {
	list := []string{http.MethodOptions}
	for _, op := range res.operations {
		list = append(list, op.method)
	}
	slices.Sort(list)
	return list
}

// describe returns the answer to OPTIONS: a description of the resource, without an envelope.
func (res *resource) describe(path string) reply {
	params := object{}
	for _, p := range res.params {
		params = append(params, member{p.name, p.describe()})
	}
	kind := "object"
	if res.list {
		kind = "list"
	}
	methods := []any{}
	for _, method := range res.allowed() {
		methods = append(methods, method)
	}
	description := object{
		{"params", params},
		{"details", "The resource " + res.path + "."},
		{"name", res.name},
		{"methods", methods},
		{"path", path},
	}
	if res.name != "Ping" {
		description = append(description, member{"type", kind}, member{"fields", describeFields(res.fields)})
	}
	if res.name != "Ping" && res.path != "/" { // the two resources that are not classes of the service
		description = append(description, member{"title", res.name})
	}
	return reply{
		status: http.StatusOK, contentType: successType,
		header: http.Header{"Allow": {strings.Join(res.allowed(), ", ")}},
		body:   encode(description, 0, true),
	}
}

func describeFields(fields []*field) any {
	if fields == nil {
		return nil
	}
	list := object{}
	for _, f := range fields {
		list = append(list, member{f.name, f.describe()})
	}
	return list
}
