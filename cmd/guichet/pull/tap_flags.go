package pull

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/singer"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/paris"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// singerFlags are the parsed flags of a tap.
type singerFlags struct {
	_ incomparable.Field

	discover               bool
	catalog, state, config string
}

func (f *singerFlags) declare(flags *command.Flags) {
	flags.Switch(&f.discover, "discover", message.PullFlagDiscover)
	flags.Text(&f.catalog, "catalog", message.PullFlagCatalog)
	flags.Text(&f.state, "state", message.PullFlagState)
	flags.Text(&f.config, "config", message.PullFlagConfig)
}

// asked reports whether the command is to be a tap.
func (f *singerFlags) asked(format string) bool {
	return format == "singer" || f.discover || f.catalog+f.state+f.config != ""
}

// inputs reads the files that a tap is given. Flags win over the state, and the state
// over the configuration.
func (f *runFlags) inputs(r *command.Run, t *tap) error {
	c := &configuration{path: f.singer.config}
	if err := readInput(c.path, c.read); err != nil {
		return err
	}
	var err error
	if t.method, t.lookback, err = c.lookback(); err != nil {
		return err
	}
	if len(f.names) == 0 && (f.singer.discover || f.singer.catalog == "") {
		f.names = c.list("datasets")
	}
	if f.singer.discover {
		return nil
	}
	err = readInput(f.singer.state, func(_ string, text []byte) (err error) {
		t.state, err = singer.ParseState(text)
		return err
	})
	if err != nil {
		return err
	}
	if err := readInput(f.singer.catalog, func(path string, text []byte) error { return f.choose(t, path, text) }); err != nil {
		return err
	}
	// One configuration is for all streams: what it says counts for those that can be asked
	// so.
	byOrganisation := slices.ContainsFunc(f.names, func(name string) bool { d, _ := dataset.Find(name); return d.ByOrganisation })
	if ids := c.list("organisation_id"); ids != nil && byOrganisation && f.query.Filters.OrganisationIDs == nil && !f.all {
		if err := badInput(c.path, f.organisations(strings.Join(ids, ","))); err != nil {
			return err
		}
	}
	if !slices.Contains(f.names, "rdv.rdvs") {
		return nil // nothing else can be asked for by time
	}
	return f.window(r, t, c)
}

// window bounds the starts of rdvs.
func (f *runFlags) window(r *command.Run, t *tap, c *configuration) (err error) {
	filters := &f.query.Filters
	if err := c.bound(r, &filters.To, "end_date", true); err != nil {
		return err
	}
	bookmark := t.state.Bookmarks["rdv.rdvs"].StartsAt
	if filters.From != "" || bookmark == "" || !t.incremental() {
		return c.bound(r, &filters.From, "start_date", false)
	}
	at, err := time.Parse(time.RFC3339, bookmark)
	if err != nil {
		return badInput(f.singer.state, message.Fail(message.RemoteOtherKind, "bookmarks.rdv.rdvs.starts_at"))
	}
	// A whole day: what is gone is found out by days.
	filters.From = at.In(paris.Location()).AddDate(0, 0, -t.lookback).Format(time.DateOnly)
	return nil
}

// choose takes the streams that the catalog selects.
func (f *runFlags) choose(t *tap, path string, text []byte) error {
	var c singer.Catalog
	if err := json.Unmarshal(text, &c); err != nil {
		return err
	}
	var selected []string
	for _, s := range c.Streams {
		if s != nil && s.Wanted() && (len(f.names) == 0 || slices.Contains(f.names, s.ID)) {
			selected = append(selected, s.ID)
			t.chosen[s.ID] = s
		}
	}
	if selected == nil {
		return exit.Usage.New(message.PullErrNoStream, path)
	}
	f.names = selected
	return nil
}

// readInput reads a file that a tap is given, nothing for an empty path.
func readInput(path string, read func(path string, text []byte) error) error {
	if path == "" {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return exit.Usage.New(message.PullErrInput, path, err)
	}
	if text, err = input.Text(path, text); err == nil {
		err = read(path, text)
	}
	return badInput(path, err)
}

// badInput names the file that something is wrong with, unless the error does.
func badInput(path string, err error) error {
	if err == nil || errors.As(err, new(*exit.Error)) {
		return err
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && kind.Field == "" {
		err = rawjson.ErrNotObject
	}
	return exit.Usage.New(message.WithCause, path, err)
}
