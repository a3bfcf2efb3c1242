// Package singer speaks the tap's side of the Singer protocol: one JSON message a
// line, a SCHEMA before the RECORDs of its stream, and a STATE from which the next
// run goes on.
package singer

import (
	"bufio"
	"encoding/json"
	"io"
	"time"
)

// Catalog lists the streams that a tap has. A copy of it says which are wanted.
type Catalog struct {
	Streams []Stream `json:"streams"`
}

// Stream is one stream of a catalog.
type Stream struct {
	ID            string          `json:"tap_stream_id"`
	Name          string          `json:"stream"`
	KeyProperties []string        `json:"key_properties"`
	Schema        json.RawMessage `json:"schema"`
	Metadata      []Metadata      `json:"metadata"`
	// Selected is the older way of choosing a stream.
	Selected *bool `json:"selected,omitempty"`
}

// Metadata says something about a stream, or about a field of it.
type Metadata struct {
	// Breadcrumb is empty for the stream, "properties" and a name for a field.
	Breadcrumb []string `json:"breadcrumb"`
	Metadata   Marks    `json:"metadata"`
}

// Marks are the values of a Metadata.
type Marks struct {
	Inclusion         string   `json:"inclusion,omitempty"`
	Selected          *bool    `json:"selected,omitempty"`
	SelectedByDefault *bool    `json:"selected-by-default,omitempty"`
	KeyProperties     []string `json:"table-key-properties,omitempty"`
	ReplicationMethod string   `json:"forced-replication-method,omitempty"`
}

// Wanted reports whether a catalog selects the stream.
func (s Stream) Wanted() bool {
	for _, m := range s.Metadata {
		if len(m.Breadcrumb) == 0 && m.Metadata.Selected != nil {
			return *m.Metadata.Selected
		}
	}
	return s.Selected != nil && *s.Selected
}

// Dropped returns the fields that the catalog deselects.
func (s Stream) Dropped() (fields []string) {
	for _, m := range s.Metadata {
		if len(m.Breadcrumb) == 2 && m.Metadata.Selected != nil && !*m.Metadata.Selected && m.Metadata.Inclusion != "automatic" {
			fields = append(fields, m.Breadcrumb[1])
		}
	}
	return fields
}

// State is where the next run goes on.
type State struct {
	// Accounts are the services that were read, and as whom.
	Accounts map[string]json.RawMessage `json:"accounts,omitempty"`
	// Bookmarks are by stream.
	Bookmarks map[string]Bookmark `json:"bookmarks"`
}

// Bookmark is how far a stream was read.
type Bookmark struct {
	// StartsAt is the later end of the window that was read, and never after the
	// moment of the reading: what starts later may still change.
	StartsAt string `json:"starts_at,omitempty"`
	// PulledAt is when the stream was read.
	PulledAt time.Time `json:"pulled_at"`
}

// ParseState reads a state: its value, or the whole message.
func ParseState(text []byte) (State, error) {
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
type Writer struct{ out *bufio.Writer }

// NewWriter returns a writer of messages, which buffers until Flush.
func NewWriter(out io.Writer) *Writer { return &Writer{bufio.NewWriterSize(out, 64<<10)} }

// Schema announces a stream.
func (w *Writer) Schema(stream string, schema any, key []string) error {
	return w.line(struct {
		Type   string   `json:"type"`
		Stream string   `json:"stream"`
		Schema any      `json:"schema"`
		Key    []string `json:"key_properties"`
	}{"SCHEMA", stream, schema, key})
}

// Record gives one row, its bytes as they are.
func (w *Writer) Record(stream string, row []byte, extracted string) error {
	// The names were written by this program and need no escapes.
	_, _ = w.out.WriteString(`{"type":"RECORD","stream":"` + stream + `","record":`) // the last write returns the error
	_, _ = w.out.Write(row)
	_, err := w.out.WriteString(`,"time_extracted":"` + extracted + "\"}\n")
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
