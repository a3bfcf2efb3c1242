package pull

import (
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// publication writes what was collected and puts it in its place.
type publication struct {
	*job
	place    result.Place
	previous *result.Manifest
	rules    row.Rules
	indexes  *result.Indexes
}

func (p *publication) publish(all []collected) (*result.Manifest, error) {
	if err := errors.Join(os.RemoveAll(p.place.Next()), os.Mkdir(p.place.Next(), 0o700)); err != nil {
		return nil, err
	}
	m := &result.Manifest{
		FormatVersion: result.FormatVersion, Tool: "guichet", ToolVersion: p.version,
		Profile: p.r.Settings.Profile, Started: p.began.Started,
	}
	for _, c := range all {
		entry, err := p.write(c)
		if err != nil {
			return nil, err
		}
		m.Datasets = append(m.Datasets, entry)
	}
	if err := p.carry(m); err != nil {
		return nil, err
	}
	sort.Slice(m.Datasets, func(i, j int) bool { return m.Datasets[i].Dataset < m.Datasets[j].Dataset })
	m.Ended = p.r.Now().UTC()
	m.Sum()
	text, err := m.Encode()
	if err == nil {
		err = atomicfile.Write(filepath.Join(p.place.Next(), result.ManifestName), text)
	}
	if err != nil {
		return nil, err
	}
	if err := p.place.Publish(); err != nil {
		return nil, err
	}
	for _, c := range all {
		err = errors.Join(err, p.indexes.Settle(c.dataset.Name))
	}
	return m, err
}

// carry takes over the files of datasets that this pull is not about.
func (p *publication) carry(m *result.Manifest) error {
	if p.previous == nil {
		return nil
	}
	for _, entry := range p.previous.Datasets {
		if m.Find(entry.Dataset) != nil {
			continue
		}
		state, err := p.stateOf(p.place, &entry)
		if err != nil {
			return err
		}
		if state == result.Missing {
			continue
		}
		from, to := filepath.Join(p.place.Dir, entry.File), filepath.Join(p.place.Next(), entry.File)
		if os.Link(from, to) != nil { // a file system without links
			if err := copyFile(from, to); err != nil {
				return err
			}
		}
		m.Datasets = append(m.Datasets, entry)
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// write writes the file of a dataset and compares it with the previous one.
func (p *publication) write(c collected) (result.Entry, error) {
	entry := result.Entry{
		Dataset: c.dataset.Name, Account: c.account, Query: c.query, File: fileName(c),
		SchemaVersion: c.dataset.Version, Completeness: c.completeness(), Started: c.started, Warnings: p.warnings(c),
	}
	entry.Counts.Read = c.report.Read
	// The previous index is opened first: it may have to be moved out of the way.
	before, err := p.before(c.dataset)
	if err != nil {
		return entry, err
	}
	if before != nil {
		defer before.Close()
	}
	index, err := p.indexes.Write(c.dataset.Name)
	if err != nil {
		return entry, err
	}
	marker := p.indexes.Marker(c.dataset.ByTime)
	comparison, err := result.Compare(before, p.gone(c, marker, index), &entry.Counts, &entry.Changes)
	if err != nil {
		return entry, err
	}
	out, err := p.create(c, filepath.Join(p.place.Next(), entry.File))
	if err != nil {
		return entry, err
	}
	err = c.store.Each(func(key sorted.Key, raw []byte) error {
		mark, err := marker.Of(key, raw)
		if err != nil {
			return err
		}
		if err := comparison.Row(mark); err != nil {
			return err
		}
		if err := index.Add(mark); err != nil {
			return err
		}
		return out.row(raw)
	})
	if err == nil {
		err = comparison.End()
	}
	if err = errors.Join(err, out.close()); err != nil {
		return entry, err
	}
	entry.SHA256, entry.Bytes, entry.Ended = hex.EncodeToString(out.sum.Sum(nil)), out.size, p.r.Now().UTC()
	entry.Changes.Appeared, entry.Changes.Vanished = texts(c.report.Appeared), texts(c.report.Vanished)
	return entry, index.Close(entry.SHA256)
}

// gone decides about rows of the previous result that the reading does not have.
// An incomplete reading makes none of them gone without a proof: the index keeps
// the others for the next comparison.
func (p *publication) gone(c collected, marker *result.Marker, index *result.IndexWriter) func(result.Mark) (bool, error) {
	e := p.previous.Find(c.dataset.Name)
	if e == nil || c.report.Unknown {
		return func(result.Mark) (bool, error) { return false, nil }
	}
	covered := result.Coverage(e.Filters, c.query.Filters, c.dataset.ByTime, marker)
	return func(m result.Mark) (bool, error) {
		switch {
		case !covered(m):
			return false, nil
		case c.report.Proves(m.Key.Number):
			return true, nil
		}
		m.Unread = true
		return false, index.Add(m)
	}
}

// texts are ids in order, each once.
func texts(ids []int64) (all []string) {
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if len(all) < result.MaxNamed {
			all = append(all, strconv.FormatInt(id, 10))
		}
	}
	return all
}
