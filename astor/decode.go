package astor

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
)

// deepest is how many folders may lie in one another, longestPath how many
// bytes their names and an operation's may have together.
const deepest, longestPath = 100, 2048

// decoder turns the plain values of a file into a collection.
type decoder struct {
	collection *Collection
	documented bool // what only the documentation's JSON has was seen
}

// seen notes the latest version that an auth of the file is written in.
func (d *decoder) seen(version string) { d.collection.Form = max(d.collection.Form, version) }

// folder reads what collections and folders have alike.
func (d *decoder) folder(f *Folder, o object) {
	list := asList(o["variable"])
	if list == nil {
		list = asList(o["variables"])
	}
	f.values = make(map[string]Variable, len(list))
	for _, item := range list {
		if v, ok := readVariable(asObject(item)); ok && !leftToken(v.Name, v.reveal()) {
			f.Variables = append(f.Variables, v)
			f.values[v.Name] = v
		}
	}
	f.scripts = scripts(o["event"])
	if f.parent != nil {
		f.scripts = union(f.parent.scripts, f.scripts)
		f.auth = f.parent.auth
		f.unpruned = f.parent.unpruned
	}
	f.unpruned = unpruned(o, f.unpruned)
	if own := d.auth(o["auth"]); own != nil {
		f.auth = own
	}
}

func (d *decoder) items(parent *Folder, list []any, depth, above int) error {
	if depth > deepest {
		return unfit(ErrNotACollection, "ParseCollection", refusal.New("folders_deep", "the folders of the collection are nested more than %d levels deep", deepest))
	}
	for _, value := range list {
		item := asObject(value)
		length := above + len(asText(item["name"]))
		if length > longestPath {
			return unfit(ErrNotACollection, "ParseCollection", refusal.New("long_path", "the names of an operation and its folders are longer than %d bytes", longestPath))
		}
		if request := item["request"]; request != nil {
			d.operation(parent, item, request)
			continue
		}
		inside, ok := item["item"].([]any)
		if !ok {
			d.collection.ignored++
			continue
		}
		f := &Folder{Name: asText(item["name"]), Description: asDescription(item["description"]), parent: parent}
		parent.Folders = append(parent.Folders, f)
		parent.items = append(parent.items, f)
		d.collection.folders++
		d.folder(f, item)
		if err := d.items(f, inside, depth+1, length); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) operation(parent *Folder, item object, request any) {
	c := d.collection
	o := &Operation{Name: asText(item["name"]), Folder: parent, number: len(c.operations) + 1, Method: "GET"}
	o.ID = cmp.Or(asText(item["id"]), asText(item["_postman_id"]), "#"+strconv.Itoa(o.number))
	o.Description = asDescription(item["description"])
	o.unpruned = unpruned(item, parent.unpruned)
	o.Scripts = union(parent.scripts, scripts(item["event"]))
	if r, ok := request.(object); ok {
		d.request(o, r)
	} else {
		o.readURL(asText(request))
	}
	if slices.Contains(o.target.path, "") {
		o.refused("its path has // where a variable may have been expanded to nothing")
	}
	o.nameSegments()
	if o.Auth.Type == "" && parent.auth != nil {
		o.Auth = *parent.auth
		o.Auth.inherited = true
	}
	d.literalHeader(o)
	for _, value := range asList(item["response"]) {
		if example, ok := value.(object); ok {
			status, _ := strconv.Atoi(asText(example["code"]))
			header, body := readHeader(example["header"]), asText(example["body"])
			sent := asText(asObject(asObject(example["originalRequest"])["body"])["raw"])
			o.Examples = append(o.Examples, Example{Name: asText(example["name"]), Status: status, Header: header, Body: body, RequestBody: sent})
		}
	}
	c.operations = append(c.operations, o)
	parent.Operations = append(parent.Operations, o)
	parent.items = append(parent.items, o)
}

func (d *decoder) request(o *Operation, r object) {
	if method := strings.ToUpper(strings.TrimSpace(asText(r["method"]))); method != "" {
		o.Method = method
	}
	o.Description = cmp.Or(asDescription(r["description"]), o.Description)
	url := r["url"]
	if own, ok := r["urlObject"].(object); ok {
		// The documentation leaves disabled parameters out of its string.
		url, d.documented = own, true
	}
	if parts, ok := url.(object); ok {
		o.readURLObject(parts)
	} else {
		o.readURL(asText(url))
	}
	o.Header = readHeader(r["header"])
	o.Body = o.readBody(r["body"])
	if own := d.auth(r["auth"]); own != nil {
		o.Auth = *own
	}
}

// unpruned reads whether a GET sends its body; what lies above counts where
// nothing is said.
func unpruned(o object, above bool) bool {
	if said, ok := asObject(o["protocolProfileBehavior"])["disableBodyPruning"].(bool); ok {
		return said
	}
	return above
}

// readHeader reads a list of headers, or lines of text, of which // turns one off.
func readHeader(v any) []Parameter {
	text, ok := v.(string)
	if !ok {
		return readParameters(v)
	}
	var all []Parameter
	for line := range strings.Lines(text) {
		line, off := strings.CutPrefix(strings.TrimSpace(line), "//")
		name, value, found := strings.Cut(line, ":")
		if name = strings.TrimSpace(name); found && name != "" {
			all = append(all, Parameter{Name: name, Value: strings.TrimSpace(value), Disabled: off})
		}
	}
	return all
}

// readParameters reads [{"key","value","disabled","description"}].
func readParameters(v any) []Parameter {
	var all []Parameter
	for _, item := range asList(v) {
		if p, ok := readParameter(asObject(item)); ok {
			all = append(all, p)
		}
	}
	return all
}

func readParameter(o object) (Parameter, bool) {
	p := Parameter{Name: cmp.Or(asText(o["key"]), asText(o["id"])), Value: asText(o["value"]), NoValue: o["value"] == nil}
	p.Disabled, _ = o["disabled"].(bool)
	p.Description = asDescription(o["description"])
	return p, p.Name != "" || p.Value != ""
}

// scripts returns which of the two kinds of script a list of events has.
func scripts(v any) []string {
	var found []string
	for _, item := range asList(v) {
		event := asObject(item)
		kind, _ := event["listen"].(string)
		code := event["script"]
		if script, ok := code.(object); ok {
			code = script["exec"]
			if code == nil {
				code = script["src"]
			}
		}
		if (kind == "prerequest" || kind == "test") && strings.TrimSpace(joined(code, "\n")) != "" {
			found = union(found, []string{kind})
		}
	}
	return found
}

// union adds what is missing, in a list of its own.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}
