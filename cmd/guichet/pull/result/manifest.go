package result

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// FormatVersion is the version of the manifest that this program writes.
const FormatVersion = 1

// Manifest describes the files of a directory. Two pulls of the same responses differ
// in its times only.
type Manifest struct {
	FormatVersion int       `json:"format_version"`
	Tool          string    `json:"tool"`
	ToolVersion   string    `json:"tool_version"`
	Profile       string    `json:"profile"`
	Started       time.Time `json:"started"`
	Ended         time.Time `json:"ended"`
	// Completeness is that of the least complete dataset.
	Completeness string `json:"completeness"`
	// Counts are the sums over all datasets.
	Counts   Counts   `json:"counts"`
	Warnings []string `json:"warnings"`
	Datasets []Entry  `json:"datasets"`
	// Load is the file that loads the tables; nil when there are none.
	Load *File `json:"load,omitempty"`
	// Checksum is a SHA-256 of all the above except the times, so that the same
	// responses give the same one.
	Checksum string `json:"checksum"`
}

// How completely a dataset was read.
const (
	Complete = "complete"
	// Moving says that rows came or went while they were read; those that stayed
	// are there.
	Moving  = "moving"
	Unknown = "unknown"
)

// Entry is one dataset of a directory.
type Entry struct {
	Dataset string `json:"dataset"`
	dataset.Account
	Query
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	// More are the other files of the tables.
	More []File `json:"more_files,omitempty"`
	// Key is the key of the table of a view.
	Key string `json:"key,omitempty"`
	// SchemaVersion is that of the schema and of the columns.
	SchemaVersion int       `json:"schema_version"`
	Completeness  string    `json:"completeness"`
	Counts        Counts    `json:"counts"`
	Changes       Changes   `json:"changes"`
	Started       time.Time `json:"started"`
	Ended         time.Time `json:"ended"`
	Warnings      []string  `json:"warnings"`
	// Shared is set for a share.
	Shared *Shared `json:"shared,omitempty"`
}

// File is a file of a result.
type File struct {
	Name   string `json:"file"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Files are all files of a dataset.
func (e *Entry) Files() []File { return append([]File{{e.File, e.SHA256, e.Bytes}}, e.More...) }

// Digest identifies the content of all files of a dataset.
func (e *Entry) Digest() (sum string) {
	for _, file := range e.Files() {
		sum += file.SHA256
	}
	return sum
}

// Query is what was asked for.
type Query struct {
	Filters Filters  `json:"filters"`
	Format  string   `json:"format"`
	Dialect string   `json:"csv_dialect,omitempty"`
	Unsafe  bool     `json:"no_formula_guard,omitempty"`
	Fields  []string `json:"fields,omitempty"`
	Mask    []string `json:"mask,omitempty"`
	// Pseudonyms are the names of the fields, never their key.
	Pseudonyms []string `json:"pseudonymise,omitempty"`
	// Partition is the share that was asked for, such as "2/3"; empty for all rows.
	Partition string `json:"partition,omitempty"`
}

// Filters say which rows were asked for.
type Filters struct {
	// OrganisationIDs are empty for all that the agent sees.
	OrganisationIDs []int64 `json:"organisation_ids,omitempty"`
	// From and To bound the start of rdvs, both included, as they were written
	// and as they were understood. Empty is not bounded.
	From     string `json:"from,omitempty"`
	To       string `json:"to,omitempty"`
	StartsAt Bounds `json:"starts_at,omitzero"`
}

// Bounds are two moments in RFC 3339; empty is not bounded.
type Bounds struct {
	_ incomparable.Field

	After  string `json:"after,omitempty"`
	Before string `json:"before,omitempty"`
}

// Counts are numbers of rows: those read, the different ones, and what became of
// them since the previous result.
type Counts struct {
	Read      int `json:"read"`
	Unique    int `json:"unique"`
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Gone      int `json:"gone"`
}

// Add adds other numbers of rows.
func (c *Counts) Add(other Counts) {
	c.Read += other.Read
	c.Unique += other.Unique
	c.Created += other.Created
	c.Updated += other.Updated
	c.Unchanged += other.Unchanged
	c.Gone += other.Gone
}

// Changes name rows by their ids, the first MaxNamed of each kind.
type Changes struct {
	// Since is set when there was a previous result to compare with.
	Since   bool     `json:"since_previous"`
	Created []string `json:"created,omitempty"`
	Updated []string `json:"updated,omitempty"`
	Gone    []string `json:"gone,omitempty"`
	// Appeared and Vanished came and went while the rows were read. What
	// vanished is not in the file.
	Appeared []string `json:"appeared_while_reading,omitempty"`
	Vanished []string `json:"vanished_while_reading,omitempty"`
}

// MaxNamed bounds the ids that a manifest names for each kind of change.
const MaxNamed = 1000

// Find returns the entry of a dataset, nil when there is none.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (m *Manifest) Find(name string) *Entry {
	if m == nil {
		return nil
	}
	if i := slices.IndexFunc(m.Datasets, func(e Entry) bool { return e.Dataset == name }); i >= 0 {
		return &m.Datasets[i]
	}
	return nil
}

// names are the files that a directory with the manifest has; it may be nil.
func (m *Manifest) names() []string {
	all := []string{ManifestName}
	if m == nil {
		return all
	}
	if m.Load != nil {
		all = append(all, m.Load.Name)
	}
	for i := range m.Datasets {
		for _, file := range m.Datasets[i].Files() {
			all = append(all, file.Name)
		}
	}
	return all
}

// Sum fills in what the manifest says of all datasets together.
func (m *Manifest) Sum() {
	m.Completeness, m.Counts, m.Warnings = Complete, Counts{}, []string{}
	for _, d := range m.Datasets {
		m.Counts.Add(d.Counts)
		m.Warnings = append(m.Warnings, d.Warnings...)
		if m.Completeness == Complete || d.Completeness == Unknown {
			m.Completeness = d.Completeness
		}
	}
}

// sum computes Checksum.
func (m Manifest) sum() string {
	m.Started, m.Ended, m.Checksum = time.Time{}, time.Time{}, ""
	m.Datasets = slices.Clone(m.Datasets)
	for i := range m.Datasets {
		m.Datasets[i].Started, m.Datasets[i].Ended = time.Time{}, time.Time{}
	}
	text, _ := json.Marshal(m) // texts, numbers and lists of them encode
	// What is not UTF-8 is written so, and would be read as the character itself.
	sum := sha256.Sum256(bytes.ReplaceAll(text, []byte(`\ufffd`), []byte("\ufffd")))
	return hex.EncodeToString(sum[:])
}

// Encode returns the manifest as the text of its file.
func (m *Manifest) Encode() ([]byte, error) {
	m.Checksum = m.sum()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(m)
	return b.Bytes(), err
}

// ReadManifest reads the manifest of a directory: nil when there is none. One
// that is damaged, of a newer version or of another program is refused.
func ReadManifest(dir string) (*Manifest, error) {
	path := filepath.Join(dir, ManifestName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, exit.Usage.New(message.ErrFileUnreadable, path, message.WithoutPath(err))
	}
	var m Manifest
	var version struct {
		FormatVersion int    `json:"format_version"`
		Tool          string `json:"tool"`
	}
	whole := json.Unmarshal(text, &version) == nil && version.Tool == "guichet"
	if whole && version.FormatVersion > FormatVersion {
		return nil, exit.Usage.New(message.PullErrNewer, path, version.FormatVersion, FormatVersion).WithHint(message.PullHintNewer)
	}
	if !whole || json.Unmarshal(text, &m) != nil || m.Checksum != m.sum() {
		return nil, exit.Usage.New(message.PullErrManifest, path).WithHint(message.PullHintManifest)
	}
	return &m, nil
}
