package fake

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
)

// Transport answers requests to any host without a socket, so that a client can be tested inside
// testing/synctest, where delays take no time. A request ends with its context, and a cut returns the
// error that net/http would return.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	ctx := req.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	in := received(req)
	var a *answer
	if name, ok := t.server.controlName(in); ok {
		a = &answer{header: http.Header{}}
		t.server.serveControl(a, in, name)
		a.WriteHeader(http.StatusOK)
	} else {
		a = t.server.exchange(in)
	}
	if !wait(ctx, a.delay) {
		return nil, ctx.Err()
	}
	a.finishHeader()
	switch a.effectiveCut() {
	case CutBeforeAnswer:
		return nil, io.EOF
	case CutHeaders:
		return nil, io.ErrUnexpectedEOF
	}
	return a.response(req), nil
}

// received returns req as a server would get it.
func received(req *http.Request) *http.Request {
	in := req.Clone(req.Context())
	if in.Header == nil {
		in.Header = http.Header{}
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if in.Host == "" {
		in.Host = req.URL.Host
	}
	if in.ContentLength > 0 {
		in.Header.Set("Content-Length", strconv.FormatInt(in.ContentLength, 10))
	}
	in.RequestURI = req.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:0"
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	return in
}

func (a *answer) response(req *http.Request) *http.Response {
	content, end := a.body.Bytes(), io.EOF
	length := int64(len(content))
	if a.effectiveCut() == CutBody {
		content, end = content[:len(content)/2], io.ErrUnexpectedEOF
	}
	if req.Method == http.MethodHead {
		content = nil
	}
	return &http.Response{
		Status:     strconv.Itoa(a.status) + " " + http.StatusText(a.status),
		StatusCode: a.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        a.header,
		Body:          &answerBody{ctx: req.Context(), content: bytes.NewReader(content), end: end},
		ContentLength: length,
		Request:       req,
	}
}

// answerBody ends with the error of its cut, or when the context of the request ends.
type answerBody struct {
	ctx     context.Context
	content *bytes.Reader
	end     error
}

func (b *answerBody) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.content.Read(p)
	if err == io.EOF {
		err = b.end
	}
	return n, err
}

func (b *answerBody) Close() error { return nil }
