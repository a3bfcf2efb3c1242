package fake

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// answer buffers the service's answer until it is sent, so that it can be delayed, cut in the middle or
// returned without a socket. It is the service's http.ResponseWriter.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
	delay  time.Duration
	cut    string
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// bodyAllowed reports whether HTTP allows a body for this answer.
func (a *answer) bodyAllowed() bool {
	return a.status != http.StatusNoContent && a.status != http.StatusNotModified
}

// recordedStatus returns the status that reaches the client, 0 when the connection is cut before it.
func (a *answer) recordedStatus() int {
	if a.effectiveCut() == "" || a.effectiveCut() == CutBody {
		return a.status
	}
	return 0
}

// effectiveCut returns where the connection is cut. An answer without a body can only be cut before it.
func (a *answer) effectiveCut() string {
	if a.cut == CutBody && (a.body.Len() == 0 || !a.bodyAllowed()) {
		return CutHeaders
	}
	return a.cut
}

// finishHeader adds the headers that net/http would add.
func (a *answer) finishHeader() {
	if a.header.Get("Date") == "" {
		a.header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	if !a.bodyAllowed() {
		a.body.Reset()
		return
	}
	if a.header.Get("Content-Type") == "" {
		a.header.Set("Content-Type", http.DetectContentType(a.body.Bytes()))
	}
	a.header.Set("Content-Length", strconv.Itoa(a.body.Len()))
}

func (a *answer) send(w http.ResponseWriter) {
	a.finishHeader()
	if a.cut != "" {
		a.sendCut(w)
		return
	}
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	w.Write(a.body.Bytes())
}

// sendCut writes a part of the answer and closes the connection. The request was read to its end, so the
// client sees an end of file and not a reset.
func (a *answer) sendCut(w http.ResponseWriter) {
	conn, out, err := http.NewResponseController(w).Hijack()
	if err != nil {
		// Without access to the connection, only net/http can cut it.
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	var head bytes.Buffer
	fmt.Fprintf(&head, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status))
	a.header.Write(&head)
	switch a.effectiveCut() {
	case CutHeaders:
		out.Write(head.Bytes()[:head.Len()-4])
	case CutBody:
		head.WriteString("\r\n")
		out.Write(head.Bytes())
		out.Write(a.body.Bytes()[:a.body.Len()/2])
	}
	out.Flush()
}
