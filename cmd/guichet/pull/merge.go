package pull

import (
	"context"
	"reflect"
	"slices"
	"sort"
	"strconv"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// share is a dataset in the directory of a share.
type share struct {
	dir   string // as it was given
	place result.Place
	entry *result.Entry
}

// merge makes one result of the shares in some directories. Everything is checked, every
// row of every share too, before the result is touched.
func (j *job) merge(_ context.Context, dirs []string) (err error) {
	out, err := result.Look(j.out)
	if err != nil {
		return err
	}
	shares, err := j.shares(dirs, out)
	if err != nil {
		return err
	}
	var all []collected
	for _, d := range j.datasets {
		c, err := j.join(d, shares[d.Name])
		if err != nil {
			return err
		}
		if all = append(all, c); j.began.Started.IsZero() || c.started.Before(j.began.Started) {
			j.began.Started = c.started
		}
		j.sources[d.Service()] = &dataset.Source{Account: c.account}
	}
	if j.place, err = result.Take(j.out, j.r.Now()); err != nil {
		return err
	}
	defer j.place.Unlock()
	if err := j.sameSource(); err != nil {
		return err
	}
	if err := j.openIndexes(); err != nil {
		return err
	}
	m, err := j.publish(all)
	if err != nil {
		return err
	}
	j.tell(m)
	return j.verdict(m)
}

// shares finds the shares of each dataset, in their order, and refuses them unless each
// is there once and all are of one pull.
func (j *job) shares(dirs []string, out result.Place) (map[string][]share, error) {
	all := map[string][]share{}
	for _, dir := range dirs {
		place, err := result.At(dir)
		if err != nil {
			return nil, err
		}
		if place.Dir == out.Dir {
			return nil, exit.Usage.New(message.PullErrMergeOut, dir).WithHint(message.PullHintOtherDir)
		}
		m, err := result.ReadManifest(place.Dir)
		if err != nil {
			return nil, err
		}
		if m == nil {
			return nil, exit.Usage.New(message.PullErrNoResult, dir)
		}
		for i := range m.Datasets {
			e := &m.Datasets[i]
			if e.Shared == nil {
				return nil, exit.Usage.New(message.PullErrNoShare, dir, e.Dataset).WithHint(message.PullHintShares)
			}
			if all[e.Dataset] == nil {
				d, err := find(e.Dataset)
				if err != nil {
					return nil, err
				}
				j.datasets = append(j.datasets, d)
			}
			all[e.Dataset] = append(all[e.Dataset], share{dir, place, e})
		}
	}
	for _, d := range j.datasets {
		if err := whole(d.Name, all[d.Name]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// whole puts the shares of a dataset in order, and refuses them unless each is there
// once and all are of one pull.
func whole(name string, shares []share) error {
	sort.SliceStable(shares, func(a, b int) bool { return shares[a].number().Index < shares[b].number().Index })
	first := shares[0]
	of := first.number().Of
	for _, s := range shares[1:] {
		if differs := first.differs(s); differs != "" {
			return exit.Usage.New(message.PullErrShareUnequal, first.dir, s.dir, name, differs).WithHint(message.PullHintUnequal)
		}
	}
	for i := range max(of, len(shares)) {
		want := result.Share{Index: i + 1, Of: of}
		switch {
		case i > 0 && i < len(shares) && shares[i].number() == shares[i-1].number():
			return exit.Usage.New(message.PullErrShareTwice, shares[i].number(), name, shares[i-1].dir, shares[i].dir).WithHint(message.PullHintShares)
		case i == len(shares) || shares[i].number() != want:
			return exit.Usage.New(message.PullErrShareMissing, want, name).WithHint(message.PullHintShares)
		}
	}
	return nil
}

func (s share) number() result.Share {
	number, _ := result.ParseShare(s.entry.Partition) // the manifest has a checksum
	return number
}

// differs names what two shares of one pull have in common and these two have not; ""
// for nothing. Where the window is the same, it may have been written in another way.
func (s share) differs(other share) string {
	a, b := s.entry, other.entry
	for _, part := range []struct {
		name string
		a, b any
	}{
		{"partition", s.number().Of, other.number().Of},
		{"origin, agent", a.Account, b.Account},
		{"from, to", a.Filters.StartsAt, b.Filters.StartsAt},
		{"organisations", a.Shared.Organisations, b.Shared.Organisations},
		{"organisation-id", a.Filters.OrganisationIDs, b.Filters.OrganisationIDs},
		{"fields", a.Fields, b.Fields},
		{"mask", a.Mask, b.Mask},
		{"pseudonymise", a.Pseudonyms, b.Pseudonyms},
		{"GUICHET_PSEUDONYM_KEY", a.Shared.PseudonymKey, b.Shared.PseudonymKey},
		{"schema_version", a.SchemaVersion, b.SchemaVersion},
	} {
		if !reflect.DeepEqual(part.a, part.b) {
			return part.name
		}
	}
	return ""
}

// join is what the shares of a dataset are together. It reads them to their end.
func (j *job) join(d dataset.Dataset, shares []share) (collected, error) {
	first := shares[0].entry
	c := collected{dataset: d, started: first.Started, query: first.Query, account: first.Account}
	c.query.Partition, c.query.Format = "", j.query.Format
	c.query.Dialect, c.query.Unsafe = j.query.Dialect, j.query.Unsafe
	c.rules = row.Rules{Fields: first.Fields} // the shares are masked already
	c.hidden = len(first.Fields)+len(first.Mask)+len(first.Pseudonyms) > 0
	rows := shareRows{d, slices.Clone(shares)}
	sort.SliceStable(rows.shares, func(a, b int) bool { return rows.shares[a].entry.Started.Before(rows.shares[b].entry.Started) })
	c.each = func(visit func(sorted.Key, []byte) error) error {
		_, err := rows.each(visit)
		return err
	}
	unique := 0
	twice, err := rows.each(func(sorted.Key, []byte) error {
		unique++
		return nil
	})
	if err != nil {
		return c, err
	}
	var reports []*reading.Report
	read := 0
	var appeared, vanished []int64
	for _, s := range shares {
		if s.entry.Started.Before(c.started) {
			c.started = s.entry.Started
		}
		reports = append(reports, &s.entry.Shared.Report)
		read += s.entry.Counts.Read
		appeared = append(appeared, ids(s.entry.Changes.Appeared)...)
		vanished = append(vanished, ids(s.entry.Changes.Vanished)...)
	}
	c.report = reading.Join(reports, unique, twice)
	c.report.Read, c.report.Appeared, c.report.Vanished = read, appeared, vanished
	return c, nil
}

// ids reads what [texts] wrote.
func ids(texts []string) (all []int64) {
	for _, text := range texts {
		id, _ := strconv.ParseInt(text, 10, 64) // the manifest has a checksum
		all = append(all, id)
	}
	return all
}
