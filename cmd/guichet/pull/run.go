package pull

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/joined"
)

// run pulls into a directory.
func (j *job) run(ctx context.Context) (err error) {
	// What is refused before the place is taken leaves no lock behind.
	if _, err := result.Look(j.out); err != nil {
		return err
	}
	if err := j.findKey(ctx); err != nil {
		return err
	}
	if err := j.connect(ctx); err != nil {
		return err
	}
	if j.place, err = result.Take(j.out, j.r.Now()); err != nil {
		return err
	}
	defer j.place.Unlock()
	if err := j.sameSource(); err != nil {
		return err
	}
	resumed, err := j.begin(j.place.Work())
	if err != nil {
		return err
	}
	manifest := j.place.Previous
	// A pull can end just after it has published.
	if !resumed || manifest == nil || !manifest.Started.Equal(j.began.Started) {
		if manifest, err = j.pull(ctx); err != nil {
			return err
		}
	}
	j.tell(manifest)
	return joined.Errors(os.RemoveAll(j.place.Work()), j.verdict(manifest))
}

// pull reads the datasets and publishes them.
func (j *job) pull(ctx context.Context) (*result.Manifest, error) {
	if err := j.openIndexes(); err != nil {
		return nil, err
	}
	all, err := j.collect(ctx, j.place.Work(), nil)
	defer closeAll(all)
	if errors.Is(err, guichet.ErrSessionContested) {
		return nil, exit.Remote(err, exit.Situation{}).WithHint(message.PullHintContested)
	}
	if err != nil {
		return nil, err
	}
	return j.publish(all)
}

// open connects to the services of the datasets, and refuses a directory whose result
// is of another service or agent.
func (j *job) open(ctx context.Context) error {
	if err := j.connect(ctx); err != nil {
		return err
	}
	return j.sameSource()
}

func (j *job) connect(ctx context.Context) (err error) {
	for _, d := range j.datasets {
		if j.sources[d.Service()] == nil {
			if j.sources[d.Service()], err = dataset.Connect(ctx, j.r, d.Service()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (j *job) sameSource() error {
	if j.place.Previous == nil {
		return nil
	}
	for _, entry := range j.place.Previous.Datasets {
		d, ok := dataset.Find(entry.Dataset)
		if !ok || j.sources[d.Service()] == nil {
			continue
		}
		now := j.sources[d.Service()].Account
		if entry.Origin != now.Origin {
			return exit.Usage.New(message.PullErrOrigin, entry.Dataset, entry.Origin, now.Origin).WithHint(message.PullHintOtherDir)
		}
		if entry.Agent != "" && now.Agent != "" && entry.Agent != now.Agent {
			return exit.Usage.New(message.PullErrAgent, entry.Dataset, entry.Agent, now.Agent).WithHint(message.PullHintOtherDir)
		}
	}
	return nil
}

// collected is a dataset and its rows.
type collected struct {
	dataset dataset.Dataset
	store   *reading.Store // nil for rows of shares
	report  reading.Report
	started time.Time
	query   result.Query
	account dataset.Account
	each    eachRowOf
	// rules are what is still to be done to the rows.
	rules row.Rules
	// hidden says that the rows lack fields of the service: they cannot be compared
	// with whole ones.
	hidden bool
}

// eachRowOf calls visit for each row in the order of the keys, each key once.
type eachRowOf = func(visit func(sorted.Key, []byte) error) error

func closeAll(all []*collected) {
	for _, c := range all {
		_ = c.store.Close() // what was worth keeping has been flushed
	}
}

// memory is how much the reading aims to use, in bytes: the rows of a run, and the pages
// of eight requests under way. With the program itself that stays below 48 MiB.
const memory = 32 << 20

// collect reads every dataset into the directory of the work. then, when not nil, is
// called after each.
func (j *job) collect(ctx context.Context, work string, then func(*collected) error) (all []*collected, err error) {
	// Pages come and go by the hundred: near the limit they are collected more often.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(memory))
	defer j.metrics.turn("")
	for _, d := range j.datasets {
		j.metrics.turn(d.Name)
		c := &collected{dataset: d, started: j.r.Now().UTC(), query: j.queryOf(d), account: j.sources[d.Service()].Account, rules: j.rules}
		if c.store, err = reading.OpenStore(filepath.Join(work, dataset.FileName(d.Name)), j.began.reading(d.Name), j.r.Now); err != nil {
			return all, err
		}
		c.each = c.store.Each
		switch answers, rows, damaged := c.store.Remembered(); {
		case damaged:
			j.say(message.PullDamagedRows, d.Name, answers, rows)
		case answers > 0:
			j.r.Notice(message.PullResumed, d.Name, answers, rows)
		}
		c.report, err = j.read(ctx, c, all)
		if err == nil && then != nil {
			err = then(c)
		}
		if all = append(all, c); err != nil {
			return all, err
		}
	}
	return all, nil
}

// parts are the lists that a dataset consists of.
func (j *job) parts(ctx context.Context, d dataset.Dataset, q result.Query) ([]reading.Part, error) {
	return j.sources[d.Service()].Parts(ctx, d, dataset.Filter{OrganisationIDs: q.Filters.OrganisationIDs})
}

// read reads one dataset into its store, after the earlier ones.
func (j *job) read(ctx context.Context, c *collected, earlier []*collected) (reading.Report, error) {
	parts, err := j.parts(ctx, c.dataset, c.query)
	if err != nil {
		return reading.Report{}, err
	}
	parts = j.deal(c.dataset, parts)
	if c.dataset.ByTime {
		cuts := j.indexes.Cuts(c.dataset.Name)
		for i := range parts {
			parts[i].Cuts = cuts[parts[i].Name]
		}
	}
	progress, end := j.progress(message.NounOf(c.dataset.Name))
	defer end()
	reader := reading.Reader{
		Parts: parts, Window: c.query.Filters.StartsAt.Window(), Middle: j.r.Now().Unix() / 86400 * 86400,
		Key:         func(raw json.RawMessage) (sorted.Key, error) { return c.dataset.KeyOf(raw) },
		Known:       sync.OnceValues(func() (*sorted.IDs, error) { return j.known(&c.dataset, earlier) }),
		Concurrency: j.r.Settings.Concurrency, Store: c.store, Progress: progress,
	}
	report, err := reader.Read(ctx)
	if err == nil && c.dataset.ByTime {
		err = j.indexes.KeepCuts(c.dataset.Name, report.Cuts)
	}
	return report, err
}

// known gives the ids of a dataset that the previous result has, and those that
// the datasets read before name.
func (j *job) known(d *dataset.Dataset, earlier []*collected) (*sorted.IDs, error) {
	ids := new(sorted.IDs)
	before, err := j.before(d)
	if err != nil {
		return nil, err
	}
	if before != nil {
		defer before.Close()
		mark, err := before.Next()
		for ; err == nil; mark, err = before.Next() {
			ids.Add(mark.Key.Number)
		}
		if !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	for _, other := range earlier {
		names := other.dataset.Mentions(d.Name)
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
func (j *job) progress(noun message.Key) (show func(done, total int), end func()) {
	progress := j.r.Prompt.Progress(false)
	progress.Noun = noun
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
