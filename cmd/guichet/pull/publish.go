package pull

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/internal/joined"
)

// publish writes what was collected and puts it in its place.
func (j *job) publish(all []*collected) (*result.Manifest, error) {
	next := j.place.Next()
	if err := joined.Errors(os.RemoveAll(next), os.Mkdir(next, 0o700)); err != nil {
		return nil, err
	}
	m := &result.Manifest{
		FormatVersion: result.FormatVersion, Tool: "guichet", ToolVersion: j.version,
		Profile: j.r.Settings.Profile, Started: j.began.Started, Datasets: make([]result.Entry, len(all)),
	}
	for i, c := range all {
		j.metrics.turn(c.dataset.Name)
		if err := j.write(c, &m.Datasets[i]); err != nil {
			return nil, err
		}
	}
	j.metrics.turn("")
	if err := j.carry(m); err != nil {
		return nil, err
	}
	sort.Slice(m.Datasets, func(a, b int) bool { return m.Datasets[a].Dataset < m.Datasets[b].Dataset })
	if err := j.writeLoad(m); err != nil {
		return nil, err
	}
	m.Ended = j.r.Now().UTC()
	m.Sum()
	text, err := m.Encode()
	if err == nil {
		err = atomicfile.Write(filepath.Join(next, result.ManifestName), text)
	}
	if err == nil {
		err = j.place.Publish()
	}
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if !c.hidden {
			err = joined.Errors(err, j.indexes.Settle(c.dataset.Name))
		}
	}
	return m, err
}

// carry takes over the files of datasets that this pull is not about.
func (j *job) carry(m *result.Manifest) error {
	if j.place.Previous == nil {
		return nil
	}
	for _, entry := range j.place.Previous.Datasets {
		if m.Find(entry.Dataset) != nil {
			continue
		}
		sum, _, err := j.sumOf(j.place.Dir, &entry)
		if err != nil {
			return err
		}
		if sum == "" {
			continue
		}
		for _, file := range entry.Files() {
			from, to := filepath.Join(j.place.Dir, file.Name), filepath.Join(j.place.Next(), file.Name)
			if os.Link(from, to) != nil { // a file system without links
				if err := copyFile(from, to); err != nil {
					return err
				}
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
	return atomicfile.WriteFrom(to, func(out io.Writer) error {
		_, err := io.Copy(out, in)
		return err
	})
}

// write writes the file of a dataset and compares it with the previous one.
func (j *job) write(c *collected, entry *result.Entry) error {
	*entry = result.Entry{
		Dataset: c.dataset.Name, Account: c.account, Query: c.query,
		SchemaVersion: c.dataset.Version, Completeness: c.completeness(), Started: c.started, Warnings: c.warnings(j.r.Messages),
	}
	var before *result.Marks
	var index *result.IndexWriter
	var err error
	if !c.hidden {
		// The previous index is opened first: it may have to be moved out of the way.
		if before, err = j.before(&c.dataset); err != nil {
			return err
		}
		if before != nil {
			defer before.Close()
		}
		if index, err = j.indexes.Write(c.dataset.Name); err != nil {
			return err
		}
	}
	out, err := j.create(c, entry)
	if err != nil {
		_, closing := out.close()
		return joined.Errors(err, closing)
	}
	comparison := result.Comparison{Before: before, Marker: j.indexes.Marker(c.dataset.ByTime), Index: index, Proves: c.report.Proves}
	comparison.Covered = func(result.Mark) bool { return false }
	e := j.place.Previous.Find(c.dataset.Name)
	// Another share has other rows.
	if e != nil && !c.report.Unknown && (c.query.Partition == "" || c.query.Partition == e.Partition) {
		comparison.Covered = result.Coverage(&e.Filters, &c.query.Filters, c.dataset.ByTime, comparison.Marker)
	}
	err = comparison.Of(c.each, out.row)
	files, closing := out.close()
	if err = joined.Errors(err, closing); err != nil {
		return err
	}
	if out.tables != nil && out.tables.Unfit > 0 {
		entry.Warnings = append(entry.Warnings, j.r.Messages.Text(message.PullWarnUnfit, c.dataset.Name, out.tables.Unfit))
	}
	entry.Counts, entry.Changes = comparison.Counts, comparison.Changes
	entry.Counts.Read = c.report.Read
	entry.Changes.Appeared, entry.Changes.Vanished = texts(c.report.Appeared), texts(c.report.Vanished)
	entry.File, entry.SHA256, entry.Bytes, entry.More = files[0].Name, files[0].SHA256, files[0].Bytes, files[1:]
	entry.Ended = j.r.Now().UTC()
	if c.query.Partition != "" {
		entry.Shared = &result.Shared{Organisations: j.dealt[c.dataset.Name], PseudonymKey: keyID(j.rules.Key), Report: c.report}
	}
	if index == nil {
		return nil
	}
	return index.Close(entry.Digest())
}

// texts are ids in order, each once, and not more of them than a manifest names.
func texts(ids []int64) (all []string) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for _, id := range ids[:min(len(ids), result.MaxNamed)] {
		all = append(all, strconv.FormatInt(id, 10))
	}
	return all
}
