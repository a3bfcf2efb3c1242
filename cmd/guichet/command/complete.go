package command

import (
	"context"
	"encoding/json"
	"iter"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// suggestTime is how long completion may take. A person waits for it at each
// key, so that nothing is better than something late.
const suggestTime = 1500 * time.Millisecond

// ColumnsNote is the annotation of a command that names its columns.
const ColumnsNote = "columns"

// Suggest gives what can stand at a place of the command line, each with a
// description. It reads one page at most, and what fails gives nothing.
type Suggest func(ctx context.Context, r *Run) iter.Seq2[string, string]

// Suggestions are those of a service: by the name of a flag, or by that of an
// argument as its declaration has it.
type Suggestions map[string]Suggest

// Suggest gives the ids of the first page of the list, with the fields that
// describe an object to a person.
//
// Inlined, it would be compiled anew in each of its callers.
//
//go:noinline
func (l *List[C]) Suggest(connect Connect[C], description ...string) Suggest {
	return func(ctx context.Context, r *Run) iter.Seq2[string, string] {
		return func(yield func(string, string) bool) {
			client, err := connect(ctx, r)
			if err != nil {
				return
			}
			left := pageSize
			rows, _ := l.Rows(ctx, client, Input{Run: r})
			for row, err := range rows {
				if left--; err != nil || !yield(describe(row, l.ID, description)) || left == 0 {
					return
				}
			}
		}
	}
}

// describe reads the id of an object and the fields that describe it.
func describe(row json.RawMessage, id, description []string) (string, string) {
	plain := func(fields []string) string {
		var texts []string
		for _, field := range fields {
			value := rawjson.Member(row, field)
			text, isText := rawjson.Text(value)
			if !isText {
				text = string(value)
			}
			if text != "" && text != "null" {
				texts = append(texts, render.Sanitize(text))
			}
		}
		return strings.Join(texts, " ")
	}
	if id == nil {
		id = []string{"id"}
	}
	return plain(id), plain(description)
}

// On offers the suggestions wherever a flag or an argument of a name stands in
// the commands below.
func (s Suggestions) On(e *Env, cmd *cobra.Command) {
	if !e.Completing {
		return
	}
	for _, child := range cmd.Commands() {
		s.On(e, child)
	}
	cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		if suggest := s[flag.Name]; suggest != nil {
			_ = cmd.RegisterFlagCompletionFunc(flag.Name, e.Complete(suggest)) // it fails for a flag that completes already
		}
	})
	names := strings.Fields(cmd.Use)[1:]
	if cmd.HasSubCommands() || cmd.ValidArgsFunction != nil || len(names) == 0 {
		return
	}
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) < len(names) && s[names[len(args)]] != nil {
			return e.Complete(s[names[len(args)]])(cmd, args, word)
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// Complete is what cobra calls for a word. Of words with commas between them the
// last one is completed.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func (e *Env) Complete(suggest Suggest) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, word string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
		begun := word[strings.LastIndexByte(word, ',')+1:]
		before := strings.TrimSuffix(word, begun)
		ctx, cancel := context.WithTimeout(cmd.Context(), suggestTime)
		defer cancel()
		r, err := e.start(cmd)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		for id, description := range suggest(ctx, r.atHand(ctx)) {
			if id != "" && strings.HasPrefix(id, begun) {
				found = append(found, cobra.CompletionWithDesc(before+id, description))
			}
		}
		return found, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

// atHand makes a run that asks nothing, says nothing and tries nothing twice.
func (r *Run) atHand(ctx context.Context) *Run {
	r.AtHand = true
	s := r.Settings
	s.NoInput, s.Quiet, s.Debug, s.DryRun = true, true, false, false
	s.Retries, s.Concurrency, s.Limit = 0, 1, pageSize
	r.Prompt = r.prompt(s)
	r.Prompt.Context = ctx
	return r
}

// Offer completes a flag from a closed set of values.
func (f *Flags) Offer(name string, values ...string) {
	if !f.completing {
		return
	}
	_ = f.cmd.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		begun := word[strings.LastIndexByte(word, ',')+1:]
		return offer(values, strings.TrimSuffix(word, begun), begun), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}) // the flag was just declared
}

// Choices completes a word from a closed set.
func Choices(word string, values ...string) []cobra.Completion { return offer(values, "", word) }

// offer lists the values that begin as the word does.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func offer(values []string, before, begun string) (found []cobra.Completion) {
	for _, value := range values {
		if strings.HasPrefix(value, begun) {
			found = append(found, before+value)
		}
	}
	return found
}

// completeArgs completes the arguments that say what can stand there.
//
// Inlined, it would be compiled anew for each kind of client.
//
//go:noinline
func (e *Env) completeArgs(cmd *cobra.Command, want []Arg) {
	for _, arg := range want {
		if arg.Values == nil && arg.Suggest == nil {
			continue
		}
		cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
			switch n := len(args); {
			case n < len(want) && want[n].Values != nil:
				return Choices(word, want[n].Values(args)...), cobra.ShellCompDirectiveNoFileComp
			case n < len(want) && want[n].Suggest != nil:
				return e.Complete(want[n].Suggest)(cmd, args, word)
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return
	}
}
