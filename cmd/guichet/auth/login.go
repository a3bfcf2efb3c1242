package auth

import (
	"context"
	"errors"
	"maps"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Build adds the verbs of "auth" to their command, each for every service.
func Build(e *command.Env, cmd *cobra.Command, services ...Service) {
	login := command.Group(e, "login", message.AuthLoginShort)
	logout := command.Group(e, "logout", message.AuthLogoutShort)
	status := command.Group(e, "status", message.AuthStatusShort)
	for _, service := range services {
		login.AddCommand(service.login(e))
		logout.AddCommand(service.logout(e))
		status.AddCommand(service.status(e))
	}
	cmd.AddCommand(login, logout, status)
}

// loginFlags is what a person said of the way in.
type loginFlags struct {
	public      map[string]*string
	chosen      map[string]*bool
	secretStdin bool
	takeOver    bool
}

func (s Service) login(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: s.Name, Short: e.Messages.Text(message.AuthLoginService, s.Name)}
	flags := command.NewFlags(e, cmd)
	given := loginFlags{public: map[string]*string{}, chosen: map[string]*bool{}}
	for _, way := range s.Ways {
		switch {
		case way.Public != "":
			given.public[way.Flag] = new(string)
			flags.Text(given.public[way.Flag], way.Flag, message.FlagLoginPublic)
		case way.Flag != "":
			given.chosen[way.Flag] = new(bool)
			flags.Switch(given.chosen[way.Flag], way.Flag, message.FlagLoginOther)
		}
	}
	flags.Switch(&given.secretStdin, "secret-stdin", message.FlagSecretStdin)
	if s.Contested {
		flags.Switch(&given.takeOver, "take-over", message.FlagTakeOver)
	}
	if s.LoginFlags != nil {
		s.LoginFlags(flags)
	}
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if len(args) > 0 {
			return command.TooMany(cmd, args)
		}
		return s.runLogin(ctx, r, given)
	})
	return cmd
}

func (s Service) runLogin(ctx context.Context, r *command.Run, given loginFlags) error {
	way, public, err := s.way(r, given)
	if err != nil {
		return err
	}
	base, origin, err := s.BaseURL(r)
	if err != nil {
		return err
	}
	store, err := r.Store()
	if err != nil {
		return err
	}
	if store.Name() == "none" {
		return exit.Usage.New(message.ErrStoreNone).WithHint(message.HintStoreNone)
	}
	if r.Settings.DryRun {
		s.planLogin(r, way, base, public)
		return nil
	}
	p := s.place(r, store)
	held, err := s.stored(ctx, p, Found{Source: store.Name(), Origin: origin, Base: base})
	if err != nil {
		return err
	}
	if s.Contested && public != "" {
		if done, err := s.announce(ctx, p, given, held, public); done || err != nil {
			return err
		}
	}
	secret, err := ReadSecret(r, given.secretStdin, "--secret-stdin", way.Secret)
	if err != nil {
		return err
	}
	values, err := s.fields(r, way, public, secret)
	if err != nil {
		return err
	}
	return s.keep(ctx, p, Found{Values: values, Source: store.Name(), Origin: origin, Base: base}, public, given.takeOver)
}

// stored finds out before a secret is asked for whether the store can be reached,
// and returns the credential that it holds for the origin. One that is damaged or
// belongs to another origin will be replaced.
func (s Service) stored(ctx context.Context, p place, found Found) (Found, error) {
	var other *credential.OriginError
	var err error
	found.Values, err = credential.LoadFor(ctx, p.store, p.run.Settings.Profile, s.Name, found.Origin)
	if err == nil || errors.Is(err, credential.ErrNotFound) || errors.As(err, &other) || corrupt(err) {
		return found, nil
	}
	return found, err
}

// planLogin shows the request with which a login would prove the secret.
func (s Service) planLogin(r *command.Run, way Way, base, public string) {
	if s.Plan != nil && way.Public != "" {
		secret := command.Placeholder()
		variable := "GUICHET_" + strings.ToUpper(s.Name+"_"+way.Secret)
		r.Show(s.Name, command.Plan{Planned: s.Plan(base, public, secret), Variables: []command.Variable{{Value: secret, Name: variable}}})
	}
}

// fields are what a login stores.
func (s Service) fields(r *command.Run, way Way, public, secret string) (map[string]string, error) {
	values := map[string]string{way.Secret: secret}
	if way.Public != "" {
		values[way.Public] = public
	}
	if s.Beside == nil {
		return values, nil
	}
	beside, err := s.Beside(r)
	maps.Copy(values, beside)
	return values, err
}

// keep proves the credential at the service, then stores it and its session.
// Logins that run at once take turns; one that finds the session of the same
// credential made and alive keeps it, unless it was told to take over.
func (s Service) keep(ctx context.Context, p place, found Found, who string, takeOver bool) error {
	r := p.run
	r.Source, r.Address = "login", found.Base
	set := credential.Set{Origin: found.Origin, Values: found.Values}
	// A credential that cannot be kept would have ended other sessions for nothing.
	if err := credential.CheckSave(ctx, p.store, p.credential(), set); err != nil {
		return err
	}
	unlock, err := p.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if !takeOver {
		kept, err := credential.LoadFor(ctx, p.store, r.Settings.Profile, s.Name, found.Origin)
		if err == nil && maps.Equal(kept, found.Values) && s.alive(ctx, p, found, who) {
			return s.remember(r, found.Base)
		}
	}
	session, err := s.Open(ctx, r, found.Base, found.Values)
	if err != nil {
		return err
	}
	// Signing in cannot be undone: an interruption must not lose what it gave.
	if err := s.store(context.WithoutCancel(ctx), p, set, session, who); err != nil {
		return err
	}
	r.Notice(message.NoticeLoggedIn, s.Name, string(found.Origin), p.store.Name())
	return s.remember(r, found.Base)
}

// Keep stores a credential that needs no sign-in in place of what is stored.
func (s Service) Keep(ctx context.Context, r *command.Run, store credential.Store, set credential.Set) error {
	p := s.place(r, store)
	unlock, err := p.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return s.store(ctx, p, set, nil, "")
}

// store writes the credential, and the session in place of the one before it. The
// caller holds the lock.
func (s Service) store(ctx context.Context, p place, set credential.Set, session map[string]string, who string) error {
	if err := credential.Save(ctx, p.store, p.credential(), set); err != nil {
		return err
	}
	if session != nil {
		return credential.Save(ctx, p.store, p.session(), credential.Set{Origin: set.Origin, Account: who, Values: session})
	}
	err := p.store.Delete(ctx, p.session())
	if errors.Is(err, credential.ErrNotFound) {
		return nil
	}
	return err
}

// alive reports whether the session that is kept for who still holds, and says so.
func (s Service) alive(ctx context.Context, p place, found Found, who string) bool {
	session, err := p.sessionOf(ctx, found.Origin, who)
	if err != nil {
		return false
	}
	found.Values = session
	account, err := s.Check(ctx, p.run, found)
	if err != nil {
		return false
	}
	if s.Contested {
		p.run.Notice(message.NoticeSessionHolds, account.Name)
	} else {
		p.run.Notice(message.NoticeLoggedIn, s.Name, string(found.Origin), p.store.Name())
	}
	return true
}

// announce says that signing in ends the person's other sessions, and leaves
// everything as it is when the session at hand still holds.
func (s Service) announce(ctx context.Context, p place, given loginFlags, held Found, who string) (done bool, err error) {
	if !given.takeOver && strings.EqualFold(held.Values[s.accountField()], who) && s.alive(ctx, p, held, who) {
		return true, nil
	}
	r := p.run
	text := r.Messages.Text(message.WarnOneSession)
	switch {
	case given.takeOver || r.Settings.Yes:
	case r.InTerminal && r.ErrTerminal && !r.Settings.NoInput:
		return false, r.Agree(text)
	default:
		r.Notice(message.WarnOneSession)
	}
	return false, nil
}

// way finds which way in was chosen, asking on a terminal for what was not
// said.
func (s Service) way(r *command.Run, given loginFlags) (Way, string, error) {
	var chosen []Way
	var public string
	for _, way := range s.Ways {
		switch {
		case way.Public != "" && *given.public[way.Flag] != "":
			chosen, public = append(chosen, way), *given.public[way.Flag]
		case way.Public == "" && way.Flag != "" && *given.chosen[way.Flag]:
			chosen = append(chosen, way)
		}
	}
	switch len(chosen) {
	case 1:
		return chosen[0], public, nil
	case 0:
	default:
		return Way{}, "", exit.Usage.New(message.LineFlagsExclusive, "--"+chosen[0].Flag+", --"+chosen[1].Flag)
	}
	kept := r.File.Service(r.Settings.Profile, s.Name)
	for _, way := range s.Ways {
		if known := map[string]string{"email": kept.Email, "client_id": kept.ClientID}[way.Public]; known != "" {
			return way, known, nil
		}
	}
	for _, way := range s.Ways {
		if way.Flag == "" {
			return way, "", nil
		}
	}
	first := s.Ways[0]
	if given.secretStdin || !r.InTerminal || !r.ErrTerminal || r.Settings.NoInput {
		return Way{}, "", exit.Usage.New(message.LineRequiredFlags, "--"+first.Flag)
	}
	label := r.Messages.Label(first.Public)
	public, err := r.Ask(r.Messages.Text(message.AskField, label), "--"+first.Flag)
	if err == nil && public == "" {
		err = exit.Usage.New(message.ErrMissingField, label)
	}
	return first, public, err
}
