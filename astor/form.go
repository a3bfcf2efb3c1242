package astor

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// urlencoded writes a form in the body. Its names and values are plain text,
// unlike those of a query, which the author of a collection types encoded.
func (d *draft) urlencoded(fields []Field) {
	d.contentType = "application/x-www-form-urlencoded"
	var pieces []string
	for i, values := range d.fieldTexts(fields) {
		for _, value := range values {
			piece := escaped(d.text(fields[i].Name))
			if _, given := d.values.set(fields[i].Name); given || !fields[i].NoValue {
				piece += "=" + escaped(value)
			}
			pieces = append(pieces, piece)
		}
	}
	d.body = []byte(strings.Join(pieces, "&"))
}

// part is one field of a form, resolved.
type part struct {
	header  textproto.MIMEHeader
	content []byte
}

func (d *draft) formdata(fields []Field) {
	places := map[string][]int{}
	var names []string
	for i, f := range fields {
		if f.File {
			if places[f.Name] == nil {
				names = append(names, f.Name)
			}
			places[f.Name] = append(places[f.Name], i)
		}
	}
	d.noFiles(names...)
	dealt := make([][]File, len(fields))
	for _, name := range names {
		d.deal(name, fields, places[name], dealt)
	}
	var parts []part
	texts := d.fieldTexts(fields)
	for i, f := range fields {
		for _, file := range dealt[i] {
			name := d.text(f.Name)
			disposition := multipart.FileContentDisposition(name, cmp.Or(file.Name, name))
			kind := cmp.Or(file.ContentType, f.ContentType, typeOf(file.Name), octets)
			parts = append(parts, d.part(f, disposition, kind, file.Content))
		}
		for _, value := range texts[i] {
			disposition := strings.TrimSuffix(multipart.FileContentDisposition(d.text(f.Name), ""), `; filename=""`)
			parts = append(parts, d.part(f, disposition, f.ContentType, []byte(value)))
		}
	}
	d.multipart(parts)
}

// deal gives the file fields of one name, which are at these places, their
// files. A field that is alone in its name takes all of them. Where several
// have one name each takes one, and the disabled ones take what is left over.
func (d *draft) deal(name string, fields []Field, places []int, dealt [][]File) {
	files, enabled := d.values.Files[name], 0
	for _, i := range places {
		if !fields[i].Disabled {
			enabled++
		}
	}
	switch {
	case len(files) == 0 && d.leftOut(name):
		return
	case len(files) == 0 && enabled > 0:
		d.fail(guichet.ErrInvalid, refusal.New("field_file", "the field %s is a file: give its content under that name", quote(name)))
		return
	case len(places) == 1:
		dealt[places[0]] = files
		return
	case len(files) < enabled || len(files) > len(places):
		d.fail(guichet.ErrInvalid, refusal.New("few_files", "%d file fields are named %s: give one file for each, not %d", len(places), quote(name), len(files)))
		return
	}
	spare := len(files) - enabled
	for _, i := range places {
		if fields[i].Disabled {
			if spare--; spare < 0 {
				continue
			}
		}
		dealt[i], files = files[:1], files[1:]
	}
}

func (d *draft) part(f Field, disposition, kind string, content []byte) part {
	p := part{header: textproto.MIMEHeader{}, content: content}
	p.header.Set("Content-Disposition", disposition)
	if kind == "" {
		return p
	}
	if hasControl(kind) {
		d.fail(guichet.ErrInvalid, refusal.New("content_type_control", "the content type of the field %s contains a control character", quote(f.Name)))
	}
	p.header.Set("Content-Type", kind)
	return p
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
	// A buffer takes everything, and these digits make a boundary.
	_ = w.SetBoundary(fmt.Sprintf("guichet-%x", sum.Sum(nil)[:24]))
	for _, p := range parts {
		to, _ := w.CreatePart(p.header)
		_, _ = to.Write(p.content)
	}
	_ = w.Close()
	d.body, d.contentType = out.Bytes(), w.FormDataContentType()
}
