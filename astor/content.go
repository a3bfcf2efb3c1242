package astor

import (
	"cmp"
	"encoding/json"
	"path"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

const octets = "application/octet-stream"

// types are the types of files by the extensions of their names. Package mime would
// answer what the machine has installed.
const types = " .txt text/plain .text text/plain .log text/plain .csv text/csv .html text/html .htm text/html .md text/markdown .ics text/calendar" +
	" .json application/json .xml application/xml .pdf application/pdf .zip application/zip .doc application/msword .xls application/vnd.ms-excel" +
	" .docx application/vnd.openxmlformats-officedocument.wordprocessingml.document .xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" +
	" .odt application/vnd.oasis.opendocument.text .ods application/vnd.oasis.opendocument.spreadsheet" +
	" .png image/png .gif image/gif .webp image/webp .bmp image/bmp .heic image/heic .avif image/avif .jpg image/jpeg .jpeg image/jpeg" +
	" .tif image/tiff .tiff image/tiff .svg image/svg+xml .mp3 audio/mpeg .mp4 video/mp4 "

// typeOf is the type of a file of this name, "" for an unknown one.
func typeOf(name string) string {
	_, rest, _ := strings.Cut(types, " "+strings.ToLower(path.Ext(name))+" ")
	kind, _, _ := strings.Cut(rest, " ")
	return kind
}

// content builds the body and says what it is.
func (d *draft) content() {
	b := d.op.Body
	if d.values.Body != nil || b.Dropped || b.Mode != "formdata" && b.Mode != "file" {
		d.noFiles()
	}
	d.checkForm()
	switch {
	case d.values.Body != nil:
		d.body, d.contentType = d.values.Body, replacedType(b, d.values.Body)
	case b.Dropped:
	default:
		d.fromCollection(b)
	}
	if len(d.body) == 0 {
		d.body = nil
		return
	}
	switch own := d.header.Get("Content-Type"); {
	case b.Mode == "formdata" && d.values.Body == nil:
		d.fixedHeader("Content-Type")
	case own != "":
		d.contentType = own
	}
	d.header.Del("Content-Type")
}

func (d *draft) fromCollection(b Body) {
	switch b.Mode {
	case "":
	case "raw":
		text, _ := d.op.sentText()
		d.contentType = d.op.bodyType()
		d.body = []byte(d.expandRaw(text, d.contentType))
	case "urlencoded":
		d.urlencoded(b.Fields)
	case "formdata":
		d.formdata(b.Fields)
	case "file":
		d.file(b)
	case "graphql":
		d.graphql(b)
	default:
		d.fail(ErrUnsupported, refusal.New("body_mode", "the body has the unknown mode %s: give the whole body", quote(b.Mode)))
	}
}

// replacedType is the type of a body that the caller gives.
func replacedType(b Body, given []byte) string {
	switch {
	case b.Mode == "raw" && b.Language != "":
		return rawType(b.Language, "")
	case json.Valid(given):
		return jsonType
	case b.Mode == "urlencoded":
		return "application/x-www-form-urlencoded"
	}
	return octets
}

// expandRaw resolves the variables of a raw body. Where one stands inside of a
// JSON string the caller's data is escaped, so that it stays one string.
func (d *draft) expandRaw(text, contentType string) string {
	if contentType != jsonType {
		return d.text(text)
	}
	inside := false
	return d.expand(text, func(literal string) string {
		inside = endsInString(literal, inside)
		return literal
	}, func(value string) string {
		if !inside || !d.data {
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

func (d *draft) file(b Body) {
	d.noFiles(FileBody)
	files := d.values.Files[FileBody]
	switch {
	case len(files) > 1:
		d.fail(guichet.ErrInvalid, refusal.New("one_file", "the body is a single file, but %d files were given", len(files)))
	case len(files) == 1:
		d.body, d.contentType = files[0].Content, cmp.Or(files[0].ContentType, typeOf(files[0].Name), octets)
	case b.Text != "":
		d.body, d.contentType = []byte(b.Text), octets
	default:
		d.fail(guichet.ErrInvalid, refusal.New("body_file", "the body is a file: give its content as %q", FileBody))
	}
}

func (d *draft) graphql(b Body) {
	document := struct {
		Query         string          `json:"query"`
		OperationName string          `json:"operationName,omitempty"`
		Variables     json.RawMessage `json:"variables,omitempty"`
	}{Query: d.text(b.Text), OperationName: d.text(b.OperationName)}
	_, variables := d.op.sentText()
	variables = strings.TrimSpace(d.expandRaw(variables, jsonType))
	if variables != "" {
		if !json.Valid([]byte(variables)) {
			d.fail(guichet.ErrInvalid, refusal.New("graphql", "the variables of the GraphQL query are not JSON"))
			return
		}
		document.Variables = json.RawMessage(variables)
	}
	d.body, d.contentType = appendJSON(document), jsonType
}
