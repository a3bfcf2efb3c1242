package pull

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/singer"
	"github.com/guichet-go/guichet/internal/joined"
)

// tap is a run that writes messages to standard output.
type tap struct {
	*job
	out    *singer.Writer
	state  singer.State
	chosen map[string]*singer.Stream // by the catalog
	// method is how rdv.rdvs is replicated, unless the catalog says it, and lookback how
	// many days before its bookmark an incremental run begins.
	method   string
	lookback int
}

// tap is "pull run" as a tap.
func (f *runFlags) tap(ctx context.Context, r *command.Run, cmd *cobra.Command) (err error) {
	if f.out != "" || f.resume {
		return exit.Usage.New(message.PullErrSingerOut, "--out, --resume")
	}
	f.query.Format = "singer"
	t := &tap{out: singer.NewWriter(r.Out), chosen: map[string]*singer.Stream{}}
	if err := f.inputs(r, t); err != nil {
		return err
	}
	if f.singer.discover {
		return f.discover(ctx, r, t)
	}
	if t.job, err = f.job(r, cmd); err != nil {
		return err
	}
	streams := map[string]bool{}
	for i := range t.datasets {
		name := streamName(&t.datasets[i])
		if streams[name] {
			return exit.Usage.New(message.PullErrTwice, name)
		}
		streams[name] = true
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
	if t.state.Bookmarks == nil {
		t.state.Bookmarks = map[string]singer.Bookmark{}
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

// run reads the streams one after the other, and writes the messages of each as soon as
// it was read.
func (t *tap) run(ctx context.Context) error {
	t.place.Dir = "singer" // the indexes of all taps are in one place
	if err := t.openIndexes(); err != nil {
		return err
	}
	state, err := t.r.StatePath("pull")
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp(state, "singer-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	var v verdict
	all, err := t.collect(ctx, work, func(c *collected) error {
		unread, err := t.stream(c)
		if err != nil {
			return joined.Errors(err, t.out.Flush())
		}
		warnings := c.warnings(t.r.Messages)
		if unread > 0 {
			warnings = append(warnings, t.r.Messages.Text(message.PullWarnMoments, c.dataset.Name, unread))
		}
		t.metrics.result(&result.Entry{Dataset: c.dataset.Name, Completeness: c.completeness()})
		v.add(t.job, &c.dataset, c.completeness(), warnings)
		if c.dataset.Mentions("rdv.users") != nil {
			return nil // a later stream may look for ids in its rows
		}
		_ = c.store.Close() // what was worth keeping was sent
		return os.RemoveAll(filepath.Join(work, dataset.FileName(c.dataset.Name)))
	})
	defer closeAll(all)
	if err != nil {
		return err
	}
	return v.err(t.job)
}
