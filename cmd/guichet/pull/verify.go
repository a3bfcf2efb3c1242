package pull

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// difference is a row that is no longer as the result has it.
type difference struct {
	Dataset string `json:"dataset"`
	Change  string `json:"change"`
	ID      string `json:"id"`
}

// verification reads again what a directory holds.
type verification struct {
	*job
	found  []difference
	counts result.Counts
	short  bool // a reading lacks rows
}

func (j *job) verify(ctx context.Context) (err error) {
	if j.place, err = result.TakeExisting(j.out, j.r.Now()); err != nil {
		return err
	}
	defer j.place.Unlock()
	if j.place.Previous == nil {
		return exit.Usage.New(message.PullErrNoResult, j.out)
	}
	m := j.place.Previous
	if wrong, err := m.WrongLoad(j.place.Dir); err != nil {
		return err
	} else if wrong {
		return exit.Drift.New(message.PullErrFileChanged, m.Load.Name).WithHint(message.PullHintPullAgain, m.Datasets[0].Dataset)
	}
	if err := j.openIndexes(); err != nil {
		return err
	}
	defer os.RemoveAll(j.place.Scratch())
	v := &verification{job: j}
	for i := range m.Datasets {
		if err := v.dataset(ctx, &m.Datasets[i]); err != nil {
			return err
		}
	}
	return v.verdict()
}

// dataset reads one dataset again and compares it with its file.
func (v *verification) dataset(ctx context.Context, e *result.Entry) error {
	d, err := find(e.Dataset)
	if err != nil {
		return err
	}
	sum, wrong, err := result.SumOf(v.place.Dir, e)
	if err != nil {
		return err
	}
	if wrong != nil {
		return exit.Drift.New(message.PullErrFileChanged, wrong[0]).WithHint(message.PullHintPullAgain, e.Dataset)
	}
	v.sums[d.Name] = sum
	before, err := v.before(&d)
	if err != nil {
		return err
	}
	if before == nil {
		return exit.Usage.New(message.PullErrNoIndex, e.File).WithHint(message.PullHintNoIndex)
	}
	defer before.Close()
	v.datasets, v.query = []dataset.Dataset{d}, e.Query
	if err := v.open(ctx); err != nil {
		return err
	}
	if err := os.RemoveAll(v.place.Scratch()); err != nil {
		return err
	}
	all, err := v.collect(ctx, v.place.Scratch(), nil)
	defer closeAll(all)
	if err != nil {
		return err
	}
	return v.compare(all[0], before)
}

func (v *verification) compare(c *collected, before *result.Marks) error {
	if c.report.Lacks() {
		v.short = true
		for _, text := range c.warnings(v.r.Messages) {
			v.r.Say(text)
		}
	}
	comparison := result.Comparison{
		Before: before, Marker: v.indexes.Marker(c.dataset.ByTime),
		Covered: func(result.Mark) bool { return true }, Proves: c.report.Proves,
	}
	if err := comparison.Of(c.store.Each, func([]byte, bool) error { return nil }); err != nil {
		return err
	}
	for _, change := range []struct {
		name string
		ids  []string
	}{{"created", comparison.Changes.Created}, {"updated", comparison.Changes.Updated}, {"gone", comparison.Changes.Gone}} {
		for _, id := range change.ids {
			v.found = append(v.found, difference{c.dataset.Name, change.name, id})
		}
	}
	v.counts.Add(comparison.Counts)
	return nil
}

// verdict shows the differences; the line on stderr names the first of them.
func (v *verification) verdict() error {
	var err error
	if len(v.found) > 0 || v.r.Settings.Output != "table" || v.r.Settings.JQ != "" { // a table of nothing says less than the sentence below
		err = show(v.r, v.found, "id", "dataset", "change", "id")
	}
	switch {
	case err != nil:
		return err
	case v.short:
		return incomplete()
	case len(v.found) == 0 && v.r.ErrTerminal:
		v.r.Notice(message.PullSame)
		return nil
	case len(v.found) == 0:
		return nil
	}
	const named = 10
	var first []string
	for _, d := range v.found[:min(named, len(v.found))] {
		first = append(first, fmt.Sprintf("%s %s %s", d.Dataset, d.ID, d.Change))
	}
	if len(v.found) > named {
		first = append(first, "…")
	}
	return exit.Drift.New(message.PullErrDrift, v.counts.Created, v.counts.Updated, v.counts.Gone, strings.Join(first, ", "))
}
