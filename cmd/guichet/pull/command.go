// Package pull copies whole lists of the services into files, or into a stream
// that warehouses load: completely or saying that it could not, resumable, and
// with a manifest that tells what changed.
package pull

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
)

// Build adds the verbs of "pull" to their command.
func Build(e *command.Env, cmd *cobra.Command) {
	cmd.AddCommand(runCommand(e), planCommand(e), mergeCommand(e),
		verb(e, "status DIR", message.PullStatusShort, ofDirectory((*job).status)),
		verb(e, "verify DIR", message.PullVerifyShort, ofDirectory((*job).verify)),
		verb(e, "datasets", message.PullDatasetsShort, datasets))
}

// action does what a verb is for.
type action func(ctx context.Context, r *command.Run, cmd *cobra.Command, args []string) error

// verb returns a command; flags of its own can be added to it.
func verb(e *command.Env, use string, short message.Key, do action) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: e.Messages.Text(short)}
	do.of(e, cmd)
	return cmd
}

// of has a command do it.
func (do action) of(e *command.Env, cmd *cobra.Command) {
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error { return do(ctx, r, cmd, args) })
}

func runCommand(e *command.Env) *cobra.Command {
	flags := new(runFlags)
	cmd := verb(e, "run DATASET…", message.PullRunShort, func(ctx context.Context, r *command.Run, cmd *cobra.Command, args []string) error {
		return flags.metrics.around(ctx, r, flags.out, func() error {
			if flags.singer.asked(flags.query.Format) {
				flags.names = args
				return flags.tap(ctx, r, cmd)
			}
			return flags.action((*job).run)(ctx, r, cmd, args)
		})
	})
	f := command.NewFlags(e, cmd)
	completeDatasets(e, cmd, -1)
	flags.declare(f)
	command.Value(f, &flags.query.Partition, "partition", message.PullPlaceShare, partition, message.PullFlagPartition)
	f.Text(&flags.out, "out", message.PullFlagOut)
	f.Switch(&flags.resume, "resume", message.PullFlagResume)
	f.Text(&flags.metrics.path, "metrics", message.PullFlagMetrics)
	flags.singer.declare(f)
	return cmd
}

func planCommand(e *command.Env) *cobra.Command {
	flags := new(runFlags)
	cmd := verb(e, "plan DATASET…", message.PullPlanShort, flags.action((*job).plan))
	flags.declare(command.NewFlags(e, cmd))
	completeDatasets(e, cmd, -1)
	return cmd
}

func mergeCommand(e *command.Env) *cobra.Command {
	flags := new(runFlags)
	cmd := verb(e, "merge DIR…", message.PullMergeShort, func(ctx context.Context, r *command.Run, cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return exit.Arguments(cmd, args)
		case flags.query.Format == "singer":
			return exit.Usage.New(message.PullErrSingerOut, "--out")
		}
		j := newJob(r, cmd, flags.out)
		j.query, j.metrics = flags.query, &flags.metrics
		j.dialect()
		return flags.metrics.around(ctx, r, flags.out, func() error { return j.merge(ctx, args) })
	})
	f := command.NewFlags(e, cmd)
	f.Text(&flags.out, "out", message.PullFlagMergeOut)
	f.Text(&flags.metrics.path, "metrics", message.PullFlagMetrics)
	flags.declareFormat(f, message.PullFlagMergeFormat)
	return cmd
}

// action checks the flags and does the work of a job.
func (f *runFlags) action(do func(*job, context.Context) error) action {
	return func(ctx context.Context, r *command.Run, cmd *cobra.Command, args []string) error {
		f.names = args
		j, err := f.job(r, cmd)
		if err != nil {
			return err
		}
		return do(j, ctx)
	}
}

// ofDirectory is a verb whose argument is the directory of a result.
func ofDirectory(do func(*job, context.Context) error) action {
	return func(ctx context.Context, r *command.Run, cmd *cobra.Command, args []string) error {
		if err := exit.Arguments(cmd, args); err != nil {
			return err
		}
		return do(newJob(r, cmd, args[0]), ctx)
	}
}

// completeDatasets completes the datasets that are not yet on the line, up to most of
// them; -1 is all. Of the views of GoPaaS, it knows those that were read before.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func completeDatasets(e *command.Env, cmd *cobra.Command, most int) {
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, word string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
		how := cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		if len(args) == most {
			return nil, how
		}
		for _, name := range dataset.Names() {
			name, open := strings.CutSuffix(name, "VIEW")
			if open && strings.HasPrefix(word, name) {
				return e.Complete(dataset.Views)(cmd, args, word)
			}
			if slices.Contains(args, name) || !strings.HasPrefix(name, word) {
				continue
			}
			if found = append(found, name); open && len(found) == 1 {
				how |= cobra.ShellCompDirectiveNoSpace
			}
		}
		return found, how
	}
}
