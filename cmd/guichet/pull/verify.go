package pull

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// difference is a row that is no longer as the result has it.
type difference struct {
	Dataset string `json:"dataset"`
	Change  string `json:"change"`
	ID      string `json:"id"`
}

// verification reads again what a directory holds.
type verification struct {
	r       *command.Run
	version string
	place   result.Place
	indexes *result.Indexes
	found   []difference
	counts  result.Counts
	short   bool // a reading lacks rows
}

func verify(ctx context.Context, r *command.Run, cmd *cobra.Command, dir string) error {
	place, err := result.At(dir)
	if err != nil {
		return err
	}
	unlock, err := place.Lock(r.Now())
	if err != nil {
		return err
	}
	defer unlock()
	if err := place.Recover(); err != nil {
		return err
	}
	manifest, err := place.Check()
	if err != nil {
		return err
	}
	if manifest == nil {
		return exit.Usage.New(message.PullErrNoResult, dir)
	}
	v := &verification{r: r, version: cmd.Root().Version, place: place}
	if v.indexes, err = (&job{r: r}).indexes(place); err != nil {
		return err
	}
	defer os.RemoveAll(place.Scratch())
	sources := map[string]*dataset.Source{}
	for i := range manifest.Datasets {
		if err := v.dataset(ctx, manifest, &manifest.Datasets[i], sources); err != nil {
			return err
		}
	}
	return v.verdict()
}

// dataset reads one dataset again and compares it with its file.
func (v *verification) dataset(ctx context.Context, m *result.Manifest, e *result.Entry, sources map[string]*dataset.Source) error {
	d, err := find(v.r, e.Dataset)
	if err != nil {
		return err
	}
	if err := v.file(e); err != nil {
		return err
	}
	before, damaged, err := v.indexes.Previous(v.place.Dir, e, d, result.Intact)
	if err != nil {
		return err
	}
	if damaged {
		v.r.Say(v.r.Messages.Text(message.PullDamagedIndex, d.Name))
	}
	if before == nil {
		return exit.Usage.New(message.PullErrNoIndex, e.File).WithHint(message.PullHintNoIndex)
	}
	defer before.Close()
	j := &job{r: v.r, version: v.version, datasets: []dataset.Dataset{d}, query: e.Query, sources: sources}
	j.before = func(dataset.Dataset) (result.Before, error) {
		before, _, err := v.indexes.Previous(v.place.Dir, e, d, result.Intact)
		return before, err
	}
	if err := j.open(ctx); err != nil {
		return err
	}
	if err := j.checkPrevious(m); err != nil {
		return err
	}
	if err := os.RemoveAll(v.place.Scratch()); err != nil {
		return err
	}
	all, err := j.collect(ctx, v.place.Scratch())
	defer closeAll(all)
	if err != nil {
		return j.explain(err)
	}
	if report := all[0].report; report.Lacks() {
		v.short = true
		for _, text := range j.warnings(all[0]) {
			v.r.Say(text)
		}
	}
	return j.explain(v.compare(all[0], before))
}

// file refuses a file that is not the one that was written.
func (v *verification) file(e *result.Entry) error {
	state, err := result.StateOf(v.place.Dir, e)
	if err != nil || state == result.Intact {
		return err
	}
	return exit.Drift.New(message.PullErrFileChanged, e.File).WithHint(message.PullHintPullAgain, e.Dataset)
}

func (v *verification) compare(c collected, before result.Before) error {
	var counts result.Counts
	var changes result.Changes
	marker := v.indexes.Marker(c.dataset.ByTime)
	gone := func(m result.Mark) (bool, error) { return c.report.Proves(m.Key.Number), nil }
	comparison, err := result.Compare(result.InFile(before), gone, &counts, &changes)
	if err != nil {
		return err
	}
	err = c.store.Each(func(key sorted.Key, raw []byte) error {
		mark, err := marker.Of(key, raw)
		if err != nil {
			return err
		}
		return comparison.Row(mark)
	})
	if err != nil {
		return err
	}
	if err := comparison.End(); err != nil {
		return err
	}
	v.note(c.dataset.Name, "created", changes.Created)
	v.note(c.dataset.Name, "updated", changes.Updated)
	v.note(c.dataset.Name, "gone", changes.Gone)
	v.counts.Created += counts.Created
	v.counts.Updated += counts.Updated
	v.counts.Gone += counts.Gone
	return nil
}

func (v *verification) note(name, change string, ids []string) {
	for _, id := range ids {
		v.found = append(v.found, difference{name, change, id})
	}
}

// verdict shows the differences; the line on stderr names the first of them.
func (v *verification) verdict() error {
	err := show(v.r, v.found, "id", "dataset", "change", "id")
	switch {
	case err != nil:
		return err
	case v.short:
		return (&job{r: v.r}).incomplete()
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
