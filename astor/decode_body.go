package astor

import (
	"net/http"
	"strings"
)

// readBody reads every mode, each of which old files may have as a string.
func (o *Operation) readBody(v any) Body {
	raw := asObject(v)
	b := Body{Mode: asText(raw["mode"])}
	if disabled, _ := raw["disabled"].(bool); disabled {
		return Body{}
	}
	content := raw[b.Mode]
	text, isText := content.(string)
	switch b.Mode {
	case "raw":
		b.Text = asText(content)
		b.Language = asText(asObject(asObject(raw["options"])["raw"])["language"])
	case "urlencoded", "formdata":
		if isText {
			for _, p := range readForm(text) {
				b.Fields = append(b.Fields, Field{Parameter: p})
			}
			break
		}
		b.Fields = o.readFields(content)
	case "file":
		file := asObject(content)
		b.Text = asText(file["content"])
		if text != "" || asText(file["src"]) != "" {
			o.note("the body is a file on its author's disk, which is not opened: give its content as %q", FileBody)
		}
	case "graphql":
		query := asObject(content)
		b.Text, b.Variables, b.OperationName = text+asText(query["query"]), asText(query["variables"]), asText(query["operationName"])
	}
	return b.known(o)
}

// known drops a body without content, and notes one of an unknown mode.
func (b Body) known(o *Operation) Body {
	switch b.Mode {
	case "", "none":
		return Body{}
	case "raw", "graphql", "urlencoded", "formdata":
		if b.Text == "" && len(b.Fields) == 0 {
			return Body{}
		}
	case "file":
	default:
		o.refused("the body has the unknown mode %s", quote(b.Mode))
	}
	if b.Dropped = o.Method == http.MethodGet && !o.unpruned; b.Dropped {
		o.note("the body that the collection has for this GET is not sent")
	}
	return b
}

func (o *Operation) readFields(v any) []Field {
	var all []Field
	for _, item := range asList(v) {
		raw := asObject(item)
		p, ok := readParameter(raw)
		if !ok {
			continue
		}
		f := Field{Parameter: p, ContentType: asText(raw["contentType"])}
		_, source := raw["src"]
		f.File = raw["type"] == "file" || source && raw["type"] == nil
		if f.File {
			f.Value = ""
			if f.Name == "" {
				o.note("a field for a file has no name and is not sent")
				continue
			}
			if !f.Disabled {
				o.note("the field %s is a file on its author's disk, which is not opened: give its content under that name", quote(f.Name))
			}
		}
		all = append(all, f)
	}
	return all
}

// readForm reads the text of a form, which is encoded, into values.
func readForm(text string) []Parameter {
	all := readQuery(text)
	for i, p := range all {
		plain := func(s string) string { return untyped(strings.ReplaceAll(s, "+", "%20")) }
		all[i].Name, all[i].Value = plain(p.Name), plain(p.Value)
	}
	return all
}

// readQuery reads "a=1&flag&b=".
func readQuery(text string) []Parameter {
	var all []Parameter
	for _, piece := range splitOutside(text, '&') {
		if piece == "" {
			continue
		}
		name := splitOutside(piece, '=')[0]
		value, found := strings.CutPrefix(piece[len(name):], "=")
		all = append(all, Parameter{Name: name, Value: value, NoValue: !found})
	}
	return all
}
