package pull

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"maps"
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

// configuration is what the file of --config may hold. It never holds a secret.
type configuration struct {
	_ incomparable.Field

	// StartDate and EndDate are as --from and --to.
	StartDate string `json:"start_date"`
	EndDate   string `json:"end_date"`
	// OrganisationID is as --organisation-id: a number, a text, or a list.
	OrganisationID any `json:"organisation_id"`
	// LookbackDays is how far before the bookmark of a state is read again.
	LookbackDays int `json:"lookback_days"`
}

// discover prints the catalog. It asks nothing of any service.
func (f *runFlags) discover(r *command.Run) error {
	chosen := f.names
	if len(chosen) == 0 {
		chosen = dataset.Names()
	}
	catalog := singer.Catalog{Streams: []singer.Stream{}}
	for _, name := range chosen {
		d, err := find(name)
		if err != nil {
			return err
		}
		schema, err := json.Marshal(d.Schema)
		if err != nil {
			return err
		}
		catalog.Streams = append(catalog.Streams, singer.Stream{
			ID: d.Name, Name: d.Name, KeyProperties: d.KeyProperties(), Schema: schema, Metadata: metadata(d),
		})
	}
	text, err := json.MarshalIndent(catalog, "", "  ")
	if err == nil {
		_, err = r.Out.Write(append(text, '\n'))
	}
	return err
}

func metadata(d dataset.Dataset) []singer.Metadata {
	yes := true
	all := []singer.Metadata{{Breadcrumb: []string{}, Metadata: singer.Marks{
		SelectedByDefault: &yes, KeyProperties: d.KeyProperties(), ReplicationMethod: "FULL_TABLE",
	}}}
	for _, p := range d.Schema.Properties {
		inclusion := "available"
		if p.Name == d.Key {
			inclusion = "automatic"
		}
		all = append(all, singer.Metadata{
			Breadcrumb: []string{"properties", p.Name}, Metadata: singer.Marks{Inclusion: inclusion},
		})
	}
	return all
}

// inputs reads the files that a tap is given. Flags win over the state, and the
// state over the configuration.
func (f *runFlags) inputs(t *tap) error {
	var c configuration
	if err := readInput(f.singer.config, c.read); err != nil {
		return err
	}
	err := readInput(f.singer.state, func(_ string, text []byte) (err error) {
		t.state, err = singer.ParseState(text)
		return err
	})
	if err != nil {
		return err
	}
	if err := readInput(f.singer.catalog, func(path string, text []byte) error { return f.choose(t, path, text) }); err != nil {
		return err
	}
	filters := &f.query.Filters
	if filters.OrganisationIDs == nil && !f.all && c.OrganisationID != nil {
		text, _ := json.Marshal(c.OrganisationID) // it was just decoded
		if err := f.organisations(strings.Trim(string(text), `[]"`)); err != nil {
			return badInput(f.singer.config, err)
		}
	}
	if !slices.Contains(f.names, "rdv.rdvs") {
		return nil // nothing else can be asked for by time
	}
	filters.To = cmp.Or(filters.To, c.EndDate)
	bookmark := t.state.Bookmarks["rdv.rdvs"].StartsAt
	if filters.From != "" || bookmark == "" {
		filters.From = cmp.Or(filters.From, c.StartDate)
		return nil
	}
	at, err := time.Parse(time.RFC3339, bookmark)
	if err != nil {
		return badInput(f.singer.state, err)
	}
	filters.From = at.In(paris.Location()).AddDate(0, 0, -c.LookbackDays).Format(clockLayout)
	return nil
}

// choose takes the streams and fields that the catalog selects.
func (f *runFlags) choose(t *tap, path string, text []byte) error {
	var c singer.Catalog
	if err := json.Unmarshal(text, &c); err != nil {
		return err
	}
	var selected []string
	for _, s := range c.Streams {
		if s.Wanted() && (len(f.names) == 0 || slices.Contains(f.names, s.ID)) {
			selected = append(selected, s.ID)
			t.dropped[s.ID] = s.Dropped()
		}
	}
	if selected == nil {
		return exit.Usage.New(message.PullErrNoStream, path)
	}
	f.names = selected
	return nil
}

// read reads the configuration. Credentials have no place in it: they come from
// variables or from the store.
func (c *configuration) read(path string, text []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, part := range []string{"password", "secret", "token", "key", "bearer"} {
			if strings.Contains(strings.ToLower(name), part) {
				return exit.Usage.New(message.PullErrSecret, path, name).WithHint(message.PullHintSecret)
			}
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(c)
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
	return exit.Usage.New(message.WithCause, path, err)
}
