package pull

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/singer"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// stream is one stream that is being written.
type stream struct {
	*tap
	*collected
	shape
	before    singer.Bookmark // of the earlier run
	version   int64           // of the rows
	extracted string
}

// deletedAt is the field in which targets look for the rows that are gone.
const deletedAt = "_sdc_deleted_at"

// oldest is the version of rows before any version was activated.
const oldest = 1

// stream writes the messages of one stream, and the state after it. It returns how many
// moments could not be read.
func (t *tap) stream(c *collected) (unread int, err error) {
	s := &stream{tap: t, collected: c, before: t.state.Bookmarks[c.dataset.Name], extracted: c.started.Format(time.RFC3339)}
	b := singer.Bookmark{PulledAt: s.extracted, Version: s.before.Version}
	if err = s.describe(); err == nil && s.schema != nil {
		err = t.out.Schema(streamName(&c.dataset), s.schema, []string{s.key}, s.bookmarks())
	}
	switch {
	case err != nil || s.schema == nil:
	case c.dataset.Open:
		b.Key = s.key
		err = c.store.Each(func(_ sorted.Key, raw []byte) error { return s.row(raw) })
	default:
		err = s.compared(&b)
	}
	if err != nil {
		return 0, err
	}
	if !c.report.Lacks() { // the next run would begin after what is missing
		if c.dataset.ByTime {
			b.StartsAt = s.extracted
			if c.query.Filters.StartsAt.Window().To < c.started.Unix() {
				b.StartsAt = c.query.Filters.StartsAt.Before
			}
		}
		t.state.Bookmarks[c.dataset.Name] = b
	}
	return s.unread, t.out.State(t.state)
}

// streamName is the name of a stream, from which targets make those of tables and
// indexes: PipelineWise cannot with a colon, and takes what stands before a dash for the
// name of a schema.
func streamName(d *dataset.Dataset) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, d.Name)
}

// row writes a row.
func (s *stream) row(raw []byte) error {
	raw, err := s.sent(raw)
	if err == nil {
		err = s.out.Record(raw, s.extracted, s.version)
	}
	return err
}

// compared writes the rows of a stream, and which rows of the earlier run are gone. A
// target that has all rows of a new version removes the others itself. Until then, all
// rows are of the version that it has: some targets hide the rows of a newer one.
func (s *stream) compared(b *singer.Bookmark) error {
	f, complete := &s.query.Filters, s.completeness() == result.Complete
	whole := len(f.OrganisationIDs) == 0 && f.StartsAt.Window() == page.Window{From: page.OpenFrom, To: page.OpenTo}
	s.version = max(s.before.Version, oldest)
	earlier, asked := s.version, fmt.Sprint(f.OrganisationIDs)
	activates := whole && complete
	if activates {
		s.version = max(s.before.Version+1, s.started.UnixMilli())
		b.Version = s.version
	}
	before, err := s.earlier(asked, activates)
	if err != nil {
		return err
	}
	if before != nil {
		defer before.Close()
	}
	b.Index = s.started.Format("20060102T150405.000000000")
	index, err := s.indexes.Write(s.indexName(b.Index))
	if err != nil {
		return err
	}
	comparison := result.Comparison{Before: before, Marker: s.indexes.Marker(s.dataset.ByTime), Index: index, Carry: true}
	comparison.Proves = func(int64) bool { return complete }
	comparison.Covered = result.Coverage(&result.Filters{OrganisationIDs: f.OrganisationIDs}, f, s.dataset.ByTime, comparison.Marker)
	comparison.Gone = func(m result.Mark) error { return s.gone(m, earlier) }
	if err = comparison.Of(s.store.Each, func(raw []byte, _ bool) error { return s.row(raw) }); err == nil {
		err = index.Close(asked)
	}
	if err == nil {
		err = s.indexes.Settle(s.indexName(b.Index))
	}
	if err == nil && activates {
		err = s.out.Activate(s.version)
	}
	if err == nil {
		err = s.indexes.Sweep(s.indexName(""), keptIndexes, s.indexName(s.before.Index), s.indexName(b.Index))
	}
	return err
}

// keptIndexes is how many indexes of a stream are kept beside those of this run and of
// the earlier one: which of them goes with the next state, only the orchestrator knows.
const keptIndexes = 3

func (s *stream) indexName(id string) string { return s.dataset.Name + "." + id }

// earlier opens the index of what the target has, nil when it is not there, and says
// when deletions are not seen therefore.
func (s *stream) earlier(asked string, activates bool) (*result.Marks, error) {
	var marks *result.Marks
	var damaged bool
	var err error
	if s.before.Index != "" {
		marks, damaged, err = s.indexes.Read(s.indexName(s.before.Index), asked)
	}
	if damaged {
		s.say(message.PullDamagedIndex, s.dataset.Name)
	}
	if err == nil && marks == nil && !activates {
		s.say(message.PullNoTapIndex, s.dataset.Name)
	}
	return marks, err
}

// gone writes that a row is gone.
func (s *stream) gone(m result.Mark, version int64) error {
	key := []byte(m.Key.String())
	if m.Key.Text != "" {
		key, _ = json.Marshal(m.Key.Text) // a text encodes
	}
	raw, err := s.changer.Apply(fmt.Appendf(nil, `{"%s":%s}`, s.key, key))
	if err == nil {
		err = s.out.Record(with(raw, deletedAt, s.extracted), s.extracted, version)
	}
	return err
}

// bookmarks are the fields by which the stream is read in part.
func (s *stream) bookmarks() []string {
	if s.dataset.ByTime && s.incremental() && s.changer.Keeps(startsAt) {
		return []string{startsAt}
	}
	return nil
}

// startsAt is the field by which rdv.rdvs is read in part.
const startsAt = "starts_at"

// incremental reports whether rdv.rdvs is read from its bookmark on.
func (t *tap) incremental() bool {
	method := t.chosen["rdv.rdvs"].Method()
	if method == "" {
		method = t.method
	}
	return method == singer.Incremental
}
