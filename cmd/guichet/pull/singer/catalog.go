package singer

import (
	"cmp"
	"encoding/json"
)

// Catalog lists the streams that a tap has. A copy of it says which are wanted.
type Catalog struct {
	Streams []*Stream `json:"streams"`
}

// Stream is one stream of a catalog.
type Stream struct {
	ID            string          `json:"tap_stream_id"`
	Name          string          `json:"stream"`
	KeyProperties []string        `json:"key_properties"`
	Schema        json.RawMessage `json:"schema"`
	Metadata      []Metadata      `json:"metadata"`
	// Selected is the older way of choosing a stream, and ReplicationMethod of choosing
	// how it is replicated.
	Selected          *bool  `json:"selected,omitempty"`
	ReplicationMethod string `json:"replication_method,omitempty"`
}

// Metadata says something about a stream, or about a field of it.
type Metadata struct {
	// Breadcrumb is empty for the stream. For a field, "properties" stands before each
	// name of its path, and "items" where the path goes through a list.
	Breadcrumb []string `json:"breadcrumb"`
	Metadata   *Marks   `json:"metadata"`
}

// Marks are the values of a Metadata.
type Marks struct {
	Inclusion         string   `json:"inclusion,omitempty"`
	Selected          *bool    `json:"selected,omitempty"`
	SelectedByDefault *bool    `json:"selected-by-default,omitempty"`
	KeyProperties     []string `json:"table-key-properties,omitempty"`
	// ReplicationMethod is one of the methods below: what is chosen, or with Forced
	// what cannot be chosen.
	ReplicationMethod string   `json:"replication-method,omitempty"`
	Forced            string   `json:"forced-replication-method,omitempty"`
	ReplicationKey    string   `json:"replication-key,omitempty"`
	ReplicationKeys   []string `json:"valid-replication-keys,omitempty"`
}

// How a stream is replicated: whole each time, or from a bookmark on.
const (
	FullTable   = "FULL_TABLE"
	Incremental = "INCREMENTAL"
)

// marks are those of the stream itself.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *Stream) marks() *Marks {
	for i := range s.Metadata {
		if m := &s.Metadata[i]; len(m.Breadcrumb) == 0 && m.Metadata != nil {
			return m.Metadata
		}
	}
	return new(Marks)
}

// Wanted reports whether a catalog selects the stream. A catalog that does not say so is
// one that nobody edited: it selects what is selected by default.
func (s *Stream) Wanted() bool {
	marks := s.marks()
	return chosen(false, marks.Selected, s.Selected, marks.SelectedByDefault)
}

// Method is how the catalog wants the stream replicated, "" when it does not say. s may
// be nil.
func (s *Stream) Method() string {
	if s == nil {
		return ""
	}
	return cmp.Or(s.marks().ReplicationMethod, s.ReplicationMethod)
}

// Dropped returns the fields that the catalog deselects, as paths of names joined by
// dots. s may be nil.
func (s *Stream) Dropped() (paths []string) {
	if s == nil {
		return nil
	}
	for i := range s.Metadata {
		path, marks := path(s.Metadata[i].Breadcrumb), s.Metadata[i].Metadata
		if path != "" && marks != nil && marks.Inclusion != "automatic" && !chosen(true, marks.Selected, marks.SelectedByDefault) {
			paths = append(paths, path)
		}
	}
	return paths
}

// chosen is the first of several choices that was made.
func chosen(otherwise bool, choices ...*bool) bool {
	for _, choice := range choices {
		if choice != nil {
			return *choice
		}
	}
	return otherwise
}

// path is the path of a field; "" for the stream, and for what leads to no field.
func path(breadcrumb []string) (path string) {
	for len(breadcrumb) > 0 {
		switch {
		case breadcrumb[0] == "items":
			breadcrumb = breadcrumb[1:]
		case breadcrumb[0] == "properties" && len(breadcrumb) > 1:
			if path != "" {
				path += "."
			}
			path += breadcrumb[1]
			breadcrumb = breadcrumb[2:]
		default:
			return ""
		}
	}
	return path
}
