package pull

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// collected is a dataset whose rows are there.
type collected struct {
	dataset dataset.Dataset
	store   *reading.Store
	report  reading.Report
	started time.Time
	query   result.Query
	account dataset.Account
}

// run pulls into a directory.
func (j *job) run(ctx context.Context) error {
	place, err := result.At(j.out)
	if err != nil {
		return err
	}
	unlock, err := place.Lock(j.r.Now())
	if err != nil {
		return err
	}
	defer unlock()
	if err := place.Recover(); err != nil {
		return err
	}
	previous, err := place.Check()
	if err != nil {
		return err
	}
	rules, err := j.rules(ctx)
	if err != nil {
		return err
	}
	if err := j.open(ctx); err != nil {
		return err
	}
	if err := j.checkPrevious(previous); err != nil {
		return err
	}
	resumed, err := j.begin(place.Work())
	if err != nil {
		return err
	}
	if resumed && previous != nil && previous.Started.Equal(j.began.Started) {
		// It ended just after it had published.
		return errors.Join(os.RemoveAll(place.Work()), j.verdict(previous))
	}
	indexes, err := j.indexes(place)
	if err != nil {
		return err
	}
	j.before = j.earlier(place, previous, indexes)
	all, err := j.collect(ctx, place.Work())
	defer closeAll(all)
	if err != nil {
		return j.explain(err)
	}
	p := &publication{job: j, place: place, previous: previous, rules: rules, indexes: indexes}
	manifest, err := p.publish(all)
	if err != nil {
		return j.explain(err)
	}
	return errors.Join(os.RemoveAll(place.Work()), j.verdict(manifest))
}

// open connects to the services of the datasets.
func (j *job) open(ctx context.Context) error {
	return j.connect(func(service string) (*dataset.Source, error) { return dataset.Connect(ctx, j.r, service) })
}

func closeAll(all []collected) {
	for _, c := range all {
		_ = c.store.Close() // what was worth keeping has been flushed
	}
}

// memory is how much the reading aims to use, beside the program itself: twice
// what eight pages under way need.
const memory = 18 << 20

// collect reads every dataset into the directory of the work.
func (j *job) collect(ctx context.Context, work string) (all []collected, err error) {
	// Pages come and go by the hundred: without this the heap would grow to a
	// multiple of what is in use before it is looked through.
	defer debug.SetGCPercent(debug.SetGCPercent(30))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(memory))
	for _, d := range j.datasets {
		c := collected{dataset: d, started: j.r.Now().UTC(), query: j.queryOf(d), account: j.sources[d.Service()].Account}
		if c.store, err = j.store(work, d.Name); err != nil {
			return all, err
		}
		all = append(all, c)
		switch answers, rows, damaged := c.store.Remembered(); {
		case damaged:
			j.r.Say(j.r.Messages.Text(message.PullDamagedRows, d.Name, answers, rows))
		case answers > 0:
			j.r.Notice(message.PullResumed, d.Name, answers, rows)
		}
		if all[len(all)-1].report, err = j.read(ctx, c, all[:len(all)-1]); err != nil {
			return all, err
		}
	}
	return all, nil
}

// read reads one dataset into its store, after the earlier ones.
func (j *job) read(ctx context.Context, c collected, earlier []collected) (reading.Report, error) {
	parts, err := j.sources[c.dataset.Service()].Parts(ctx, c.dataset, dataset.Filter{OrganisationIDs: c.query.Filters.OrganisationIDs})
	if err != nil {
		return reading.Report{}, err
	}
	progress, end := j.progress()
	defer end()
	reader := reading.Reader{
		Parts: parts, Window: windowOf(c.query.Filters.StartsAt), Middle: j.r.Now().Unix() / 86400 * 86400,
		Key:         func(raw json.RawMessage) (sorted.Key, error) { return c.dataset.KeyOf(raw) },
		Known:       sync.OnceValues(func() (*sorted.IDs, error) { return j.known(c.dataset, earlier) }),
		Concurrency: j.r.Settings.Concurrency, Store: c.store, Progress: progress,
	}
	return reader.Read(ctx)
}

// known gives the ids of a dataset that the previous result has, and those that
// the datasets read before name.
func (j *job) known(d dataset.Dataset, earlier []collected) (*sorted.IDs, error) {
	ids := new(sorted.IDs)
	if j.before != nil {
		before, err := j.before(d)
		if err != nil {
			return nil, err
		}
		if before != nil {
			defer before.Close()
			for {
				mark, err := before.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					return nil, err
				}
				ids.Add(mark.Key.Number)
			}
		}
	}
	for _, other := range earlier {
		names := other.dataset.Mentions(d)
		if names == nil {
			continue
		}
		err := other.store.Each(func(_ sorted.Key, raw []byte) error {
			ids.Add(names(raw)...)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	_ = ids.Len() // it merges what was added: several parts read the set at once
	return ids, nil
}

// progress shows rows as they come, not more often than eyes can follow.
func (j *job) progress() (show func(done, total int), end func()) {
	progress := j.r.Prompt.Progress(false)
	var mu sync.Mutex
	var last time.Time
	return func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		if now := j.r.Now(); now.Sub(last) >= 100*time.Millisecond {
			last = now
			progress.Show(done, total)
		}
	}, progress.End
}

// explain says in the right language why a list cannot be read, and of a lost
// session how to go on.
func (j *job) explain(err error) error {
	if errors.Is(err, guichet.ErrSessionContested) && j.out != "" {
		contested := exit.Refused.Wrap(err).WithHint(message.PullHintContested)
		contested.Err = err
		return contested
	}
	if damaged, ok := errors.AsType[*framed.DamagedError](err); ok {
		return exit.Unexpected.New(message.PullErrDamaged, damaged.Path).WithHint(message.PullHintDamaged)
	}
	var window *reading.WindowError
	if errors.As(err, &window) {
		return exit.Service.New(message.PullErrWindow, window.Part).WithHint(message.PullHintWindow)
	}
	return err
}

// verdict says what is not known to be everything. Rows that a service counts and
// that could not be read are an error always.
func (j *job) verdict(m *result.Manifest) error {
	warned, short := false, false
	for _, d := range j.datasets {
		entry := m.Find(d.Name)
		for _, text := range entry.Warnings {
			j.r.Say(text)
			warned = true
		}
		short = short || entry.Completeness == result.Unknown && d.Strategy() != "unknown"
	}
	switch {
	case short:
		return j.incomplete()
	case warned && j.r.Settings.Strict:
		return exit.Partial.New(message.PullErrStrict)
	}
	return nil
}

// incomplete is the error of a reading that lacks rows.
func (j *job) incomplete() error {
	err := exit.Partial.New(message.PullErrIncomplete).WithHint(message.PullHintIncomplete)
	err.Retryable = true
	return err
}

// completeness is the manifest's word for how completely a dataset was read.
func (c *collected) completeness() string {
	switch {
	case c.report.Unknown || len(c.report.Short) > 0:
		return result.Unknown
	case len(c.report.Unsettled) > 0:
		return result.Moving
	}
	return result.Complete
}

// warnings are what a person should know of a reading.
func (j *job) warnings(c collected) []string {
	warnings := []string{}
	for _, short := range c.report.Short {
		warnings = append(warnings, j.r.Messages.Text(message.PullWarnShort, c.dataset.Name, short.Part, short.Unique, short.Total))
	}
	if c.report.Unknown && len(c.report.Unsettled) == 0 {
		warnings = append(warnings, j.r.Messages.Text(message.PullWarnUnknown, c.dataset.Name))
	}
	for _, change := range c.report.Unsettled {
		if change.Before == change.Total {
			warnings = append(warnings, j.r.Messages.Text(message.PullWarnCount, c.dataset.Name, change.Part, change.Unique, change.Total))
			continue
		}
		warnings = append(warnings, j.r.Messages.Text(message.PullWarnUnsettled, c.dataset.Name, change.Part, change.Unique, change.Before, change.Total))
	}
	slices.Sort(warnings)
	return warnings
}

// fileName is the name of a dataset's file.
func fileName(c collected) string { return dataset.FileName(c.dataset.Name) + "." + c.query.Format }

// indexes opens the indexes of a place.
func (j *job) indexes(place result.Place) (*result.Indexes, error) {
	state, err := j.stateDir()
	if err != nil {
		return nil, err
	}
	indexes, err := result.OpenIndexes(state, place)
	if err == nil && indexes.KeyLost {
		j.r.Say(j.r.Messages.Text(message.PullDamagedKey, state))
	}
	return indexes, err
}

// stateDir is where the indexes of all places are.
func (j *job) stateDir() (string, error) {
	dir, err := j.r.StatePath("pull")
	if err != nil {
		return "", err
	}
	return dir, os.MkdirAll(filepath.Clean(dir), 0o700)
}
