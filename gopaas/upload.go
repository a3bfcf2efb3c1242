package gopaas

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// FileUpload is a file to be sent.
type FileUpload struct {
	// Name is the file's name, without a folder.
	Name string
	// Content is read to its end before anything is sent.
	Content io.Reader
	// Fields are further fields of the form, such as the ones that name the
	// record; which ones the service reads is not documented.
	Fields map[string]string
}

// String returns the name of the file. It does not read the content.
func (f FileUpload) String() string { return f.Name }

// Upload sends a file to a table and returns the service's answer.
//
// Experimental: the vendor documents the path and the part called file, and
// neither how a record and a field are named nor what is answered. The
// signature may change when that is known.
//
// API: POST /api/file/{table}/
func (s Files) Upload(ctx context.Context, table string, f FileUpload, options ...guichet.CallOption) (json.RawMessage, error) {
	call := s.call(rest.Write, "Files.Upload", "POST /api/file/{table}/", table)
	call.Check(required("file name", f.Name), f.encode(call))
	return ask(ctx, s.core, call.Apply(options), anyJSON)
}

// encode writes the form into the call.
func (f FileUpload) encode(call *rest.Call) error {
	if f.Content == nil {
		return rest.Invalid("file", refusal.New("no_content", "the file has no content"))
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, name := range slices.Sorted(maps.Keys(f.Fields)) {
		if err := form.WriteField(name, f.Fields[name]); err != nil {
			return err
		}
	}
	part, err := form.CreateFormFile("file", f.Name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(part, f.Content); err != nil {
		return fmt.Errorf("the file cannot be read: %w", err)
	}
	err = form.Close()
	call.Body, call.ContentType = body.Bytes(), form.FormDataContentType()
	return err
}
