package app

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/doctor"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/gopaas"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
	"github.com/guichet-go/guichet/cmd/guichet/zops"
)

// noun is a first word of the command line. build adds its verbs, or makes it a
// command of its own.
type noun struct {
	name  string
	short message.Key
	build func(e *command.Env, cmd *cobra.Command)
}

// nouns are all of them: a new one is added here.
func nouns() []noun {
	return []noun{
		{"auth", message.AuthShort, buildAuth},
		{"profile", message.ProfileShort, buildProfile},
		{"config", message.ConfigShort, buildConfig},
		{"rdv", message.RDVShort, rdv.Build},
		{"zops", message.ZOPSShort, zops.Build},
		{"gopaas", message.GoPaaSShort, gopaas.Build},
		{"astor", message.AstorShort, astor.Build},
		{"api", message.APIShort, buildAPI},
		{"pull", message.PullShort, pull.Build},
		{"schema", message.PullSchemaShort, pull.BuildSchema},
		{"sandbox", message.SandboxShort, sandbox.Build},
		{"doctor", message.DoctorShort, doctor.Build(func() string { return built().Version })},
		{"completion", message.WordCompletionShort, buildCompletion},
		{"man", message.ManShort, buildMan},
		{"version", message.VersionShort, buildVersion},
	}
}

// tree is all commands. A noun has its name and its short text from the start, and
// is built when a command line asks for it.
type tree struct {
	env     *command.Env
	root    *cobra.Command
	unbuilt map[*cobra.Command]noun
	// alone says that the command line was the name of the program.
	alone bool
	// mark stands before the title of each section of a page.
	mark string
}

func newTree(e *command.Env) *tree {
	root := command.Group(e, "guichet", message.CommandShort)
	t := &tree{env: e, root: root, unbuilt: map[*cobra.Command]noun{}}
	root.Args = cobra.ArbitraryArgs
	root.RunE = func(_ *cobra.Command, args []string) error {
		t.alone = len(args) == 0
		return exit.UnknownVerb(root, args)
	}
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetOut(e.Out)
	root.SetErr(e.Err)
	root.SetIn(e.In)
	root.PersistentFlags().SortFlags = false
	config.Register(root.PersistentFlags(), e.Messages)
	e.Global = root.PersistentFlags()
	root.Version = built().Version
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return exit.OfLine(cmd, err) })
	t.translate()
	for _, n := range nouns() {
		cmd := command.Group(e, n.name, n.short)
		root.AddCommand(cmd)
		t.unbuilt[cmd] = n
	}
	return t
}

// run runs a command line.
func (t *tree) run(ctx context.Context, args []string) (*cobra.Command, error) {
	args = t.unbundled(args)
	t.prepare(args)
	t.root.SetArgs(args)
	return t.root.ExecuteContextC(ctx)
}

// prepare builds the noun that cobra will find in a command line. Of a line that is
// being completed, the last word is not yet typed to its end.
func (t *tree) prepare(args []string) {
	// cobra adds this command when it runs, and only where it is called.
	complete := &cobra.Command{Use: cobra.ShellCompRequestCmd, Aliases: []string{cobra.ShellCompNoDescRequestCmd}}
	t.root.AddCommand(complete)
	cmd, line, _ := t.find(args)
	t.root.RemoveCommand(complete)
	if t.env.Completing = cmd == complete && len(line) > 0; t.env.Completing {
		completeGlobals(t.env, t.root)
		_, _, _ = t.find(line[:len(line)-1])
	}
}

// unbundled parts the last letter from a bundle such as -qo before the verb, as pflag
// reads it. cobra would take the value of that letter for a command. It stops at the
// first flag of a verb, whose value may look like a bundle.
func (t *tree) unbundled(args []string) []string {
	flags := t.root.PersistentFlags()
	short := func(letter string) *pflag.Flag {
		if len(letter) > 1 { // pflag panics at a letter of several bytes
			return nil
		}
		return flags.ShorthandLookup(letter)
	}
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		if len(args[i]) < 2 || args[i][0] != '-' {
			continue // a command
		}
		if name, long := strings.CutPrefix(args[i], "--"); long {
			name, _, hasValue := strings.Cut(name, "=")
			f := flags.Lookup(name)
			if f == nil {
				break
			}
			if f.NoOptDefVal == "" && !hasValue {
				i++ // its value
			}
			continue
		}
		letters := strings.Split(args[i][1:], "")
		first := slices.IndexFunc(letters, func(letter string) bool { f := short(letter); return f == nil || f.NoOptDefVal == "" })
		if first >= 0 && short(letters[first]) == nil {
			break
		}
		if first != len(letters)-1 {
			continue // only switches, or a value in the same word
		}
		if first > 0 {
			args = slices.Concat(args[:i], []string{args[i][:first+1], "-" + letters[first]}, args[i+1:])
			i++
		}
		i++ // its value
	}
	return args
}

// find is cobra's own, in a tree where the noun is built.
func (t *tree) find(args []string) (*cobra.Command, []string, error) {
	cmd, rest, err := t.root.Find(args)
	if _, unbuilt := t.unbuilt[cmd]; !unbuilt {
		return cmd, rest, err
	}
	t.build(cmd)
	return t.root.Find(args)
}

func (t *tree) build(cmd *cobra.Command) {
	n := t.unbuilt[cmd]
	delete(t.unbuilt, cmd)
	n.build(t.env, cmd)
	dress(t.env.Messages, cmd)
}

func buildAuth(e *command.Env, cmd *cobra.Command) {
	auth.Build(e, cmd, rdv.Service(), zops.Service(), gopaas.Service(), astor.Service())
}
