package astor

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
)

const octets = "application/octet-stream"

// content builds the body and says what it is.
func (d *draft) content() {
	b := d.op.Body
	switch {
	case d.values.Body != nil:
		d.body, d.contentType = d.values.Body, replacedType(b, d.values.Body)
	case d.op.Method == http.MethodGet:
	default:
		d.fromCollection(b)
	}
	if len(d.body) == 0 {
		d.body = nil
		return
	}
	if own := d.header.Get("Content-Type"); own != "" && (b.Mode != "formdata" || d.values.Body != nil) {
		d.contentType = own
	}
	d.header.Del("Content-Type")
}

func (d *draft) fromCollection(b Body) {
	if b.Mode != "formdata" && b.Mode != "file" {
		d.noFiles()
	}
	switch b.Mode {
	case "":
	case "raw":
		d.body, d.contentType = []byte(d.expandRaw(b.Text, rawType(b.Language, b.Text))), rawType(b.Language, b.Text)
	case "urlencoded":
		d.urlencoded(b.Fields)
	case "formdata":
		d.formdata(b.Fields)
	case "file":
		d.file(b)
	case "graphql":
		d.graphql(b)
	default:
		d.fail(ErrUnsupported, "the body has the unknown mode %s: give a whole body", quote(b.Mode))
	}
}

// noFiles refuses files that nothing asks for: a misspelt name would otherwise
// be lost in silence.
func (d *draft) noFiles(wanted ...string) {
	for _, name := range slices.Sorted(maps.Keys(d.values.Files)) {
		if !slices.Contains(wanted, name) {
			d.fail(ErrInvalid, "it takes no file called %s", quote(name))
		}
	}
}

// rawType is the type of a raw body. Old collections say nothing of it.
func rawType(language, text string) string {
	types := map[string]string{
		"json": "application/json", "xml": "application/xml", "html": "text/html", "javascript": "application/javascript", "text": "text/plain",
	}
	if known := types[language]; known != "" {
		return known
	}
	if text = strings.TrimSpace(text); strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		return types["json"]
	}
	return types["text"]
}

// replacedType is the type of a body that the caller gives.
func replacedType(b Body, given []byte) string {
	switch {
	case b.Mode == "raw" && b.Language != "":
		return rawType(b.Language, "")
	case json.Valid(given):
		return "application/json"
	case b.Mode == "urlencoded":
		return "application/x-www-form-urlencoded"
	}
	return octets
}

// expandRaw resolves the variables of a raw body. Where one stands inside of a
// JSON string the caller's data is escaped, so that it stays one string.
func (d *draft) expandRaw(text, contentType string) string {
	if contentType != "application/json" {
		return d.expand(text, same, plainValue)
	}
	inside := false
	return d.expand(text, func(literal string) string {
		inside = endsInString(literal, inside)
		return literal
	}, func(value string, given bool) string {
		if !inside || !given {
			return value
		}
		quoted := appendJSON(value)
		return string(quoted[1 : len(quoted)-1])
	})
}

// endsInString reports whether the end of a piece of JSON lies inside of a
// string, when its beginning did as inside says.
func endsInString(piece string, inside bool) bool {
	for i := 0; i < len(piece); i++ {
		switch {
		case inside && piece[i] == '\\':
			i++
		case piece[i] == '"':
			inside = !inside
		}
	}
	return inside
}

func (d *draft) urlencoded(fields []Field) {
	d.contentType = "application/x-www-form-urlencoded"
	escape := func(text string, _ bool) string { return escaped(text) }
	var pieces []string
	for _, f := range fields {
		if f.Disabled {
			continue
		}
		piece := d.expand(f.Name, typed, escape)
		if !f.NoValue {
			piece += "=" + d.expand(f.Value, typed, escape)
		}
		pieces = append(pieces, piece)
	}
	d.body = []byte(strings.Join(pieces, "&"))
}

// part is one field of a form, resolved.
type part struct {
	header  textproto.MIMEHeader
	content []byte
}

func (d *draft) formdata(fields []Field) {
	var parts []part
	var wanted []string
	for _, f := range fields {
		if f.File {
			wanted = append(wanted, f.Name)
		}
		file, given := d.values.Files[f.Name]
		if f.Disabled && !(f.File && given) {
			continue
		}
		name := d.expand(f.Name, same, plainValue)
		p := part{header: textproto.MIMEHeader{}}
		kind := f.ContentType
		disposition := multipart.FileContentDisposition(name, "")
		disposition = strings.TrimSuffix(disposition, `; filename=""`)
		switch {
		case f.File && !given:
			d.fail(ErrInvalid, "the field %s is a file: give its content under that name", quote(f.Name))
		case f.File:
			disposition = multipart.FileContentDisposition(name, first(file.Name, name))
			kind, p.content = first(file.ContentType, kind, octets), file.Content
		default:
			p.content = []byte(d.expand(f.Value, same, plainValue))
		}
		p.header.Set("Content-Disposition", disposition)
		if kind != "" {
			if problem := badHeaderValue(kind); problem != "" {
				d.fail(ErrInvalid, "the content type of the field %s %s", quote(f.Name), problem)
			}
			p.header.Set("Content-Type", kind)
		}
		parts = append(parts, p)
	}
	d.noFiles(wanted...)
	d.multipart(parts)
}

// multipart writes the parts. The boundary is made of their content: the same
// request has the same bytes, and no content can hold its own boundary.
func (d *draft) multipart(parts []part) {
	if len(parts) == 0 {
		return
	}
	sum := sha256.New()
	for _, p := range parts {
		_, _ = fmt.Fprintf(sum, "%q %d\n", p.header, len(p.content))
		_, _ = sum.Write(p.content)
	}
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	if err := w.SetBoundary(fmt.Sprintf("guichet-%x", sum.Sum(nil)[:24])); err != nil {
		d.fail(ErrInvalid, "%s", err)
	}
	for _, p := range parts {
		to, err := w.CreatePart(p.header)
		if err != nil {
			d.fail(ErrInvalid, "%s", err)
			return
		}
		_, _ = to.Write(p.content) // a buffer takes everything
	}
	_ = w.Close()
	d.body, d.contentType = out.Bytes(), w.FormDataContentType()
}

func (d *draft) file(b Body) {
	d.noFiles(FileBody)
	file, given := d.values.Files[FileBody]
	switch {
	case given:
		d.body, d.contentType = file.Content, first(file.ContentType, octets)
	case b.Text != "":
		d.body, d.contentType = []byte(b.Text), octets
	default:
		d.fail(ErrInvalid, "the body is a file: give its content as %q", FileBody)
	}
}

func (d *draft) graphql(b Body) {
	document := struct {
		Query         string          `json:"query"`
		OperationName string          `json:"operationName,omitempty"`
		Variables     json.RawMessage `json:"variables,omitempty"`
	}{Query: d.expand(b.Text, same, plainValue), OperationName: d.expand(b.OperationName, same, plainValue)}
	variables := strings.TrimSpace(d.expandRaw(b.Variables, "application/json"))
	if variables != "" {
		if !json.Valid([]byte(variables)) {
			d.fail(ErrInvalid, "the variables of its GraphQL query are not JSON")
			return
		}
		document.Variables = json.RawMessage(variables)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		d.fail(ErrInvalid, "%s", err)
	}
	d.body, d.contentType = bytes.TrimSuffix(out.Bytes(), []byte("\n")), "application/json"
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
