package pull

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// figures are the figures of one dataset, or of what belongs to none.
type figures struct {
	_ incomparable.Field

	dataset                  string
	requests, retries, bytes int
	time                     time.Duration
	// entry is what the manifest says, nil while the dataset is not in the result.
	entry *result.Entry
}

// metrics are the figures of a run, for --metrics.
type metrics struct {
	_ incomparable.Field

	path string
	now  func() time.Time

	mu    sync.Mutex // guards what follows
	all   []*figures
	of    *figures // whose turn it is
	since time.Time
}

// around runs a command and writes its figures, after a failure too.
func (m *metrics) around(ctx context.Context, r *command.Run, out string, do func() error) error {
	if m.path == "" {
		return do()
	}
	folder := filepath.Dir(m.path)
	if _, err := os.Stat(folder); err != nil {
		return m.unwritable(err)
	}
	if place, err := result.At(out); err == nil {
		if here, err := result.At(folder); err == nil && here.Dir == place.Dir {
			return exit.Usage.New(message.PullErrMetricsPlace, out)
		}
	}
	m.now, r.OnAttempt = r.Now, m.attempted
	started := r.Now()
	m.turn("")
	err := do()
	m.turn("")
	text := m.text(m.now().Sub(started), exit.Of(r.Failure(ctx, err)))
	written := atomicfile.WriteFrom(m.path, func(w io.Writer) error {
		if file, ok := w.(*os.File); ok {
			_ = file.Chmod(0o644) // who collects it is another user, where the system has users
		}
		_, err := io.WriteString(w, text)
		return err
	})
	switch {
	case written == nil:
		return err
	case err == nil:
		return m.unwritable(written)
	}
	r.Say(r.Messages.Reason(m.unwritable(written)))
	return err
}

func (m *metrics) unwritable(err error) error {
	return exit.Usage.New(message.ErrFileUnwritable, m.path, message.WithoutPath(err))
}

// turn has what follows belong to a dataset; "" is none.
func (m *metrics) turn(dataset string) {
	if m == nil || m.now == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if m.of != nil {
		m.of.time += now.Sub(m.since)
	}
	m.since = now
	for _, f := range m.all {
		if m.of = f; f.dataset == dataset {
			return
		}
	}
	m.of = &figures{dataset: dataset}
	m.all = append(m.all, m.of)
}

// attempted counts an attempt at a request.
func (m *metrics) attempted(attempt, size int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of.requests++
	m.of.bytes += max(0, size)
	if attempt > 1 {
		m.of.retries++
	}
}

// result notes what the manifest says of a dataset.
func (m *metrics) result(e *result.Entry) {
	m.turn(e.Dataset)
	if m != nil && m.of != nil {
		m.of.entry = e
	}
	m.turn("")
}

// families are the metrics, without "guichet_pull_".
var families = [...]string{"requests", "retries", "response_bytes", "seconds", "rows", "gone"}

// text is the figures as OpenMetrics text. A request that nobody waits for any more may
// still be under way.
func (m *metrics) text(took time.Duration, code exit.Code) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all[0].time = took
	var lines []string
	for i, name := range families {
		lines = append(lines, "# TYPE guichet_pull_"+name+" gauge")
		for _, f := range m.all {
			if text := fmt.Sprint(f.values()[i]); text != none {
				lines = append(lines, "guichet_pull_"+name+f.label()+"} "+text)
			}
		}
	}
	lines = append(lines, "# TYPE guichet_pull_completeness stateset")
	for _, f := range m.all[1:] {
		for _, word := range []string{result.Complete, result.Moving, result.Unknown} {
			value := `"} 0`
			if f.entry != nil && f.entry.Completeness == word {
				value = `"} 1`
			}
			lines = append(lines, "guichet_pull_completeness"+f.label()+`,guichet_pull_completeness="`+word+value)
		}
	}
	return strings.Join(lines, "\n") + fmt.Sprintf(`
# TYPE guichet_pull_exit_code gauge
guichet_pull_exit_code %d
# TYPE guichet_pull_ended_seconds gauge
guichet_pull_ended_seconds %d
# EOF
`, code, m.now().Unix())
}

// none stands for a figure that is not known.
const none = ""

// values are the figures, in the order of the families.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *figures) values() [len(families)]any {
	all := [...]any{f.requests, f.retries, f.bytes, f.time.Seconds(), none, none}
	if e := f.entry; e != nil && e.File != "" { // a tap counts no rows
		all[4], all[5] = e.Counts.Unique, e.Counts.Gone
	}
	return all
}

// label begins the labels of a sample.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *figures) label() string {
	return `{dataset="` + strings.ReplaceAll(f.dataset, `"`, `\"`) + `"`
}
