package app

import (
	"context"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// shell writes the completion script of a shell.
type shell struct {
	name  string
	long  message.Key
	write func(root *cobra.Command, out io.Writer, descriptions bool) error
}

func shells() []shell {
	type cmd = cobra.Command
	return []shell{
		{"bash", message.CompletionBash, bash},
		{"zsh", message.CompletionZsh, either((*cmd).GenZshCompletion, (*cmd).GenZshCompletionNoDesc)},
		{"fish", message.CompletionFish, (*cmd).GenFishCompletion},
		{"powershell", message.CompletionPowerShell, either((*cmd).GenPowerShellCompletionWithDesc, (*cmd).GenPowerShellCompletion)},
	}
}

// bash writes the script of cobra, which escapes the comma between two columns: what
// it offered then did not begin with the word that a person had typed.
func bash(root *cobra.Command, out io.Writer, descriptions bool) error {
	var script strings.Builder
	if err := root.GenBashCompletionV2(&script, descriptions); err != nil {
		return err
	}
	const quoted, single, all = `comp=$(printf "%q" "${compline%%$tab*}")`, `COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]}")`,
		`IFS=$'\n' read -ra COMPREPLY -d '' < <(printf "%q\n" "${COMPREPLY[@]}")`
	const described = `COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]%%$tab*}")`
	unescaped := strings.NewReplacer(
		quoted, quoted+`; comp=${comp//\\,/,}`,
		single, single+`; COMPREPLY[0]=${COMPREPLY[0]//\\,/,}`,
		described, described+`; COMPREPLY[0]=${COMPREPLY[0]//\\,/,}`,
		all, all+`; COMPREPLY=("${COMPREPLY[@]//\\,/,}")`,
	).Replace(script.String())
	_, err := io.WriteString(out, unescaped)
	return err
}

// either writes with descriptions or without them.
func either(with, without func(*cobra.Command, io.Writer) error) func(*cobra.Command, io.Writer, bool) error {
	return func(root *cobra.Command, out io.Writer, descriptions bool) error {
		if descriptions {
			return with(root, out)
		}
		return without(root, out)
	}
}

func buildCompletion(e *command.Env, group *cobra.Command) {
	group.Long = e.Messages.Text(message.WordCompletionLong, "guichet")
	for _, s := range shells() {
		var bare bool
		short := e.Messages.Text(message.WordCompletionShell, s.name)
		cmd := &cobra.Command{Use: s.name, Short: short, Long: short + "\n\n" + e.Messages.Text(s.long)}
		command.NewFlags(e, cmd).Switch(&bare, "no-descriptions", message.WordCompletionNoDescriptions)
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return command.TooMany(cmd, args)
			}
			return s.write(cmd.Root(), e.Out, !bare)
		}
		group.AddCommand(cmd)
	}
}

// completeGlobals completes the flags that every command has. Nothing is a file
// unless it is said to be.
func completeGlobals(e *command.Env, root *cobra.Command) {
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	offer := func(name string, f cobra.CompletionFunc) {
		_ = root.RegisterFlagCompletionFunc(name, f) // the flag is one of the table's
	}
	for _, option := range config.Options() {
		if option.Values != nil {
			offer(option.Name, func(_ *cobra.Command, _ []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
				return command.Choices(word, option.Values...), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
			})
		}
	}
	offer("profile", e.Complete(profiles))
	paths := columns(e.Messages)
	offer("columns", paths)
	offer("sort", paths)
	offer("ca-file", cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault))
}

// profiles are the profiles of the configuration, and the default one.
func profiles(_ context.Context, r *command.Run) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if name := config.DefaultProfile; !r.File.InFile(name) && !yield(name, "") {
			return
		}
		for _, name := range r.File.Profiles() {
			if !yield(name, "") {
				return
			}
		}
	}
}

// columns completes the columns that a command shows by itself. One to sort by may
// have a minus before it.
func columns(c *message.Catalogue) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, word string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
		begun := strings.TrimPrefix(word[strings.LastIndexByte(word, ',')+1:], "-")
		for path := range strings.SplitSeq(cmd.Annotations[command.ColumnsNote], ",") {
			if path != "" && strings.HasPrefix(path, begun) {
				found = append(found, cobra.CompletionWithDesc(strings.TrimSuffix(word, begun)+path, c.Header(path)))
			}
		}
		return found, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveKeepOrder
	}
}

// settingKeys are what config get, set and unset take.
func settingKeys([]string) []string { return config.Keys() }

// settingValues are the values of a setting that has a closed set of them.
func settingValues(before []string) []string {
	if before[0] == "rdv.time_zone" {
		return config.Zones()
	}
	at := slices.IndexFunc(config.Options(), func(o config.Option) bool { return o.Key() == before[0] })
	if at < 0 {
		return nil
	}
	switch option := config.Options()[at]; {
	case option.Values != nil:
		return option.Values
	case option.Kind == config.Bool:
		return []string{"true", "false"}
	}
	return nil
}
