package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/spf13/cobra"
)

// The commands of this file work on the configuration: what they connect to is
// the run itself.
type (
	list   = command.List[*command.Run]
	object = command.Object[*command.Run]
)

func local(_ context.Context, r *command.Run) (*command.Run, error) { return r, nil }

// change writes the configuration after edit has changed it, and says what that did to
// the first argument.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func change(edit func(r *command.Run, in command.Input) error, done message.Key) command.Call[*command.Run] {
	return func(_ context.Context, r *command.Run, in command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
		if err := edit(r, in); err != nil {
			return nil, err
		}
		err := r.File.Write()
		if err == nil {
			r.Notice(done, in.Text(0))
		}
		return nil, err
	}
}

type settingRow struct {
	Name    string   `json:"name"`
	Value   string   `json:"value"`
	Origin  string   `json:"origin,omitempty"`
	Shadows []source `json:"shadows,omitempty"`
}

// source is one place that a value stands in.
type source struct {
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

func buildConfig(e *command.Env, cmd *cobra.Command) {
	key := []command.Arg{{Name: e.Messages.Text(message.PlaceKey), Text: true, Values: settingKeys}}
	cmd.AddCommand(
		configList().Command(e, local),
		(&object{
			Name: "get", Short: message.ConfigGet, Args: key, ID: []string{"value"},
			Call: func(_ context.Context, r *command.Run, in command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
				row, err := setting(r, in.Text(0))
				if err != nil {
					return nil, err
				}
				return json.Marshal(row)
			},
		}).Command(e, local),
		(&object{
			Name: "set", Short: message.ConfigSet, Args: append(slices.Clone(key), command.Arg{Name: e.Messages.Text(message.PlaceValue), Text: true, Values: settingValues}),
			Call: change(func(r *command.Run, in command.Input) error {
				return r.File.Set(r.ChosenProfile(), keyOf(in.Text(0)), in.Text(1))
			}, message.NoticeSettingSet),
		}).Command(e, local),
		(&object{
			Name: "unset", Short: message.ConfigUnset, Args: key,
			Call: change(func(r *command.Run, in command.Input) error {
				return r.File.Unset(r.ChosenProfile(), keyOf(in.Text(0)))
			}, message.NoticeSettingUnset),
		}).Command(e, local),
		configPath(e),
	)
}

func configList() *list {
	var origins bool
	return &list{
		Short: message.ConfigList, Noun: message.NounSetting, ID: []string{"name"},
		Columns: []string{"name", "value"},
		More: func() []string {
			if !origins {
				return nil
			}
			return []string{"origin", "shadows.value", "shadows.origin"}
		},
		Flags: func(f *command.Flags) { f.Switch(&origins, "show-origin", message.FlagShowOrigin) },
		Rows: func(_ context.Context, r *command.Run, _ command.Input) (command.Rows, *guichet.Report) {
			all := inForce(r)
			for i := range all {
				if !origins {
					all[i].Origin, all[i].Shadows = "", nil
				}
			}
			return command.RowsOf(all)
		},
	}
}

// inForce are all the settings: those of the flags, and what is said of the
// services.
func inForce(r *command.Run) (all []settingRow) {
	for _, option := range config.Options() {
		value, origin, shadows := r.Settings.Origin(option.Name)
		row := settingRow{Name: option.Name, Value: value, Origin: origin}
		for _, s := range shadows {
			row.Shadows = append(row.Shadows, source{s.Value, s.Origin})
		}
		all = append(all, row)
	}
	for _, key := range config.Keys() {
		if slices.ContainsFunc(config.Options(), func(o config.Option) bool { return o.Key() == key }) {
			continue // it stands there under its name
		}
		if row := ofService(r, key); row.Origin != "" {
			all = append(all, row)
		}
	}
	return all
}

// ofService is what is said of a service under a key such as rdv.base_url: by
// its variable, where it has one, before the profile.
func ofService(r *command.Run, key string) settingRow {
	row := settingRow{Name: key}
	service, field, dotted := strings.Cut(key, ".")
	if !dotted || !slices.Contains(config.Services(), service) {
		return row
	}
	var places []source
	switch variable := "GUICHET_" + strings.ToUpper(service+"_"+field); field {
	case "base_url", "auth_base_url", "cams_base_url", "collection", "environment":
		if value := r.Getenv(variable); value != "" {
			places = append(places, source{value, variable})
		}
	}
	if value, origin, ok := r.File.Value(r.Settings.Profile, key); ok {
		places = append(places, source{value, origin})
	}
	if len(places) > 0 {
		row.Value, row.Origin, row.Shadows = places[0].Value, places[0].Origin, places[1:]
	}
	return row
}

// setting finds an option by its flag's name or its key, or a service's key.
func setting(r *command.Run, name string) (settingRow, error) {
	var names []string
	for _, option := range config.Options() {
		if option.Name == name || option.Key() == name {
			value, _, _ := r.Settings.Origin(option.Name)
			return settingRow{Name: name, Value: value}, nil
		}
		names = append(names, option.Name)
	}
	if slices.Contains(config.Keys(), name) {
		return settingRow{Name: name, Value: ofService(r, name).Value}, nil
	}
	return settingRow{}, exit.Usage.New(message.ErrUnknownKey, name).Suggest(name, append(names, config.Keys()...))
}

// keyOf is the key of an option by its flag's name, and any other text itself.
func keyOf(name string) string {
	for _, option := range config.Options() {
		if key := option.Key(); key != "" && option.Name == name {
			return key
		}
	}
	return name
}

func configPath(e *command.Env) *cobra.Command {
	return &cobra.Command{
		Use: "path", Short: e.Messages.Text(message.ConfigPath),
		RunE: func(*cobra.Command, []string) error {
			path, err := config.Dirs{Getenv: e.Getenv, GOOS: e.GOOS}.File()
			if err != nil {
				return err
			}
			_, err = e.Out.Write([]byte(path + "\n"))
			return err
		},
	}
}
