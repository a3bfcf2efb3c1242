// Package doctor declares the command that checks everything between this machine and
// the services. It changes nothing and signs nobody in.
package doctor

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/gopaas"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	"github.com/guichet-go/guichet/cmd/guichet/zops"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// The states of a check.
const (
	fine       = "ok"
	fault      = "fault"
	notChecked = "not_checked"
	notSetUp   = "not_set_up"
)

// check is what one check found.
type check struct {
	_ incomparable.Field

	Check string `json:"check"`
	// Service is "" for what is common to all.
	Service string `json:"service,omitempty"`
	State   string `json:"state"`
	Detail  string `json:"detail"`
	// Hint says what to do about a fault, and Code is the name of its exit code.
	Hint string `json:"hint,omitempty"`
	Code string `json:"code,omitempty"`
}

// examination is a run of the command.
type examination struct {
	run    *command.Run
	broken error // what is wrong with the configuration
	checks []check
	failed exit.Code // that of the first fault
	faults int
}

// Build makes the command. version is called when the command runs.
func Build(version func() string) func(e *command.Env, cmd *cobra.Command) {
	return func(e *command.Env, cmd *cobra.Command) {
		cmd.Use += " [SERVICE…]"
		cmd.Long = e.Messages.Text(message.DoctorLong)
		cmd.RunE = e.RunsAnyway(func(ctx context.Context, r *command.Run, broken error, args []string) error {
			names, err := asked(args)
			if err != nil {
				return err
			}
			r.NoSignIn, r.Prompt.Quiet, r.Settings.Quiet, r.Settings.Retries = true, true, true, 0
			return (&examination{run: r, broken: broken}).do(ctx, version(), names, len(args) > 0)
		})
		cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
			left := slices.DeleteFunc(config.Services(), func(name string) bool { return slices.Contains(args, name) })
			return command.Choices(word, left...), cobra.ShellCompDirectiveNoFileComp
		}
	}
}

// asked are the services that were named, or all.
func asked(args []string) ([]string, error) {
	for _, arg := range args {
		if !slices.Contains(config.Services(), arg) {
			return nil, exit.Usage.New(message.DoctorErrService, arg, strings.Join(config.Services(), ", ")).Suggest(arg, config.Services())
		}
	}
	if len(args) == 0 {
		return config.Services(), nil
	}
	return args, nil
}

// examiner finds a service by its name.
func examiner(name string) auth.Examiner {
	switch name {
	case "rdv":
		return rdv.Service()
	case "zops":
		return zops.Service()
	case "gopaas":
		return gopaas.Service()
	}
	return astor.Service()
}

// do checks what is common, then each service, shows all checks, and fails with the
// code of the first fault.
func (x *examination) do(ctx context.Context, version string, services []string, named bool) error {
	x.note("version", "", message.DoctorVersion, version, runtime.GOOS, runtime.GOARCH)
	x.configuration()
	x.store(ctx)
	x.room()
	for _, name := range services {
		if x.broken != nil {
			x.skip("address", name, message.DoctorNoConfiguration)
			continue
		}
		x.service(ctx, name, named)
	}
	rows, report := command.RowsOf(x.checks)
	if err := x.run.ShowRows([]string{"check", "service", "state", "detail"}, []string{"check"}, rows, report); err != nil {
		return err
	}
	if x.faults == 0 {
		return nil
	}
	if x.run.Settings.Output == "table" {
		x.explain()
	}
	return x.failed.New(message.DoctorErrFaults, x.faults)
}

// explain says what is wrong and what to do about it: a column would cut it.
func (x *examination) explain() {
	for _, c := range x.checks {
		if c.State != fault {
			continue
		}
		x.run.Say(x.run.Messages.Text(message.WithCause, strings.TrimSpace(c.Service+" "+x.word("check", c.Check)), c.Detail))
		if c.Hint != "" {
			x.run.SayAfter(x.run.Messages.Text(message.LabelHint), c.Hint)
		}
	}
}

// note adds a check that found nothing wrong.
func (x *examination) note(name, service string, key message.Key, args ...any) {
	x.checks = append(x.checks, check{Check: name, Service: service, State: fine, Detail: x.run.Messages.Text(key, args...)})
}

// skip adds a check that could not be made.
func (x *examination) skip(name, service string, key message.Key, args ...any) {
	x.checks = append(x.checks, check{Check: name, Service: service, State: notChecked, Detail: x.run.Messages.Text(key, args...)})
}

// fail adds a fault.
func (x *examination) fail(ctx context.Context, name, service string, err error) {
	var known *exit.Error
	if !errors.As(x.run.Failure(ctx, err), &known) {
		known = exit.Unexpected.Wrap(err)
	}
	code := exit.Of(known)
	if x.faults++; x.faults == 1 {
		x.failed = code
	}
	x.checks = append(x.checks, check{
		Check: name, Service: service, State: fault,
		Detail: known.In(x.run.Messages), Hint: known.HintIn(x.run.Messages), Code: code.String(),
	})
}
