package astorgen

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/astor"
)

// longestType is how many bytes the name of a type may have before a number.
const longestType = 120

const raw = "json.RawMessage"

// types writes the types of what operations send and answer. A nil one writes
// none.
type types struct {
	given, methods *names
	declared       []string
	decoders       string
	optional       bool // guichet.Opt is used
	sends          bool // the types being written are of a request
}

// newTypes keeps the names of the package free.
func newTypes(methods []string) *types {
	t := &types{given: newNames("Client", "New"), methods: newNames(methods...)}
	for _, name := range methods {
		t.given.taken[name+"Params"] = true
	}
	return t
}

// operation writes the types of one operation, and gives the field of its body
// the type that was found.
func (t *types) operation(name string, o *astor.Operation, fields []field) {
	if t == nil {
		return
	}
	for i := range fields {
		if f := &fields[i]; f.name == "Body" && f.kind == "[]byte" {
			t.body(name, o, f)
		}
	}
	answer := answerShape(o)
	if answer == nil {
		return
	}
	t.sends = false
	kind := t.opt(t.typeOf(answer, name+"Answer", about("is the answer to "+name+", as its examples have it.", o)), answer.null)
	method := t.methods.unique("Decode" + name)
	t.decoders += fmt.Sprintf(decoderSource, method, name, kind)
}

func (t *types) body(name string, o *astor.Operation, f *field) {
	s := bodyShape(o)
	if s == nil {
		return
	}
	t.sends = true
	kind := t.typeOf(s, name+"Body", about("is the body of "+name+", as the collection has it. What is not set is not sent.", o))
	switch {
	case kind == raw:
		return
	case s.kinds == isObject && !strings.HasPrefix(kind, "map["):
		kind = "*" + kind
	}
	f.kind, f.comment = kind, "replaces the whole body when it is not nil; Values.Body wins over it."
	f.statement = "if p.Body != nil {\n\t\tif err := r.encode(p.Body); err != nil {\n\t\t\treturn nil, err\n\t\t}\n\t}"
}

// about is a comment that ends in the description of an operation.
func about(text string, o *astor.Operation) string {
	if o.Description == "" {
		return text
	}
	for _, line := range append([]string{""}, prose(o.Description)...) {
		text += "\n" + strings.TrimSuffix("// "+line, " ")
	}
	return text
}

// typeOf returns the type of a shape, and declares the structs that it needs.
func (t *types) typeOf(s *shape, name, comment string) string {
	switch s.kinds {
	case isText:
		return "string"
	case isBool:
		return "bool"
	case isNumber:
		return s.numeric()
	case isList:
		if s.element == nil {
			return "[]" + raw
		}
		return "[]" + t.item(s.element, name, comment)
	case isObject:
		values := s.keyed()
		switch {
		case len(s.members) == 0:
			return "map[string]" + raw
		case values != nil:
			return "map[string]" + t.item(values, name, comment)
		}
		return t.structure(s, name, comment)
	}
	return raw // several kinds, or nothing but null
}

// item is the type of the elements of a list or of the values of a map.
func (t *types) item(s *shape, name, comment string) string {
	return t.opt(t.typeOf(s, name+"Item", "is an element of "+strings.TrimPrefix(comment, "is ")), s.null)
}

func (s *shape) numeric() string {
	switch {
	case s.exact || s.fraction && s.wide:
		return "json.Number"
	case s.fraction:
		return "float64"
	}
	return "int64"
}

// opt is the type of a value that may be null or missing.
func (t *types) opt(kind string, may bool) string {
	if !may || kind == raw {
		return kind
	}
	t.optional = true
	return "guichet.Opt[" + kind + "]"
}

// structure declares a struct, its fields in the order of their names in JSON.
func (t *types) structure(s *shape, name, comment string) string {
	if len(name) > longestType {
		name = strings.ToValidUTF8(name[:longestType], "")
	}
	name = t.given.unique(name)
	here := len(t.declared)
	t.declared = append(t.declared, "") // before the structs in it
	given := newNames("Other", "MarshalJSON", "UnmarshalJSON")
	fields, members := "", ""
	for _, member := range s.names() {
		inner := s.members[member]
		own := given.unique(exported(member))
		literal, told := strconv.Quote(member), quoted(member)
		missing := inner.samples < s.objects
		kind := t.opt(t.typeOf(inner, name+own, "is "+told+" of "+name+"."), t.sends || inner.null || missing)
		fields += "\t// " + own + " is " + told + t.lacks(inner.null, missing) + ".\n\t" + own + " " + kind + "\n"
		members += "\t\t{" + literal + ", &v." + own + "},\n"
	}
	t.declared[here] = fmt.Sprintf(structSource, name, comment, fields, members)
	return name
}

// lacks says what the examples of an answer do not always have.
func (t *types) lacks(null, missing bool) string {
	switch {
	case t.sends:
		return ""
	case null && missing:
		return ", which an example has as null and another does not have"
	case null:
		return ", which is null in an example"
	case missing:
		return ", which not every example has"
	}
	return ""
}

// source is the file of the types, "" when there are none.
func (t *types) source() string {
	if t == nil || t.decoders == "" && len(t.declared) == 0 {
		return ""
	}
	shared := ""
	if t.optional {
		shared = "\t\"github.com/guichet-go/guichet\"\n"
	}
	return fmt.Sprintf(typesSource, shared) + t.decoders + strings.Join(t.declared, "")
}

const decoderSource = `
// %[1]s decodes the answer to %[2]s.
func (c *Client) %[1]s(response *astor.Response) (%[3]s, error) {
	return decoded[%[3]s](response)
}
`

const structSource = `
// %[1]s %[2]s
type %[1]s struct {
%[3]s	// Other holds the members that have no field, as they came.
	Other map[string]json.RawMessage
}

func (v *%[1]s) members() []jsonMember {
	return []jsonMember{
%[4]s	}
}

// UnmarshalJSON decodes an object and keeps what has no field in Other.
func (v *%[1]s) UnmarshalJSON(data []byte) error {
	return decodeMembers(data, v.members(), &v.Other)
}

// MarshalJSON encodes what is set, and Other.
func (v %[1]s) MarshalJSON() ([]byte, error) {
	return encodeMembers(v.members(), v.Other)
}
`

const typesSource = `
import (
	"encoding/json"
	"fmt"

%s	"github.com/guichet-go/guichet/astor"
)

// jsonMember is a member of an object, and the field of its value.
type jsonMember struct {
	name  string
	value any
}

// decodeMembers takes members by their exact names: encoding/json ignores case.
func decodeMembers(data []byte, members []jsonMember, other *map[string]json.RawMessage) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	for _, m := range members {
		if value, found := all[m.name]; found {
			if err := json.Unmarshal(value, m.value); err != nil {
				return fmt.Errorf("%%q: %%w", m.name, err)
			}
			delete(all, m.name)
		}
	}
	if *other = nil; len(all) > 0 {
		*other = all
	}
	return nil
}

func encodeMembers(members []jsonMember, other map[string]json.RawMessage) ([]byte, error) {
	all := make(map[string]any, len(members)+len(other))
	for name, value := range other {
		all[name] = value
	}
	for _, m := range members {
		if unset, ok := m.value.(interface{ IsZero() bool }); ok && unset.IsZero() {
			continue
		}
		if value, ok := m.value.(*json.RawMessage); ok && *value == nil {
			continue
		}
		all[m.name] = m.value
	}
	return json.Marshal(all)
}

func decoded[T any](response *astor.Response) (T, error) {
	var answer, none T
	if err := response.Decode(&answer); err != nil {
		return none, err
	}
	return answer, nil
}

// encode makes a typed body the body of the request.
func (r *request) encode(body any) error {
	if r.values.Body != nil {
		return nil
	}
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("the body cannot be encoded: %%w", err)
	}
	r.values.Body = data
	return nil
}
`
