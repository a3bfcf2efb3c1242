package pull

import (
	"bytes"
	"encoding/json"
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
)

// singerWish is what a tap is given.
type singerWish struct {
	discover               bool
	catalog, state, config string
}

func (w *singerWish) flags(f *command.Flags) {
	f.Switch(&w.discover, "discover", message.PullFlagDiscover)
	f.Text(&w.catalog, "catalog", message.PullFlagCatalog)
	f.Text(&w.state, "state", message.PullFlagState)
	f.Text(&w.config, "config", message.PullFlagConfig)
}

// asked reports whether the command is to be a tap.
func (w *singerWish) asked(format string) bool {
	return format == "singer" || w.discover || w.catalog+w.state+w.config != ""
}

// configuration is what the file of --config may hold. It never holds a secret.
type configuration struct {
	// StartDate and EndDate are as --from and --to.
	StartDate string `json:"start_date"`
	EndDate   string `json:"end_date"`
	// OrganisationID is as --organisation-id: a number, a text, or a list.
	OrganisationID any `json:"organisation_id"`
	// LookbackDays is how far before the bookmark of a state is read again.
	LookbackDays int `json:"lookback_days"`
}

// discover prints the catalog. It asks nothing of any service.
func discover(r *command.Run, w wish) error {
	chosen := dataset.All()
	if len(w.names) > 0 {
		chosen = nil
		for _, name := range w.names {
			d, err := find(r, name)
			if err != nil {
				return err
			}
			chosen = append(chosen, d)
		}
	}
	catalog := singer.Catalog{Streams: []singer.Stream{}}
	for _, d := range chosen {
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
func (t *tap) inputs(r *command.Run, w *wish) error {
	var c configuration
	if err := w.singer.readConfig(r, &c); err != nil {
		return err
	}
	if w.singer.state != "" {
		text, err := readInput(r, w.singer.state)
		if err != nil {
			return err
		}
		if t.state, err = singer.ParseState(text); err != nil {
			return badInput(r, w.singer.state, err)
		}
	}
	if err := t.catalog(r, w); err != nil {
		return err
	}
	f := &w.query.Filters
	if f.OrganisationIDs == nil && !w.all && c.OrganisationID != nil {
		text, _ := json.Marshal(c.OrganisationID) // it was just decoded
		if err := w.organisations(strings.Trim(string(text), `[]"`)); err != nil {
			return badInput(r, w.singer.config, err)
		}
	}
	if !slices.Contains(w.names, "rdv.rdvs") {
		return nil // nothing else can be asked for by time
	}
	if f.To == "" {
		f.To = c.EndDate
	}
	if f.From != "" {
		return nil
	}
	f.From = c.StartDate
	if b := t.state.Bookmarks["rdv.rdvs"]; b.StartsAt != "" {
		at, err := time.Parse(time.RFC3339, b.StartsAt)
		if err != nil {
			return badInput(r, w.singer.state, err)
		}
		f.From = at.AddDate(0, 0, -c.LookbackDays).Format(time.RFC3339)
	}
	return nil
}

// catalog takes the streams and fields that the catalog selects.
func (t *tap) catalog(r *command.Run, w *wish) error {
	if w.singer.catalog == "" {
		return nil
	}
	text, err := readInput(r, w.singer.catalog)
	if err != nil {
		return err
	}
	var c singer.Catalog
	if err := json.Unmarshal(text, &c); err != nil {
		return badInput(r, w.singer.catalog, err)
	}
	var selected []string
	for _, s := range c.Streams {
		if s.Wanted() && (len(w.names) == 0 || slices.Contains(w.names, s.ID)) {
			selected = append(selected, s.ID)
			t.dropped[s.ID] = s.Dropped()
		}
	}
	if selected == nil {
		return exit.Usage.New(message.PullErrNoStream, w.singer.catalog)
	}
	w.names = selected
	return nil
}

// readConfig reads the configuration. Credentials have no place in it: they come
// from variables or from the store.
func (w *singerWish) readConfig(r *command.Run, c *configuration) error {
	if w.config == "" {
		return nil
	}
	text, err := readInput(r, w.config)
	if err != nil {
		return err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return badInput(r, w.config, err)
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, part := range []string{"password", "secret", "token", "key", "bearer"} {
			if strings.Contains(strings.ToLower(name), part) {
				return exit.Usage.New(message.PullErrSecret, w.config, name).WithHint(message.PullHintSecret)
			}
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(c); err != nil {
		return badInput(r, w.config, err)
	}
	return nil
}

func readInput(r *command.Run, path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, exit.Usage.New(message.PullErrInput, path, err)
	}
	return input.Text(path, text)
}

func badInput(r *command.Run, path string, err error) error {
	return exit.Usage.New(message.WithCause, path, err)
}
