package app

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	"github.com/spf13/cobra"
)

type profileRow struct {
	Name    string `json:"name"`
	Current bool   `json:"current"`
	// Host and Account list what the configuration has for each service, each after the
	// name of the service. No secret is read.
	Host    string            `json:"host"`
	Account string            `json:"account"`
	Origins map[string]string `json:"base_urls"`
	// Instance and TimeZone are those of rdv.
	Instance string `json:"instance,omitempty"`
	TimeZone string `json:"time_zone,omitempty"`
}

func profileOf(name string, profile config.Profile, current string) profileRow {
	row := profileRow{
		Name: name, Current: name == current, Origins: map[string]string{},
		Instance: profile.Service("rdv").Instance, TimeZone: profile.Service("rdv").TimeZone,
	}
	var hosts, accounts []string
	for _, service := range config.Services() {
		said := profile.Service(service)
		base := said.BaseURL
		if base != "" {
			row.Origins[service] = base
		}
		if service == "rdv" {
			place, _ := rdv.Service().Place.(auth.At)
			base = cmp.Or(base, place.Instances[said.Instance], place.Default)
		}
		if u, err := url.Parse(base); err == nil && u.Host != "" {
			hosts = append(hosts, service+" "+u.Host)
		}
		command := ""
		if said.TokenCommand != "" {
			command = "token_command"
		}
		if account := cmp.Or(command, said.Email, said.ClientID); account != "" {
			accounts = append(accounts, service+" "+account)
		}
	}
	row.Host, row.Account = strings.Join(hosts, ", "), strings.Join(accounts, ", ")
	return row
}

func buildProfile(e *command.Env, cmd *cobra.Command) {
	fresh := []command.Arg{{Name: e.Messages.Text(message.PlaceName), Text: true}}
	one := []command.Arg{{Name: e.Messages.Text(message.PlaceName), Text: true, Suggest: profiles}}
	cmd.AddCommand(
		profileList().Command(e, local),
		profileShow(one).Command(e, local),
		(&object{
			Name: "create", Short: message.ProfileCreate, Args: fresh,
			Call: change(func(r *command.Run, in command.Input) error { return r.File.CreateProfile(in.Text(0)) }, message.NoticeProfileCreated),
		}).Command(e, local),
		(&object{
			Name: "use", Short: message.ProfileUse, Args: one,
			Call: change(func(r *command.Run, in command.Input) error { return r.File.UseProfile(in.Text(0)) }, message.NoticeProfileUsed),
		}).Command(e, local),
		(&object{
			Name: "delete", Short: message.ProfileDelete, Args: one,
			Call: change(func(r *command.Run, in command.Input) error { return r.File.DeleteProfile(in.Text(0)) }, message.NoticeProfileDeleted),
		}).Command(e, local),
	)
}

func profileList() *list {
	return &list{
		Short: message.ProfileList, Noun: message.NounProfile, ID: []string{"name"},
		Columns: []string{"name", "current", "host", "account"},
		Rows: func(_ context.Context, r *command.Run, _ command.Input) (command.Rows, *guichet.Report) {
			var all []profileRow
			if name := config.DefaultProfile; !r.File.InFile(name) {
				all = append(all, profileOf(name, config.Profile{}, r.Settings.Profile))
			}
			for name, profile := range r.File.AllProfiles() {
				all = append(all, profileOf(name, profile, r.Settings.Profile))
			}
			return command.RowsOf(all)
		},
	}
}

func profileShow(one []command.Arg) *object {
	return &object{
		Name: "show", Short: message.ProfileShow, Args: one, ID: []string{"name"},
		Call: func(_ context.Context, r *command.Run, in command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
			if name := in.Text(0); !r.File.HasProfile(name) {
				return nil, r.File.NoProfile("", name)
			}
			return json.Marshal(profileOf(in.Text(0), r.File.Profile(in.Text(0)), r.Settings.Profile))
		},
	}
}
