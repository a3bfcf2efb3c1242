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
	"github.com/guichet-go/guichet/internal/incomparable"
)

// share is a dataset in the directory of a share.
type share struct {
	_ incomparable.Field

	result.Share
	*result.Entry
	given string // the directory as it was given
	dir   string
}

// merge makes one result of the shares in some directories. Everything is checked, every
// row of every share too, before the result is touched.
func (j *job) merge(_ context.Context, dirs []string) error {
	out, err := result.Look(j.out)
	if err != nil {
		return err
	}
	shares, err := j.shares(dirs, out.Dir)
	if err != nil {
		return err
	}
	var all []collected
	for _, d := range j.datasets {
		c := collected{dataset: d, rules: row.Rules{Fields: shares[d.Name][0].Fields}} // they are masked already
		if err := j.join(&c, shares[d.Name]); err != nil {
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
			return nil, unmergeable(message.PullHintOtherDir, message.PullErrMergeOut, given)
		}
		for i := range m.Datasets {
			s := &share{Entry: &m.Datasets[i], given: given, dir: place.Dir}
			if s.Share, _ = result.ParseShare(s.Partition); s.Shared == nil {
				return nil, unmergeable(message.PullHintShares, message.PullErrNoShare, given, s.Dataset)
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
	for _, d := range j.datasets {
		if err := whole(all[d.Name]); err != nil {
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
func unmergeable(hint, key message.Key, args ...any) error {
	return exit.Usage.New(key, args...).WithHint(hint)
}

// whole puts the shares of a dataset in order, and refuses them unless each is there
// once and all are of one pull.
func whole(shares []*share) error {
	sort.SliceStable(shares, func(a, b int) bool { return shares[a].Index < shares[b].Index })
	first := shares[0]
	for i := range max(first.Of, len(shares)) {
		if i >= len(shares) || shares[i].Index > i+1 {
			return unmergeable(message.PullHintShares, message.PullErrShareMissing, result.Share{Index: i + 1, Of: first.Of}.String(), first.Dataset)
		}
		s := shares[i]
		if name := first.differs(s); name != "" {
			return unmergeable(message.PullHintUnequal, message.PullErrShareUnequal, first.given, s.given, s.Dataset, name)
		}
		if s.Index <= i {
			return unmergeable(message.PullHintShares, message.PullErrShareTwice, s.Partition, s.Dataset, shares[i-1].given, s.given)
		}
	}
	return nil
}

// terms are what all shares of a pull have in common. The window may have been written
// in several ways.
func (s *share) terms() (names [10]string, values [10]any) {
	f := &s.Filters
	return [...]string{"partition", "origin, agent", "--organisation-id", "--from, --to", "--fields", "--mask", "--pseudonymise", "GUICHET_PSEUDONYM_KEY", "organisations", "schema_version"},
		[...]any{s.Of, s.Account, f.OrganisationIDs, f.StartsAt, s.Fields, s.Mask, s.Pseudonyms, s.Shared.PseudonymKey, s.Shared.Organisations, s.SchemaVersion}
}

// differs names the first of the terms in which two shares differ, "" for none.
func (s *share) differs(other *share) string {
	names, mine := s.terms()
	_, theirs := other.terms()
	for i, name := range names {
		if !reflect.DeepEqual(mine[i], theirs[i]) {
			return name
		}
	}
	return ""
}

// join fills in what the shares of a dataset are together. It reads them to their end.
func (j *job) join(c *collected, shares []*share) error {
	first := shares[0]
	c.started, c.query, c.account = first.Started, first.Query, first.Account
	q := &c.query
	q.Partition, q.Format, q.Dialect, q.Unsafe = "", j.query.Format, j.query.Dialect, j.query.Unsafe
	c.hidden = len(q.Fields)+len(q.Mask)+len(q.Pseudonyms) > 0
	var reports []*reading.Report
	var sum reading.Report
	for _, s := range shares {
		if s.Started.Before(c.started) {
			c.started = s.Started
		}
		reports = append(reports, &s.Shared.Report)
		sum.Read += s.Counts.Read
		sum.Appeared = append(sum.Appeared, ids(s.Changes.Appeared)...)
		sum.Vanished = append(sum.Vanished, ids(s.Changes.Vanished)...)
	}
	shares = slices.Clone(shares)
	sort.SliceStable(shares, func(a, b int) bool { return shares[a].Started.Before(shares[b].Started) })
	c.each = func(visit func(sorted.Key, []byte) error) error {
		_, err := eachRow(c.dataset, shares, visit)
		return err
	}
	unique := 0
	twice, err := eachRow(c.dataset, shares, func(sorted.Key, []byte) error {
		unique++
		return nil
	})
	c.report = reading.Join(reports, unique, twice)
	c.report.Read, c.report.Appeared, c.report.Vanished = sum.Read, sum.Appeared, sum.Vanished
	return err
}

// ids reads what [texts] wrote.
func ids(texts []string) (all []int64) {
	for _, text := range texts {
		id, _ := strconv.ParseInt(text, 10, 64) // the manifest has a checksum
		all = append(all, id)
	}
	return all
}
