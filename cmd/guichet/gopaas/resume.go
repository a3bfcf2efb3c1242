package gopaas

import (
	"encoding/json"
	"io"
	"os"
	"slices"
	"sort"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/gopaas"
)

// resumeVersion is that of the file's form.
const resumeVersion = 1

// state is what became of every row of an input, over one push or several. A
// push that fails leaves it in a file.
type state struct {
	Version int    `json:"version"`
	BaseURL string `json:"base_url"`
	Table   string `json:"table"`
	// Digest is the SHA-256 of the data.
	Digest string `json:"sha256"`
	Rows   int    `json:"rows"`
	gopaas.PushReport
}

// begin is the state before the first push.
func begin(table string, in *input) *state {
	s := &state{Version: resumeVersion, Table: table, Digest: in.digest, Rows: len(in.rows)}
	s.NotWritten = in.checked.Keys
	return s
}

// resume reads the state that a push left, and refuses one of other data.
func resume(path, table string, in *input) (*state, error) {
	refused := func(key message.Key, args ...any) error {
		return exit.Usage.New(key, args...).WithHint(message.HintSameInput)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, exit.Usage.New(message.ErrFileUnreadable, path, err)
	}
	var s state
	switch err := json.Unmarshal(content, &s); {
	case err != nil || s.Version != resumeVersion || len(s.Written)+len(s.NotWritten)+len(s.Unknown) != s.Rows:
		return nil, refused(message.ResumeUnreadable, path)
	case s.Table != table:
		return nil, refused(message.ResumeOtherTable, path, s.Table)
	case s.Digest != in.digest || s.Rows != len(in.rows) || !s.fits(in):
		return nil, refused(message.ResumeOtherInput, path, in.name)
	}
	return &s, nil
}

// fits reports whether the rows are those of the input, each once. The same
// data read in another dialect has other rows.
func (s *state) fits(in *input) bool {
	seen := make([]bool, len(in.rows))
	for _, row := range slices.Concat(s.Written, s.NotWritten, s.Unknown) {
		if row.Number < 1 || row.Number > len(seen) || seen[row.Number-1] || in.checked.Keys[row.Number-1].Cle != row.Cle {
			return false
		}
		seen[row.Number-1] = true
	}
	return true
}

// add takes over the report of a push of the rows that were not certainly written.
// A row whose outcome was unknown stays so until it is certainly written.
func (s *state) add(report *gopaas.PushReport) {
	doubted := map[int]bool{}
	for _, row := range s.Unknown {
		doubted[row.Number] = true
	}
	s.Written, s.Unknown, s.NotWritten = slices.Concat(s.Written, report.Written), report.Unknown, nil
	for _, row := range report.NotWritten {
		if doubted[row.Number] {
			s.Unknown = append(s.Unknown, row)
		} else {
			s.NotWritten = append(s.NotWritten, row)
		}
	}
	for _, rows := range [][]gopaas.PushedRow{s.Written, s.Unknown} {
		sort.Slice(rows, func(i, j int) bool { return rows[i].Number < rows[j].Number })
	}
}

// defaultResumeFile is one name per table and data, in the working folder.
func (s *state) defaultResumeFile() string {
	table := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, s.Table)
	return "guichet-push-" + table + "-" + s.Digest[:12] + ".json"
}

// save leaves the state in a file.
func (s *state) save(path string) error {
	return atomicfile.WriteFrom(path, func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(s)
	})
}
