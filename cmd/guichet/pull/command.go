// Package pull copies whole lists of the services into files, or into a stream
// that warehouses load: completely or saying that it could not, resumable, and
// with a manifest that tells what changed.
package pull

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Build adds the verbs of "pull" to their command.
func Build(e *command.Env, cmd *cobra.Command) {
	cmd.AddCommand(runCommand(e), planCommand(e), statusCommand(e), verifyCommand(e), datasetsCommand(e))
}

func runCommand(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: "run DATASET…", Short: e.Messages.Text(message.PullRunShort)}
	var w wish
	f := command.NewFlags(e, cmd)
	w.flags(f)
	f.Text(&w.out, "out", message.PullFlagOut)
	f.Switch(&w.resume, "resume", message.PullFlagResume)
	w.singer.flags(f)
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		w.names = args
		if w.singer.asked(w.query.Format) {
			return runSinger(ctx, r, cmd, w)
		}
		j, err := w.job(r, cmd)
		if err != nil {
			return err
		}
		return j.run(ctx)
	})
	return cmd
}

func planCommand(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: "plan DATASET…", Short: e.Messages.Text(message.PullPlanShort)}
	var w wish
	w.flags(command.NewFlags(e, cmd))
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		w.names = args
		j, err := w.job(r, cmd)
		if err != nil {
			return err
		}
		return j.plan(ctx)
	})
	return cmd
}

func statusCommand(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: "status DIR", Short: e.Messages.Text(message.PullStatusShort)}
	cmd.RunE = e.Runs(func(_ context.Context, r *command.Run, args []string) error {
		dir, err := oneDir(r, cmd, args)
		if err != nil {
			return err
		}
		return status(r, dir)
	})
	return cmd
}

func verifyCommand(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: "verify DIR", Short: e.Messages.Text(message.PullVerifyShort)}
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		dir, err := oneDir(r, cmd, args)
		if err != nil {
			return err
		}
		return verify(ctx, r, cmd, dir)
	})
	return cmd
}

func oneDir(r *command.Run, cmd *cobra.Command, args []string) (string, error) {
	if len(args) != 1 {
		return "", exit.Usage.New(message.LineExactArgs, cmd.UseLine(), 1, len(args)).WithHint(message.LineSeeHelp, cmd.CommandPath())
	}
	return args[0], nil
}
