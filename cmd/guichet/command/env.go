// Package command turns declarations into commands: what a command shows or
// sends is declared, how it runs is written here once. Flags are parsed before
// anything is done; the work is done in functions that know nothing of flags.
package command

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/prompt"
)

// Env is the world outside of the program. It is the same for all commands.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	// Getenv reads a variable.
	Getenv func(string) string
	GOOS   string
	// InTerminal, OutTerminal and ErrTerminal say which streams a person sees.
	InTerminal, OutTerminal, ErrTerminal bool
	// Width is that of the terminal of Out in cells, ErrWidth that of Err; 0 when
	// unknown or no terminal.
	Width, ErrWidth int
	// ReadHidden reads a line from the terminal without showing it, until stop
	// is done.
	ReadHidden func(stop context.Context) (string, error)
	// Messages is the catalogue for help and for errors of the command line.
	Messages *message.Catalogue
	// Global is the set of flags that every command has.
	Global *pflag.FlagSet
	// Now is the clock.
	Now func() time.Time
	// Keyring stands in for the keyring of the system; nil is that one.
	Keyring credential.Backend
	// Sandbox makes the sandbox of --sandbox, with data around a day, as an instance of
	// RDV-Solidarités.
	Sandbox func(today time.Time, instance string) Sandbox
	// Accessible marks the terminal as one where lines must not be redrawn.
	Accessible bool
	// Completing says that a shell asks what may come next. Only then are
	// completions declared: cobra keeps each of them, and the command with it, for
	// as long as the process lives.
	Completing bool
	// JSONErrors says that failures are printed as JSON, once the settings are
	// known; nil before.
	JSONErrors *bool
}

// Sandbox is the services inside the process.
type Sandbox interface {
	// Transport reaches the service of that name.
	Transport(service string) (baseURL string, transport http.RoundTripper)
	// Variables are the credentials and addresses, as variables.
	Variables(service string) map[string]string
}

// Run is one command being run: its settings and its world.
type Run struct {
	*Env
	// Noun is the word before the verb: what the command is about.
	Noun     string
	Settings *config.Settings
	File     *config.File
	Dirs     config.Dirs
	// Messages speaks the language of the settings.
	Messages *message.Catalogue
	// Prompt asks the person.
	Prompt *prompt.Prompt
	// Sandboxed is set with --sandbox.
	Sandboxed Sandbox
	// AtHand allows only what is at hand: nothing is asked of a person, run, or
	// signed in anew. Completion is such a run.
	AtHand bool
	// NoSignIn allows everything but a sign-in, which could end sessions of others.
	NoSignIn bool
	// Source is where the credential of this run was found, "" before; "login"
	// is one that was just typed, for Address.
	Source, Address string
	// OnAttempt, when not nil, is called after each attempt at a request.
	OnAttempt func(attempt, size int)
	// Secrets are values of headers that a dry run must not show.
	Secrets []guichet.Secret

	// awaited is the path of the lock that this run waits for. Copies share it.
	awaited *atomic.Pointer[string]
}

// Runs returns what cobra calls: it resolves the settings, bounds the time,
// and runs f.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func (e *Env) Runs(f func(ctx context.Context, r *Run, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		r, err := e.start(cmd)
		if err != nil {
			return err
		}
		return r.perform(cmd, args, f)
	}
}

// RunsAnyway is [Env.Runs] for a command that works when the configuration is wrong:
// broken says what is wrong with it, and the run has an empty one then.
func (e *Env) RunsAnyway(f func(ctx context.Context, r *Run, broken error, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		r, broken, err := e.begin(cmd)
		if err != nil {
			return err
		}
		return r.perform(cmd, args, func(ctx context.Context, r *Run, args []string) error { return f(ctx, r, broken, args) })
	}
}

// perform checks what was given, bounds the time, and runs f.
func (r *Run) perform(cmd *cobra.Command, args []string, f func(ctx context.Context, r *Run, args []string) error) error {
	if err := fits(cmd, r.Settings); err != nil {
		return err
	}
	for i, arg := range args {
		if err := input.UTF8(r.Messages.Text(message.LineArgument, i+1), []byte(arg)); err != nil {
			return err
		}
	}
	if parent := cmd.Parent(); parent != nil {
		r.Noun = parent.Name()
	}
	if err := r.spreadsheet(cmd); err != nil {
		return err
	}
	ctx := cmd.Context()
	if r.Settings.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.Settings.Timeout)
		defer cancel()
	}
	r.Prompt.Context = ctx
	return r.Failure(ctx, f(ctx, r, args))
}

// start is [Env.begin] for a command that needs a configuration that is right.
func (e *Env) start(cmd *cobra.Command) (*Run, error) {
	r, broken, err := e.begin(cmd)
	if err != nil || broken != nil {
		return nil, cmp.Or(err, broken)
	}
	return r, nil
}

// begin reads the configuration and resolves the settings. broken says what is wrong
// with the configuration; an empty one is in its place then. A profile that is named and
// does not exist is refused before anything is sent: the default address may be
// another server. Only the commands about profiles run without one.
func (e *Env) begin(cmd *cobra.Command) (r *Run, broken, err error) {
	dirs := config.Dirs{Getenv: e.Getenv, GOOS: e.GOOS}
	file, broken := e.config(dirs)
	if broken != nil {
		file = config.Homeless(broken)
	}
	r, err = e.resolve(cmd, dirs, file)
	if err != nil && broken != nil {
		err = broken
	}
	return r, broken, err
}

func (e *Env) resolve(cmd *cobra.Command, dirs config.Dirs, file *config.File) (*Run, error) {
	settings, err := config.Resolve(config.Sources{Flags: e.Global, Getenv: e.Getenv, File: file})
	if err != nil {
		return nil, err
	}
	inJSON := settings.Output == "json" || settings.Output == "ndjson" || settings.JQ != ""
	e.JSONErrors = &inJSON
	if err := contradiction(settings); err != nil {
		return nil, err
	}
	if settings.Lang != "" {
		e.Messages.Lang = settings.Lang // for the flags too, which hold the catalogue
	}
	about := strings.HasPrefix(cmd.CommandPath(), cmd.Root().Name()+" profile ")
	if _, origin, _ := settings.Origin("profile"); !about && !file.HasProfile(settings.Profile) {
		return nil, file.NoProfile(strings.TrimPrefix(origin, "--profile"), settings.Profile)
	}
	r := &Run{Env: e, Settings: settings, File: file, Dirs: dirs, Messages: e.Messages, awaited: new(atomic.Pointer[string])}
	r.Prompt = e.prompt(settings)
	if settings.Sandbox {
		today, err := e.SandboxToday()
		if err != nil {
			return nil, err
		}
		r.Sandboxed = e.Sandbox(today, r.SandboxInstance())
	}
	e.Messages.Place = r.placeFlags()
	return r, nil
}

// prompt asks the person at the terminals, within the settings.
func (e *Env) prompt(s *config.Settings) *prompt.Prompt {
	return &prompt.Prompt{
		Context: context.Background(), In: e.In, Err: e.Err,
		InTerminal: e.InTerminal, OutTerminal: e.OutTerminal, ErrTerminal: e.ErrTerminal, Width: e.ErrWidth, ReadHidden: e.ReadHidden,
		Messages: e.Messages, NoInput: s.NoInput, Yes: s.Yes, Quiet: s.Quiet, Plain: e.Accessible || e.dumb(), Now: e.Now,
	}
}

// config reads the configuration. An account without a home has an empty one:
// with variables alone nothing else is needed.
func (e *Env) config(dirs config.Dirs) (*config.File, error) {
	path, err := dirs.File()
	if err != nil {
		return config.Homeless(err), nil
	}
	file, err := config.Read(path)
	if !errors.Is(err, fs.ErrPermission) || e.Getenv("GUICHET_CONFIG_DIR") != "" {
		return file, err
	}
	if sandbox := e.Global.Lookup("sandbox"); sandbox != nil && sandbox.Value.String() == "true" {
		return config.Homeless(err), nil
	}
	var refused *exit.Error
	if errors.As(err, &refused) { // HOME is another account's
		refused.WithHint(message.SetHintNoHome, "GUICHET_CONFIG_DIR")
	}
	return nil, err
}

// Store opens the store of the settings.
func (r *Run) Store() (credential.Store, error) {
	switch {
	case r.Sandboxed != nil || r.Settings.Store == "none":
		return credential.None(), nil
	case r.Settings.Store == "file":
		dir, err := r.Dirs.Config()
		if err != nil {
			return nil, err
		}
		return credential.File(dir, r.Lock), nil
	}
	return credential.Keyring(credential.KeyringOptions{
		Terminal: r.Prompt.Asks(),
		Notice:   func() { r.Notice(message.NoticeKeyringWaits) },
		Getenv:   r.Getenv,
		Backend:  r.Keyring,
	}), nil
}

// Failure gives an error its exit code, its words and its hint.
func (r *Run) Failure(ctx context.Context, err error) error {
	lock := ""
	if path := r.awaited.Load(); path != nil {
		lock = *path
	}
	return exit.From(ctx, err, exit.Situation{
		Timeout: r.Settings.Timeout, Profile: r.Settings.Profile, Source: r.Source, Address: r.Address, Spaced: r.Prompt.Spaced, Lock: lock,
	})
}

// Lock takes the lock at path as [lock.Wait] does, says which process keeps it
// waiting, and remembers the lock for the message of --timeout: a call that ends
// because of it may hide the error.
func (r *Run) Lock(ctx context.Context, path string) (unlock func(), err error) {
	awaited := cmp.Or(r.awaited, new(atomic.Pointer[string]))
	awaited.Store(&path)
	unlock, err = lock.Wait(ctx, path, r.lockWaits)
	if err == nil {
		awaited.Store(nil)
	}
	return unlock, err
}

func (r *Run) lockWaits(holder lock.Owner) {
	if holder.PID == 0 {
		r.Notice(message.NoticeLockWaitsUnknown)
		return
	}
	r.Notice(message.NoticeLockWaits, holder.PID, holder.Host)
}

// StatePath returns a file in the state directory.
func (r *Run) StatePath(elements ...string) (string, error) {
	dir, err := r.Dirs.State()
	if err != nil {
		return "", err
	}
	return filepath.Join(append([]string{dir}, elements...)...), nil
}

// ChosenProfile is the profile that was named for this run, or that "profile use"
// chose, "" for none: a setting is then written for all profiles.
func (r *Run) ChosenProfile() string {
	if _, origin, _ := r.Settings.Origin("profile"); origin == config.DefaultProfile {
		return ""
	}
	return r.Settings.Profile
}

// placeFlags are the flags of this run that choose the profile and the address, as part of
// a command line: the commands of a hint repeat them, since the same id is another object elsewhere.
func (r *Run) placeFlags() string {
	var flags strings.Builder
	if name := r.ChosenProfile(); name != "" {
		flags.WriteString(" -p " + input.Quote(name))
	}
	for _, name := range []string{"instance", "base-url"} {
		if value, origin, _ := r.Settings.Origin(name); origin == "--"+name {
			flags.WriteString(" --" + name + " " + input.Quote(value))
		}
	}
	if r.Sandboxed != nil {
		flags.WriteString(" --sandbox")
	}
	return flags.String()
}
