package app

import (
	"context"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
)

// NewRoot gives the tests the whole tree of commands.
func NewRoot(e *command.Env) *cobra.Command { return newTree(e).whole() }

// Built runs a command line and names the nouns that were built for it.
func Built(ctx context.Context, e *command.Env, args []string) (names []string) {
	t := newTree(e)
	_, _ = t.run(ctx, args) // what becomes of the line is not looked at
	for _, n := range nouns() {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(t.unbuilt)), func(cmd *cobra.Command) bool { return cmd.Name() == n.name }) {
			names = append(names, n.name)
		}
	}
	return names
}

// AllExamples are the command lines of the table.
func AllExamples() (lines []string) {
	for _, e := range examples {
		lines = append(lines, e.line)
	}
	return lines
}
