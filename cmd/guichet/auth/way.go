package auth

import (
	"strings"

	"github.com/guichet-go/guichet/internal/incomparable"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// way is a way of logging in: with a secret, and with the name of its owner where
// public is set.
type way struct {
	_ incomparable.Field

	name   string // the first field
	flag   string // "" for the way without one
	chosen bool   // by a flag without a value
	public *string
	secret credential.Field
}

// waysOf returns the ways in that a login can take: with one secret. The first one
// needs no flag when nothing public belongs to it.
func waysOf(v credential.Values) (ways []*way) {
	for _, fields := range v.Ways() {
		given := fields.Given()
		w := &way{name: given[0].Name, secret: given[len(given)-1]}
		switch {
		case len(given) == 2 && given[0].Text != nil:
			w.public = given[0].Text
		case len(given) > 1:
			continue
		}
		if w.public != nil || len(ways) > 0 {
			w.flag = strings.ReplaceAll(w.name, "_", "-")
		}
		ways = append(ways, w)
	}
	return ways
}

// way finds which way in was chosen, by flags or by the profile, and else the first
// one. It is nil for the consent in a browser.
func (l *login[V]) way(r *command.Run) (*way, error) {
	var chosen []*way
	for _, w := range l.ways {
		if w.chosen || w.public != nil && *w.public != "" {
			chosen = append(chosen, w)
		}
	}
	if err := l.consent.alone(chosen); err != nil || l.consent.chosen {
		return nil, err
	}
	switch len(chosen) {
	case 1:
		return chosen[0], chosen[0].check()
	case 0:
	default:
		return nil, exit.Usage.New(message.LineFlagsExclusive, "--"+chosen[0].flag+", --"+chosen[1].flag)
	}
	kept := r.File.Service(r.Settings.Profile, l.service.Name)
	for _, w := range l.ways {
		if known := map[string]string{"email": kept.Email, "client_id": kept.ClientID}[w.name]; known != "" {
			*w.public = known
			return w, w.check()
		}
	}
	first := l.ways[0]
	if first.public != nil && (l.secretStdin || !r.Prompt.Asks()) {
		return nil, exit.Usage.New(message.LineRequiredFlags, "--"+first.flag)
	}
	return first, nil
}

// ask asks who owns the secret, unless that was said.
func (w *way) ask(r *command.Run, base string) (err error) {
	if w.public == nil || *w.public != "" {
		return nil
	}
	label := r.Messages.Label(w.name)
	if *w.public, err = r.Prompt.Ask(r.Messages.Text(message.AskAt, message.Capital(label), base, r.Settings.Profile), "--"+w.flag); err != nil {
		return err
	}
	if *w.public == "" {
		return exit.Usage.New(message.ErrMissingField, label)
	}
	return w.check()
}

func (w *way) check() error {
	if w.name != "email" || w.public == nil {
		return nil
	}
	return input.Email(*w.public)
}

// question asks for the secret, and says whose it is and where it is sent.
func (w *way) question(r *command.Run, base string) string {
	label := message.Capital(r.Messages.Label(w.secret.Name))
	if w.public == nil {
		return r.Messages.Text(message.AskAt, label, base, r.Settings.Profile)
	}
	return r.Messages.Text(message.AskOfAt, label, *w.public, base, r.Settings.Profile)
}
