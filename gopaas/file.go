package gopaas

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

const defaultMaxBytes = 1 << 30

// Files reads and writes the files of records. It is documented for an API key
// only: with ClientCredentials its calls fail with ErrInvalid before anything is
// sent.
type Files struct{ service }

// File is a file on its way. Its caller closes the body.
type File struct {
	// Name is the name that the service gives, without any folder; "" when it
	// gives none.
	Name string
	// ContentType is the service's own word, "" when it gives none.
	ContentType string
	// Size in bytes, -1 when it is not known before the end.
	Size int64
	// Body ends with io.EOF only when the whole file was read. A connection that
	// breaks off and a file above MaxBytes are an *Error.
	Body io.ReadCloser
}

// String returns the name, type and size of the file. It does not read the body.
func (f *File) String() string {
	return fmt.Sprintf("%s (%s, %d bytes)", f.Name, f.ContentType, f.Size)
}

// Open opens the file in a field of a record, by the record's key (cle) or number.
// The service answers with the file, or with a link to it that ends after some
// time; the link is followed, and shown nowhere. The credential goes along only
// when the link has the origin of the base URL; another host is asked over
// https and without it. A file is read once: nothing is tried again after Open
// has returned. An answer whose end cannot be told from a cut is refused with
// ErrUnusableAnswer.
//
// API: GET /api/file/{table}
//
// API: GET /api/download/{token}
func (s Files) Open(ctx context.Context, table, itemKey, field string, options ...guichet.CallOption) (*File, error) {
	call := s.call(rest.Read, "Files.Open", "GET /api/file/{table}", table)
	call.Check(required("itemKey", itemKey), required("fieldName", field))
	call.JSON(map[string]string{"itemKey": itemKey, "fieldName": field, "type": "URL"})
	call.Accept, call.MaxBytes = "application/json, */*", defaultMaxBytes
	file, link, err := s.read(ctx, call.Apply(options))
	if err != nil || link == "" {
		return file, err
	}
	return s.follow(ctx, call, link)
}

// follow reads the file behind a link.
func (s Files) follow(ctx context.Context, asked *rest.Call, link string) (*File, error) {
	call := rest.NewCall(rest.Read, "Files.Open", "GET {download_url}")
	target, err := s.resolve(link)
	call.Check(err)
	call.URL, call.MaxBytes, call.NoRetry, call.OnAnswer = target, asked.MaxBytes, asked.NoRetry, asked.OnAnswer
	call.Accept = "*/*"
	call.Secrets = []string{link}
	if target != nil {
		call.Anonymous = !s.core.sameOrigin(target)
		call.Secrets = append(call.Secrets, target.String(), target.RequestURI(), path.Base(target.Path), path.Base(target.EscapedPath()))
	}
	file, further, err := s.read(ctx, call)
	if err == nil && further != "" {
		err = s.core.refuse("Files.Open", unusable(refusal.New("link_to_link", "the download link leads to another link")))
	}
	return file, err
}

// resolve checks where a link leads.
func (s Files) resolve(link string) (*url.URL, error) {
	base, err := url.Parse(s.core.rest.BaseURL() + "/")
	if err != nil {
		return nil, err
	}
	target, err := base.Parse(link)
	switch {
	case err != nil || target.Host == "" || target.User != nil:
		return nil, unusable(refusal.New("link_form", "the service returned an invalid download link"))
	case target.Scheme != "https" && !s.core.sameOrigin(target):
		return nil, unusable(refusal.New("link_plain", "the service returned a download link to another host, without https"))
	}
	target.Fragment = ""
	return target, nil
}

func (c *core) sameOrigin(target *url.URL) bool {
	base, err := url.Parse(c.rest.BaseURL())
	return err == nil && rest.Origin(base) == rest.Origin(target)
}

// read performs a call whose answer is a file, or a link to one. JSON, and
// pages for a browser, that are no attachments are read whole before they are
// judged.
func (s Files) read(ctx context.Context, call *rest.Call) (file *File, link string, err error) {
	call.Header = withIdentity(call.Header)
	resp, err := s.core.rest.Stream(ctx, call, isAttachment, func(body []byte) (err error) {
		file, link, err = fileOrLink(body, call.MaxBytes)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	if resp != nil {
		file = &File{Name: fileName(resp.Header), ContentType: resp.Header.Get("Content-Type"), Size: resp.ContentLength, Body: resp.Body}
	}
	return file, link, nil
}

// fileOrLink judges JSON: a link, a message of the service, or else the file.
func fileOrLink(body []byte, limit int64) (*File, string, error) {
	if _, err := anyJSON(trim(body)); err != nil {
		return nil, "", err
	}
	if text, only := message(body); only {
		return nil, "", refusal.New("message_not_file", "the response is the message %q, not a file", text)
	}
	if link, _ := rawjson.Text(rawjson.Member(body, "download_url")); link != "" {
		return nil, link, nil
	}
	size := int64(len(body))
	if size > limit {
		return nil, "", refusal.New("file_too_large", "the file has %d bytes: the maximum is %d", size, limit)
	}
	return &File{ContentType: "application/json", Size: size, Body: io.NopCloser(bytes.NewReader(bytes.Clone(body)))}, "", nil
}

// isAttachment reports whether the answer is surely the file itself.
func isAttachment(h http.Header) bool {
	if disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition")); disposition == "attachment" {
		return true
	}
	media, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return media != "application/json" && !strings.HasSuffix(media, "+json") && media != "text/html" && media != ""
}

// fileName is the name in Content-Disposition, without what would lead out of
// a folder or confuse a terminal.
func fileName(h http.Header) string {
	_, parameters, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	name := path.Base(strings.ReplaceAll(parameters["filename"], `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if isControl(r) {
			return -1
		}
		return r
	}, name))
	if name == "." || name == ".." || name == "/" {
		return ""
	}
	return name
}

// withIdentity asks for the bytes as they are, whose length can be checked.
func withIdentity(h http.Header) http.Header {
	if h == nil {
		h = http.Header{}
	}
	h.Set("Accept-Encoding", "identity")
	return h
}

func required(field, value string) error {
	if value == "" {
		return rest.Invalid(field, refusal.New("missing", "the value is missing"))
	}
	return nil
}

// call prepares a call that needs an API key.
func (s Files) call(class rest.Class, op, route, table string) *rest.Call {
	call := rest.NewCall(class, op, route, table)
	if s.core.oauth != nil {
		call.Fail(rest.Invalid("credential", refusal.New("files_by_key", "files can be used only with an API key, not with OAuth2 client credentials")))
	}
	return call.Check(checkName("table", table))
}
