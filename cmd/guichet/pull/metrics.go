package pull

import (
	"context"
	"fmt"
	"io"
	"log/slog"
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

// The figures of a dataset, in the order in which they are written.
const (
	figRequests = iota
	figRetries
	figBytes
	figSeconds
	figRows
	figGone
	figCount
)

// figureNames are the names of the figures, without "guichet_pull_".
var figureNames = [figCount]string{"requests", "retries", "response_bytes", "seconds", "rows", "gone"}

// figures are the figures of one dataset, or of what belongs to none.
type figures struct {
	_ incomparable.Field

	dataset string
	values  [figCount]float64
	// completeness is empty while the dataset is not in the result, and counted says
	// that its rows were counted.
	completeness string
	counted      bool
}

// metrics are the figures of a run, for --metrics.
type metrics struct {
	_ incomparable.Field

	path string
	now  func() time.Time

	mu      sync.Mutex // guards what follows
	all     []*figures
	current *figures
	since   time.Time
}

// around runs a command and writes its figures, after a failure too.
func (m *metrics) around(ctx context.Context, r *command.Run, out string, do func() error) error {
	if m.path == "" {
		return do()
	}
	folder := filepath.Dir(m.path)
	if _, err := os.Stat(folder); err != nil {
		return exit.Usage.New(message.ErrFileUnwritable, m.path, message.WithoutPath(err))
	}
	if place, err := result.At(out); err == nil {
		if here, err := result.At(folder); err == nil && here.Dir == place.Dir {
			return exit.Usage.New(message.PullErrMetricsPlace, out)
		}
	}
	m.now, r.Attempts = r.Now, func(next slog.Handler) slog.Handler { return counter{m, next} }
	started := r.Now()
	m.of("")
	err := do()
	code := exit.Of(r.Failure(ctx, err))
	m.of("")
	m.current.values[figSeconds] = m.now().Sub(started).Seconds()
	written := atomicfile.WriteFrom(m.path, func(w io.Writer) error {
		if file, ok := w.(*os.File); ok { // who collects it is another user
			if err := file.Chmod(0o644); err != nil {
				return err
			}
		}
		_, err := io.WriteString(w, m.text(code))
		return err
	})
	if written == nil {
		return err
	}
	failed := exit.Usage.New(message.ErrFileUnwritable, m.path, message.WithoutPath(written))
	if err == nil {
		return failed
	}
	r.Say(r.Messages.Reason(failed))
	return err
}

// of has what follows belong to a dataset; "" is none.
func (m *metrics) of(dataset string) {
	if m == nil || m.now == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if m.current != nil {
		m.current.values[figSeconds] += now.Sub(m.since).Seconds()
	}
	m.current, m.since = m.find(dataset), now
}

func (m *metrics) find(dataset string) *figures {
	for _, f := range m.all {
		if f.dataset == dataset {
			return f
		}
	}
	f := &figures{dataset: dataset}
	m.all = append(m.all, f)
	return f
}

// result notes what a manifest says of a dataset.
func (m *metrics) result(e *result.Entry) {
	if m == nil || m.now == nil {
		return
	}
	f := m.find(e.Dataset)
	f.completeness, f.counted = e.Completeness, e.File != "" // a tap counts no rows
	f.values[figRows], f.values[figGone] = float64(e.Counts.Unique), float64(e.Counts.Gone)
}

// text is the figures as OpenMetrics text.
func (m *metrics) text(code exit.Code) string {
	var b strings.Builder
	line := func(name, dataset, more string, value float64) {
		_, _ = fmt.Fprintf(&b, "guichet_pull_%s{dataset=\"%s\"%s} %g\n", name, strings.ReplaceAll(dataset, `"`, `\"`), more, value)
	}
	for i, name := range figureNames {
		b.WriteString("# TYPE guichet_pull_" + name + " gauge\n")
		for _, f := range m.all {
			if i < figRows || f.counted {
				line(name, f.dataset, "", f.values[i])
			}
		}
	}
	b.WriteString("# TYPE guichet_pull_completeness stateset\n")
	for _, f := range m.all {
		for _, word := range []string{result.Complete, result.Moving, result.Unknown} {
			if f.dataset != "" {
				value := 0.0
				if f.completeness == word {
					value = 1
				}
				line("completeness", f.dataset, `,guichet_pull_completeness="`+word+`"`, value)
			}
		}
	}
	_, _ = fmt.Fprintf(&b, `# TYPE guichet_pull_exit_code gauge
guichet_pull_exit_code %d
# TYPE guichet_pull_ended_seconds gauge
guichet_pull_ended_seconds %d
# EOF
`, code, m.now().Unix())
	return b.String()
}

// counter counts attempts, and hands them on.
type counter struct {
	*metrics
	next slog.Handler // nil without --debug
}

// Enabled has every attempt counted.
func (c counter) Enabled(context.Context, slog.Level) bool { return true }

// Handle counts an attempt.
func (c counter) Handle(ctx context.Context, attempt slog.Record) error {
	c.mu.Lock()
	values := &c.current.values
	values[figRequests]++
	attempt.Attrs(func(a slog.Attr) bool {
		switch {
		case a.Key == "attempt" && a.Value.Int64() > 1:
			values[figRetries]++
		case a.Key == "bytes":
			values[figBytes] += float64(a.Value.Int64())
		}
		return true
	})
	c.mu.Unlock()
	if c.next == nil {
		return nil
	}
	return c.next.Handle(ctx, attempt)
}

// WithAttrs and WithGroup are not used for attempts.
func (c counter) WithAttrs([]slog.Attr) slog.Handler { return c }

// WithGroup returns the counter itself.
func (c counter) WithGroup(string) slog.Handler { return c }
