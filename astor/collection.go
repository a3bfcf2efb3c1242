package astor

import (
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
)

// Collection is a Postman collection: folders of operations.
type Collection struct {
	Name string // as its author called it
	// Description as text, without markup of HTML.
	Description string
	// Form is "v2.0.0", "v2.1.0" or "documentation": what the file looks like,
	// whatever it says of itself. It is "v2" where nothing tells them apart.
	Form string
	// Root is the collection itself as a folder: it has its variables, and the
	// operations that lie in no folder.
	Root *Folder

	operations []*Operation
	folders    int
	ignored    int
}

// Folder holds operations and folders.
type Folder struct {
	Name        string       // as its author called it
	Description string       // as text
	Folders     []*Folder    // in the order of the file
	Operations  []*Operation // in the order of the file
	// Variables of this folder, for all that lies below.
	Variables []Variable

	parent  *Folder
	items   []any // *Folder and *Operation in the order of the file
	auth    *Auth
	scripts []string
	values  map[string]Variable
	// unpruned says that a GET sends its body.
	unpruned bool
}

// Operation is one request of a collection. It is read-only.
type Operation struct {
	// ID is the request's own id, or "#n" for the n-th request of the file
	// where it has none.
	ID   string
	Name string // as its author called it
	// Folder is where it lies; the collection's Root when in none.
	Folder *Folder
	// Description as text.
	Description string
	// Method in capital letters.
	Method string
	// URL as it was written, for people.
	URL string
	// PathVariables have the value that the collection gives ":name".
	PathVariables []Parameter
	// Segments are the literal ids of the path, each named by the segment before
	// it: "hotels" for the 1 of /hotels/1. Segments of [Values] replaces them.
	Segments []Parameter
	// Query, disabled parameters included.
	Query []Parameter
	// Header, disabled ones included.
	Header []Parameter
	Body   Body // what it sends
	// Auth is its own or the one it inherits.
	Auth Auth
	// Scripts are "prerequest" and "test" where the request or a folder above
	// has such a script. They are never run.
	Scripts []string
	// Examples are the saved answers.
	Examples []Example

	number int
	target target
	notes  []Note
	// unpruned says that a GET sends its body.
	unpruned bool
	// segments are the names of the path's segments, "" for one that cannot be set.
	segments []string
	// pathValues are PathVariables by name.
	pathValues map[string]Parameter
}

// Parameter is a name and a value, which may hold {{variables}}.
type Parameter struct {
	Name, Value string // as in the file
	// NoValue is a query parameter without even an equals sign.
	NoValue bool
	// Disabled parameters are not sent unless the caller gives them a value.
	Disabled    bool
	Description string // as text
}

// Body is what a request sends.
type Body struct {
	// Mode is "raw", "urlencoded", "formdata", "file" or "graphql", "" for
	// none.
	Mode string
	// Text is the body of raw, the query of graphql and the inline content of
	// file. It may hold {{variables}}.
	Text string
	// Language of raw: json, xml, html, javascript or text.
	Language string
	// Fields of urlencoded and formdata.
	Fields []Field
	// Dropped is set where the request is a GET and nothing in the file says
	// that a GET sends its body (protocolProfileBehavior.disableBodyPruning):
	// the body is left over from another method and is not sent.
	Dropped bool
	// Variables of graphql, as JSON, and the name of its operation.
	Variables, OperationName string
}

// Field is a field of a form.
type Field struct {
	// Parameter is the field's name and value.
	Parameter
	// File fields take their content from Values.Files, never from the path
	// that the collection has for them.
	File bool
	// ContentType of the part, "" where the collection has none.
	ContentType string
}

// Auth says where the token goes.
type Auth struct {
	// Type is the collection's word: bearer, apikey, basic, oauth2, noauth, or one
	// that is refused when the operation is called. It is header or query for an
	// explicit header or parameter, and "" for none at all.
	Type string
	// InQuery puts it into the query; otherwise it is a header.
	InQuery bool
	// Name of the header or of the parameter.
	Name string
	// Value may hold {{variables}}. User and Password are those of basic.
	Value, User, Password string

	// replaced is set where the author's own token, or nothing, stood in place
	// of a variable.
	replaced bool
	// inherited is set where the request itself has no auth.
	inherited bool
}

// Needed reports whether the operation asks for a credential (a padlock in the
// documentation).
func (a Auth) Needed() bool { return a.Type != "" && a.Type != authNone }

// Example is a saved answer.
type Example struct {
	Name   string      // as its author called it
	Status int         // of HTTP
	Header []Parameter // of the answer
	Body   string      // of the answer
	// RequestBody is the text of the request that was answered, where it was a raw
	// body that the example has.
	RequestBody string
}

// ParseCollection reads a collection: Postman's v2.0.0 and v2.1.0, what its API
// wraps into {"collection":…}, and the JSON behind a documentation page. It
// looks at the shape of the file and not at what it says of itself. It fails
// with ErrNotACollection, and does not fail for a part that it cannot use: see
// Report.
func ParseCollection(data []byte) (*Collection, error) {
	top, err := readObject(data, "ParseCollection")
	if err != nil {
		return nil, err
	}
	inner, wrapped := top["collection"].(object)
	if _, has := top["item"]; wrapped && !has {
		top = inner
	}
	list, ok := top["item"].([]any)
	if !ok {
		return nil, unfit(ErrNotACollection, "ParseCollection", whatElse(top, wrapped))
	}
	info := asObject(top["info"])
	c := &Collection{Name: oneLine(asText(info["name"])), Description: asDescription(info["description"]), Form: "v2", Root: &Folder{}}
	d := &decoder{collection: c}
	d.folder(c.Root, top)
	if err := d.items(c.Root, list, 0, 0); err != nil {
		return nil, err
	}
	if d.documented {
		c.Form = "documentation"
	}
	return c, nil
}

// whatElse says what a file without operations may be.
func whatElse(top object, wrapped bool) *refusal.Refusal {
	switch {
	case wrapped:
		return refusal.New("file_metadata", "the file contains only the metadata of the documentation, without operations; download the collection itself")
	case top["values"] != nil:
		return refusal.New("file_environment", "the file is a Postman environment, not a collection")
	case top["requests"] != nil:
		return refusal.New("file_version1", "the file is a Postman collection of version 1: export it as v2.1")
	}
	return refusal.New("not_collection", `the file is not a Postman collection: the list "item" is missing`)
}

// Operations returns every operation in the order of the file.
func (c *Collection) Operations() []*Operation { return append([]*Operation(nil), c.operations...) }

// Path returns the names of the folders and of the operation, joined by
// slashes: "Users/Administration/Get a user". A slash that belongs to a name is
// written \/, and a backslash \\.
func (o *Operation) Path() string {
	return joinPath(o.names())
}

func (o *Operation) names() []string { return append(o.Folder.names(), o.Name) }

// Path returns the names of the folders down to this one as Operation.Path
// does; it is empty for the collection's Root.
func (f *Folder) Path() string { return joinPath(f.names()) }

// String is the name of the collection.
func (c *Collection) String() string { return c.Name }

// String is the path of the folder.
func (f *Folder) String() string { return f.Path() }

// String is the method and the path of the operation.
func (o *Operation) String() string { return o.Method + " " + o.Path() }

func (f *Folder) names() []string {
	if f == nil || f.parent == nil {
		return nil
	}
	return append(f.parent.names(), f.Name)
}

func joinPath(names []string) string {
	for i, name := range names {
		names[i] = strings.ReplaceAll(strings.ReplaceAll(name, `\`, `\\`), `/`, `\/`)
	}
	return strings.Join(names, "/")
}

// splitPath is the reverse of Path.
func splitPath(path string) []string {
	var names []string
	var name strings.Builder
	for i := 0; i < len(path); i++ {
		switch {
		case path[i] == '\\' && i+1 < len(path):
			i++
			name.WriteByte(path[i])
		case path[i] == '/':
			names = append(names, name.String())
			name.Reset()
		default:
			name.WriteByte(path[i])
		}
	}
	return append(names, name.String())
}
