package pull

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/singer"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// tap is a run that writes messages to standard output.
type tap struct {
	*job
	out     *singer.Writer
	state   singer.State
	dropped map[string][]string // fields that the catalog leaves out, by stream
}

// tap is "pull run" as a tap.
func (f *runFlags) tap(ctx context.Context, r *command.Run, cmd *cobra.Command) (err error) {
	if f.out != "" || f.resume {
		return exit.Usage.New(message.PullErrSingerOut, "--out, --resume")
	}
	f.query.Format = "singer"
	if f.singer.discover {
		return f.discover(r)
	}
	t := &tap{out: singer.NewWriter(r.Out), dropped: map[string][]string{}}
	if err := f.inputs(t); err != nil {
		return err
	}
	if t.job, err = f.job(r, cmd); err != nil {
		return err
	}
	if err := t.findKey(ctx); err != nil {
		return err
	}
	if err := t.open(ctx); err != nil {
		return err
	}
	if err := t.account(); err != nil {
		return err
	}
	return t.run(ctx)
}

// account refuses a state of another service or agent, and notes this one.
func (t *tap) account() error {
	if t.state.Accounts == nil {
		t.state.Accounts = map[string]json.RawMessage{}
	}
	for name, source := range t.sources {
		var before dataset.Account
		if raw, ok := t.state.Accounts[name]; ok && (json.Unmarshal(raw, &before) != nil || before != source.Account) {
			return exit.Usage.New(message.PullErrOtherState).WithHint(message.PullHintState)
		}
		encoded, err := json.Marshal(source.Account)
		if err != nil {
			return err
		}
		t.state.Accounts[name] = encoded
	}
	return nil
}

// run reads the streams one after the other and writes their messages.
func (t *tap) run(ctx context.Context) error {
	state, err := t.r.StatePath("pull")
	if err == nil {
		err = os.MkdirAll(state, 0o700)
	}
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp(state, "singer-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	all, err := t.collect(ctx, work)
	defer closeAll(all)
	if err != nil {
		return err
	}
	m := &result.Manifest{}
	for _, c := range all {
		if err := t.stream(c); err != nil {
			return errors.Join(err, t.out.Flush())
		}
		m.Datasets = append(m.Datasets, result.Entry{Dataset: c.dataset.Name, Completeness: c.completeness(), Warnings: c.warnings(t.r.Messages)})
	}
	return t.verdict(m)
}

// stream writes the messages of one stream, and the state after it.
func (t *tap) stream(c *collected) error {
	rules, schema := t.shape(c.dataset)
	if err := t.out.Schema(c.dataset.Name, schema, c.dataset.KeyProperties()); err != nil {
		return err
	}
	changer := row.NewChanger(rules)
	extracted := c.started.Format(time.RFC3339)
	err := c.store.Each(func(_ sorted.Key, raw []byte) error {
		raw, err := changer.Apply(raw)
		if err == nil {
			err = t.out.Record(c.dataset.Name, raw, extracted)
		}
		return err
	})
	if err != nil {
		return err
	}
	if !c.report.Lacks() { // the next run would begin after what is missing
		t.bookmark(c)
	}
	return t.out.State(t.state)
}

// shape returns the rules for the rows of a stream, and the schema of what they leave.
func (t *tap) shape(d dataset.Dataset) (row.Rules, *dataset.Schema) {
	rules := t.rules
	if dropped := t.dropped[d.Name]; len(dropped) > 0 && len(rules.Fields) == 0 {
		for _, p := range d.Schema.Properties {
			if !slices.Contains(dropped, p.Name) {
				rules.Fields = append(rules.Fields, p.Name)
			}
		}
	}
	rules = rulesFor(rules, &d)
	return rules, shaped(d.Schema, rules)
}

// shaped returns the schema of rows after the rules.
func shaped(s *dataset.Schema, rules row.Rules) *dataset.Schema {
	changer := row.NewChanger(rules)
	return s.Map(func(path string, s *dataset.Schema) *dataset.Schema {
		switch {
		case !changer.Keeps(path):
			return nil
		case row.Named(rules.Mask, path):
			return &dataset.Schema{Types: []string{"null"}}
		case row.Named(rules.Pseudonyms, path):
			if s.Items != nil {
				return &dataset.Schema{Types: s.Types, Items: &dataset.Schema{Types: []string{"string"}}}
			}
			return &dataset.Schema{Types: []string{"string", "null"}}
		}
		return s
	})
}

// bookmark notes how far a stream was read.
func (t *tap) bookmark(c *collected) {
	if t.state.Bookmarks == nil {
		t.state.Bookmarks = map[string]singer.Bookmark{}
	}
	b := singer.Bookmark{PulledAt: c.started}
	if c.dataset.ByTime {
		b.StartsAt = c.started.Format(time.RFC3339)
		if c.query.Filters.StartsAt.Window().To < c.started.Unix() {
			b.StartsAt = c.query.Filters.StartsAt.Before
		}
	}
	t.state.Bookmarks[c.dataset.Name] = b
}
