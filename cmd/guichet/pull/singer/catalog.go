package singer

import "encoding/json"

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
	Metadata   Marks    `json:"metadata"`
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
func (s Stream) marks() Marks {
	for _, m := range s.Metadata {
		if len(m.Breadcrumb) == 0 {
			return m.Metadata
		}
	}
	return Marks{}
}

// Wanted reports whether a catalog selects the stream. A catalog that does not say so is
// one that nobody edited: it selects what is selected by default.
func (s Stream) Wanted() bool {
	marks := s.marks()
	for _, said := range []*bool{marks.Selected, s.Selected, marks.SelectedByDefault} {
		if said != nil {
			return *said
		}
	}
	return false
}

// Method is how the catalog wants the stream replicated, "" when it does not say.
func (s Stream) Method() string {
	if method := s.marks().ReplicationMethod; method != "" {
		return method
	}
	return s.ReplicationMethod
}

// Dropped returns the fields that the catalog deselects, as paths of names joined by
// dots.
func (s Stream) Dropped() (paths []string) {
	for _, m := range s.Metadata {
		said := m.Metadata.Selected
		if said == nil {
			said = m.Metadata.SelectedByDefault
		}
		if path := path(m.Breadcrumb); path != "" && said != nil && !*said && m.Metadata.Inclusion != "automatic" {
			paths = append(paths, path)
		}
	}
	return paths
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
