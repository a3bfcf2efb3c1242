package auth

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Build adds the verbs of "auth" to their command, each for every service.
func Build(e *command.Env, cmd *cobra.Command, services ...service) {
	login := command.Group(e, "login", message.AuthLoginShort)
	logout := command.Group(e, "logout", message.AuthLogoutShort)
	status := command.Group(e, "status", message.AuthStatusShort)
	for _, s := range services {
		login.AddCommand(s.login(e))
		logout.AddCommand(s.logout(e))
		status.AddCommand(s.status(e))
	}
	cmd.AddCommand(login, logout, status)
}

// service is a [Service] of any values.
type service interface {
	login(*command.Env) *cobra.Command
	logout(*command.Env) *cobra.Command
	status(*command.Env) *cobra.Command
}

// verb is a command of auth about one service.
func verb(e *command.Env, name string, short message.Key, run func(ctx context.Context, r *command.Run) error) *cobra.Command {
	cmd := &cobra.Command{Use: name, Short: e.Messages.Text(short, name)}
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if len(args) > 0 {
			return command.TooMany(cmd, args)
		}
		return run(ctx, r)
	})
	return cmd
}

// login is what the flags of a login say.
type login[V credential.Values] struct {
	service *Service[V]
	// given are the values to keep. The flags and the prompts fill them.
	given       V
	ways        []*way
	secretStdin bool
	takeOver    bool
	consent     Consent
	// asked is who owns the secret, by the key of the profile, where a person typed it.
	asked map[string]string
}

func (s *Service[V]) login(e *command.Env) *cobra.Command {
	l := &login[V]{service: s, given: s.New()}
	cmd := verb(e, s.Name, message.AuthLoginService, l.run)
	flags := command.NewFlags(e, cmd)
	l.ways = waysOf(l.given)
	for _, w := range l.ways {
		switch {
		case w.public != nil:
			flags.Text(w.public, w.flag, message.FlagLoginPublic)
		case w.flag != "":
			flags.Switch(&w.chosen, w.flag, message.FlagLoginOther)
		}
	}
	if s.Consent != nil {
		l.consent.flags(flags)
	}
	flags.Switch(&l.secretStdin, "secret-stdin", message.FlagSecretStdin)
	if s.Contested {
		flags.Switch(&l.takeOver, "take-over", message.FlagTakeOver)
	}
	s.Place.Flags(flags)
	return cmd
}

func (l *login[V]) run(ctx context.Context, r *command.Run) error {
	way, err := l.way(r)
	if err != nil {
		return err
	}
	if way == nil {
		return l.askConsent(ctx, r)
	}
	found, e, err := l.begin(r)
	if err != nil {
		return err
	}
	if r.Settings.DryRun {
		if err := way.ask(r, found.Base); err != nil {
			return err
		}
		l.plan(r, way, found.Base)
		return nil
	}
	held, err := l.ready(ctx, e, found)
	if err != nil {
		return err
	}
	typed := way.public != nil && *way.public == ""
	if err := way.ask(r, found.Base); err != nil {
		return err
	}
	if typed {
		l.asked = map[string]string{way.name: *way.public}
	}
	if l.service.Contested && way.public != nil {
		switch done, err := l.announce(ctx, e, held); {
		case err != nil:
			return err
		case done:
			return l.service.remember(r, found.Base, l.asked)
		}
	}
	secret, err := r.Prompt.Secret(l.secretStdin, "--secret-stdin", way.secret.Name, way.question(r, found.Base))
	if err != nil {
		return err
	}
	*way.secret.Secret, found.Values = secret, l.given
	return l.keep(ctx, e, found)
}

// begin finds the service, and the store in which its credential will be kept.
func (l *login[V]) begin(r *command.Run) (found Found[V], e entries, err error) {
	if found, err = l.service.place(r); err != nil {
		return found, e, err
	}
	store, err := r.Store()
	if err != nil {
		return found, e, err
	}
	if store.Name() == "none" {
		return found, e, exit.Usage.New(message.ErrStoreNone).WithHint(message.HintStoreNone)
	}
	found.Source = store.Name()
	return found, l.service.entries(r, store), nil
}

// ready finds out before a person is asked anything whether the store can be used, and
// returns the credential that it has for the origin.
func (l *login[V]) ready(ctx context.Context, e entries, found Found[V]) (Found[V], error) {
	held, err := l.stored(ctx, e, found)
	if err == nil {
		err = credential.CheckWritable(ctx, e.store)
	}
	return held, err
}

// stored returns the credential that the store has for the origin. One that is damaged
// or belongs to another origin will be replaced.
func (l *login[V]) stored(ctx context.Context, e entries, held Found[V]) (Found[V], error) {
	held.Values = l.service.New()
	err := credential.LoadFor(ctx, e.store, e.credential(), held.Origin, held.Values)
	if err != nil {
		var none V
		held.Values = none
	}
	if replaceable(err) || errors.Is(err, credential.ErrOtherOrigin) {
		err = nil
	}
	return held, err
}

// plan shows the request with which a login would prove the secret.
func (l *login[V]) plan(r *command.Run, way *way, base string) {
	if l.service.Plan == nil || way.public == nil {
		return
	}
	secret := command.Placeholder()
	*way.secret.Secret = guichet.NewSecret(secret)
	variable := "GUICHET_" + strings.ToUpper(l.service.Name+"_"+way.secret.Name)
	r.Show(l.service.Name, command.Plan{Planned: l.service.Plan(base, l.given), Variables: []command.Variable{{Value: secret, Name: variable}}})
}

// keep proves the credential at the service, then stores it and its session.
// Logins that run at once take turns; one that finds the session of the same
// credential made and alive keeps it, unless it was told to take over.
func (l *login[V]) keep(ctx context.Context, e entries, found Found[V]) error {
	r := e.run
	r.Source, r.Address = "login", found.Base
	// A credential that cannot be kept would have ended other sessions for nothing.
	if err := credential.CheckSave(ctx, e.store, e.credential(), credential.Set{Origin: found.Origin, Values: found.Values}); err != nil {
		return err
	}
	unlock, err := e.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if !l.takeOver {
		held, err := l.stored(ctx, e, found)
		if err == nil && has(held.Values) && credential.Equal(held.Values, found.Values) && l.alive(ctx, e, found) {
			return l.service.remember(r, found.Base, l.asked)
		}
	}
	session, err := l.service.Open(ctx, r, found.Base, found.Values)
	if err != nil {
		return err
	}
	// Signing in cannot be undone: an interruption must not lose what it gave.
	if err := l.service.save(context.WithoutCancel(ctx), e, found.Origin, found.Values, session); err != nil {
		return err
	}
	r.Notice(message.NoticeLoggedIn, l.service.Name, string(found.Origin), credential.Place(e.store.Name()))
	return l.service.remember(r, found.Base, l.asked)
}

// alive reports whether the session that is kept for a credential still holds, and
// says so.
func (l *login[V]) alive(ctx context.Context, e entries, found Found[V]) bool {
	session, err := l.service.session(ctx, e, found, credential.Account(found.Values))
	if err != nil {
		return false
	}
	found.Values = session
	account, err := l.service.Check(ctx, e.run, found)
	if err != nil {
		return false
	}
	if l.service.Contested {
		e.run.Notice(message.NoticeSessionHolds, account.Name)
	} else {
		e.run.Notice(message.NoticeLoggedIn, l.service.Name, string(found.Origin), credential.Place(e.store.Name()))
	}
	return true
}

// announce says that signing in ends the person's other sessions, and leaves
// everything as it is when the session at hand still holds.
func (l *login[V]) announce(ctx context.Context, e entries, held Found[V]) (done bool, err error) {
	same := has(held.Values) && strings.EqualFold(credential.Account(held.Values), credential.Account(l.given))
	if !l.takeOver && same && l.alive(ctx, e, held) {
		return true, nil
	}
	switch r := e.run; {
	case l.takeOver || r.Settings.Yes:
	case r.Prompt.Asks():
		return false, r.Prompt.Agree(r.Messages.Text(message.WarnOtherSessions, string(held.Origin), credential.Account(l.given)))
	default:
		r.Notice(message.WarnOtherSessions, string(held.Origin), credential.Account(l.given))
	}
	return false, nil
}
