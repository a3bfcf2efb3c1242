// Package singer speaks the tap's side of the Singer protocol: one JSON message a
// line, a SCHEMA before the RECORDs of its stream, and a STATE from which the next
// run goes on.
package singer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"github.com/guichet-go/guichet/internal/incomparable"
)

// State is where the next run goes on.
type State struct {
	// Accounts are the services that were read, and as whom.
	Accounts map[string]json.RawMessage `json:"accounts,omitempty"`
	// Bookmarks are by stream.
	Bookmarks map[string]Bookmark `json:"bookmarks"`
}

// Bookmark is how far a stream was read, and what the target has of it.
type Bookmark struct {
	_ incomparable.Field

	// StartsAt is the later end of the window that was read, and never after the
	// moment of the reading: what starts later may still change.
	StartsAt string `json:"starts_at,omitempty"`
	// PulledAt is when the stream was read, in RFC 3339.
	PulledAt string `json:"pulled_at"`
	// Version is the version of the rows that the target has, 0 before the first
	// [Writer.Activate].
	Version int64 `json:"version,omitempty"`
	// Index names the index of these rows on the machine that ran the tap.
	Index string `json:"index,omitempty"`
	// Key is the field that identifies the rows of a view.
	Key string `json:"key,omitempty"`
}

// ParseState reads a state: its value, or the whole message. An empty text is no state.
func ParseState(text []byte) (State, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return State{}, nil
	}
	var message struct {
		Type  string          `json:"type"`
		Value json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(text, &message); err != nil {
		return State{}, err
	}
	if message.Type == "STATE" {
		text = message.Value
	}
	var s State
	err := json.Unmarshal(text, &s)
	return s, err
}

// Writer writes messages.
type Writer struct {
	out    *bufio.Writer
	stream []byte // the name of the stream that was announced last, as JSON
}

// NewWriter returns a writer of messages, which buffers until Flush.
func NewWriter(out io.Writer) *Writer { return &Writer{out: bufio.NewWriterSize(out, 64<<10)} }

// Schema announces a stream: its schema, the fields that identify a row, and the fields
// by which it is read in part. The records that follow are of this stream.
func (w *Writer) Schema(stream string, schema any, key, bookmarks []string) error {
	w.stream, _ = json.Marshal(stream) // a text encodes
	return w.line(struct {
		Type      string   `json:"type"`
		Stream    string   `json:"stream"`
		Schema    any      `json:"schema"`
		Key       []string `json:"key_properties"`
		Bookmarks []string `json:"bookmark_properties,omitempty"`
	}{"SCHEMA", stream, schema, key, bookmarks})
}

// Record gives one row, its bytes as they are. Version 0 is none.
func (w *Writer) Record(row []byte, extracted string, version int64) error {
	w.begin("RECORD") // the last write returns the error
	_, _ = w.out.WriteString(`,"record":`)
	_, _ = w.out.Write(row)
	_, _ = w.out.WriteString(`,"time_extracted":"` + extracted + `"`)
	return w.end(version)
}

// Activate says that the stream consists of its records of this version: the target
// removes the rows of earlier versions.
func (w *Writer) Activate(version int64) error {
	w.begin("ACTIVATE_VERSION")
	return w.end(version)
}

func (w *Writer) begin(kind string) {
	_, _ = w.out.WriteString(`{"type":"` + kind + `","stream":`) // end returns the error
	_, _ = w.out.Write(w.stream)
}

func (w *Writer) end(version int64) error {
	if version != 0 {
		_, _ = w.out.WriteString(`,"version":` + strconv.FormatInt(version, 10))
	}
	_, err := w.out.WriteString("}\n")
	return err
}

// State writes how far the streams before it were read, and flushes.
func (w *Writer) State(s State) error {
	err := w.line(struct {
		Type  string `json:"type"`
		Value State  `json:"value"`
	}{"STATE", s})
	if err != nil {
		return err
	}
	return w.Flush()
}

// Flush writes what is buffered.
func (w *Writer) Flush() error { return w.out.Flush() }

func (w *Writer) line(message any) error {
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	_, err = w.out.Write(append(text, '\n'))
	return err
}
