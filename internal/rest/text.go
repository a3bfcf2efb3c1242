package rest

import (
	"bytes"
	"compress/gzip"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/guichet-go/guichet/internal/charset"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/refusal"
)

// unpack removes a compression that nobody asked for: net/http does so for its own
// request only, and only where it is called gzip. Another one is refused by name.
// A caller who asks for a compression gets it as it comes.
func (x *exchange) unpack(resp *http.Response) error {
	encoding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding")))
	if encoding == "" || encoding == "identity" || resp.Body == http.NoBody || x.call.Header.Get("Accept-Encoding") != "" {
		return nil
	}
	if encoding != "gzip" && encoding != "x-gzip" {
		return refusal.New("encoding", "the response has the Content-Encoding %s, which was not requested", encoding)
	}
	resp.Body = &unpacked{ReadCloser: resp.Body}
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	resp.ContentLength, resp.Uncompressed = -1, true
	return nil
}

// unpacked is a body without its gzip. An empty one needs none.
type unpacked struct {
	_ incomparable.Field

	io.ReadCloser // packed
	plain         *gzip.Reader
}

func (u *unpacked) Read(p []byte) (n int, err error) {
	if u.plain == nil {
		if u.plain, err = gzip.NewReader(u.ReadCloser); err != nil {
			return 0, err
		}
	}
	return u.plain.Read(p)
}

// readable turns an answer that is JSON, or a text with a declared encoding, into
// UTF-8. Anything else is returned as it came, JSON in another encoding with an error.
//
// JSON is UTF-8 whatever is declared: servers that call it Latin-1 are many, and a
// text in Latin-1 with an accent is not UTF-8. A byte order mark may be skipped
// (RFC 8259, section 8.1).
func readable(h http.Header, body []byte) ([]byte, error) {
	media, parameters, _ := mime.ParseMediaType(h.Get("Content-Type"))
	declared := parameters["charset"]
	isJSON := likeJSON(media, body)
	if !isJSON && (declared == "" || !strings.HasPrefix(media, "text/")) {
		return body, nil
	}
	if decoded, marked := charset.Marked(body); marked && decoded != nil {
		body = decoded
	}
	switch decoded, ok := charset.Decode(declared, body); {
	case utf8.Valid(body) && bytes.IndexByte(body, 0) < 0:
	case ok:
		body = decoded
	case !isJSON:
		return body, nil
	case declared == "":
		return body, refusal.New("not_utf8", "the text is not UTF-8")
	default:
		return body, refusal.New("not_charset", "the text is neither UTF-8 nor %s, the declared encoding", declared)
	}
	if isJSON && bytes.HasPrefix(bytes.TrimLeft(body, space), []byte("\ufeff")) {
		body = bytes.TrimLeft(body, space+"\ufeff")
	}
	return body, nil
}

const space = " \t\r\n"

// likeJSON reports whether an answer is JSON, by its type or by its first
// character: services call their JSON text/html too.
func likeJSON(media string, body []byte) bool {
	begins := bytes.TrimLeft(body, space+"\ufeff")
	return strings.Contains(media, "json") || bytes.HasPrefix(begins, []byte("{")) || bytes.HasPrefix(begins, []byte("["))
}

// isPage reports whether the answer is a page for a browser.
func (x *exchange) isPage(contentType string, body []byte) bool {
	if len(body) == 0 {
		return false // Rails calls an answer without a body HTML
	}
	if x.client.cfg.AnyContentType {
		contentType = "" // only the body tells
	}
	if strings.Contains(strings.ToLower(contentType), "html") {
		return true
	}
	return !strings.Contains(contentType, "xml") && bytes.HasPrefix(bytes.TrimLeft(body, space+"\ufeff"), []byte("<"))
}
