package pull

import (
	"context"
	"reflect"
	"slices"
	"sort"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// share is a dataset in the directory of a share.
type share struct {
	_ incomparable.Field

	number result.Share
	*result.Entry
	given string // the directory as it was given
	dir   string
}

// merge makes one result of the shares in some directories. Everything is checked, every
// row of every share too, before the result is touched.
func (j *job) merge(ctx context.Context, dirs []string) error {
	out, err := result.Look(j.out)
	if err != nil {
		return err
	}
	shares, err := j.shares(dirs, out.Dir)
	if err != nil {
		return err
	}
	var all []*collected
	for i, d := range j.datasets {
		c := &collected{dataset: d}
		all = append(all, c)
		if err := j.join(ctx, c, shares[d.Name]); err != nil {
			return err
		}
		if i == 0 || c.started.Before(j.began.Started) {
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
func (j *job) shares(dirs []string, out string) (map[string][]*share, error) {
	all := map[string][]*share{}
	for _, given := range dirs {
		place, err := result.At(given)
		if err != nil {
			return nil, err
		}
		m, err := result.ReadManifest(place.Dir)
		switch {
		case err != nil:
			return nil, err
		case m == nil:
			return nil, exit.Usage.New(message.PullErrNoResult, given)
		case place.Dir == out:
			return nil, exit.Usage.New(message.PullErrMergeOut, given).WithHint(message.PullHintOtherDir)
		}
		for i := range m.Datasets {
			s := &share{Entry: &m.Datasets[i], given: given, dir: place.Dir}
			if s.number, _ = result.ParseShare(s.Partition); s.Shared == nil {
				return nil, unmergeable(message.PullErrNoShare, given, s.Dataset)
			}
			if all[s.Dataset] == nil {
				d, err := find(s.Dataset)
				if err != nil {
					return nil, err
				}
				j.datasets = append(j.datasets, d)
			}
			all[s.Dataset] = append(all[s.Dataset], s)
		}
	}
	for _, shares := range all {
		if err := whole(shares); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// unmergeable is a refusal of some shares.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func unmergeable(key message.Key, texts ...string) error {
	args := make([]any, len(texts))
	for i, text := range texts {
		args[i] = text
	}
	return exit.Usage.New(key, args...).WithHint(message.PullHintShares)
}

// whole puts the shares of a dataset in order, and refuses them unless each is there
// once and all are of one pull.
func whole(shares []*share) error {
	sort.SliceStable(shares, func(a, b int) bool { return shares[a].number.Index < shares[b].number.Index })
	first := shares[0]
	for i := range max(first.number.Of, len(shares)) {
		want := result.Share{Index: i + 1, Of: first.number.Of}
		if i == len(shares) || shares[i].number.Index > want.Index {
			return unmergeable(message.PullErrShareMissing, want.String(), first.Dataset)
		}
		s := shares[i]
		if differs := first.differs(s); differs != "" {
			return unmergeable(message.PullErrShareUnequal, first.given, s.given, s.Dataset, differs)
		}
		if s.number != want {
			return unmergeable(message.PullErrShareTwice, s.Partition, s.Dataset, shares[i-1].given, s.given)
		}
	}
	return nil
}

// differs names what two shares of one pull would have in common and these have not, ""
// for nothing. The same window may have been written in two ways.
func (s *share) differs(other *share) string {
	a, b := s.Query, other.Query
	bounds := [2]result.Bounds{a.Filters.StartsAt, b.Filters.StartsAt}
	for _, q := range []*result.Query{&a, &b} {
		q.Partition, q.Filters.From, q.Filters.To, q.Filters.StartsAt = "", "", "", result.Bounds{}
	}
	switch {
	case s.number.Of != other.number.Of:
		return "--partition"
	case s.Account != other.Account || s.SchemaVersion != other.SchemaVersion:
		return "origin, agent, schema_version"
	case !reflect.DeepEqual(bounds[0], bounds[1]):
		return "--from, --to"
	case !reflect.DeepEqual(a, b):
		return "--organisation-id, --fields, --mask, --pseudonymise"
	case s.Shared.PseudonymKey != other.Shared.PseudonymKey:
		return "GUICHET_PSEUDONYM_KEY"
	case !slices.Equal(s.Shared.Organisations, other.Shared.Organisations):
		return "organisations"
	}
	return ""
}

// join fills in what the shares of a dataset are together. It reads them to their end.
func (j *job) join(ctx context.Context, c *collected, shares []*share) error {
	first := shares[0].Entry
	c.started, c.account, c.query = first.Started, first.Account, first.Query
	c.rules = row.Rules{Fields: first.Fields} // the rows are masked already
	q := &c.query
	q.Partition, q.Format, q.Dialect, q.Unsafe = "", j.query.Format, j.query.Dialect, j.query.Unsafe
	c.hidden = len(q.Fields)+len(q.Mask)+len(q.Pseudonyms) > 0
	// What was read last counts.
	sort.SliceStable(shares, func(a, b int) bool { return shares[a].Started.Before(shares[b].Started) })
	c.started = shares[0].Started
	reports := make([]*reading.Report, len(shares))
	for i, s := range shares {
		reports[i] = &s.Shared.Report
	}
	c.each = func(visit func(sorted.Key, []byte) error) error {
		_, err := eachRow(ctx, &c.dataset, shares, visit)
		return err
	}
	unique := 0
	twice, err := eachRow(ctx, &c.dataset, shares, func(sorted.Key, []byte) error {
		unique++
		return nil
	})
	c.report = reading.Join(reports, unique, twice)
	return err
}
