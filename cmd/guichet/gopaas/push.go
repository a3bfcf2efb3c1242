package gopaas

import (
	"context"
	"errors"
	"os"
	"strconv"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/spf13/cobra"
)

// push is what a person asks to be written.
type push struct {
	data                   string
	batch                  int
	expressions, keepGoing bool
	resume, resumeFile     string
}

func pushCommand(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: "push TABLE", Short: e.Messages.Text(message.GoPaaSPush)}
	var p push
	f := command.NewFlags(e, cmd)
	f.Data(&p.data, message.PlaceText, message.FlagPushData)
	f.Require("data")
	command.Value(f, &p.batch, "batch", message.PlaceNumber, func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return 0, message.Fail(message.ErrBatch, text)
		}
		return n, nil
	}, message.FlagBatch)
	f.Switch(&p.expressions, "allow-expressions", message.FlagAllowExpressions)
	f.Switch(&p.keepGoing, "keep-going", message.FlagKeepGoing)
	f.Text(&p.resume, "resume", message.FlagResume)
	f.Text(&p.resumeFile, "resume-file", message.FlagResumeFile)
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if err := exit.Arguments(cmd, args); err != nil {
			return err
		}
		if p.data == "" {
			return exit.Line(cmd, message.LineRequiredFlags, "--data")
		}
		return p.run(ctx, r, args[0])
	})
	return cmd
}

// run reads and checks everything before it sends anything.
func (p push) run(ctx context.Context, r *command.Run, table string) error {
	in, err := readInput(r, p.data)
	if err != nil {
		return err
	}
	options := gopaas.PushOptions{Batch: p.batch, AllowExpressions: p.expressions, ContinueAfterFailure: p.keepGoing}
	if err := in.check(options); err != nil {
		return err
	}
	s := begin(table, in)
	if p.resume != "" {
		if s, err = resume(p.resume, table, in); err != nil {
			return err
		}
	}
	out, err := r.Writer(nil, []string{"cle"})
	if err != nil {
		return err
	}
	c, err := Connect(ctx, r)
	if err != nil {
		return err
	}
	switch base := c.BaseURL(); s.BaseURL {
	case "", base:
		s.BaseURL = base
	default:
		return exit.Usage.New(message.ResumeOtherAddress, p.resume, s.BaseURL).WithHint(message.HintSameInput)
	}
	failed := p.send(ctx, c, s, in, options)
	if r.Settings.DryRun {
		return failed // nothing was pushed that could be reported on
	}
	left := p.keep(r, s)
	if err := show(r, out, s, left); failed == nil {
		return r.AfterWrite(err)
	}
	return failed
}

// send pushes what is left and returns the failure that weighs most: a batch of
// unknown outcome, else the first.
func (p push) send(ctx context.Context, c client, s *state, in *input, options gopaas.PushOptions) error {
	rows := in.checked.Without(s.Written)
	if n := len(s.Unknown); n > 0 && !c.run.Settings.DryRun {
		c.run.Notice(message.NoticePushUnsure, n)
	}
	progress := c.run.Prompt.Progress(false)
	progress.Noun = message.NounRecord
	defer progress.End()
	done := 0
	var unknown error
	options.OnBatch = func(b gopaas.Batch) error {
		if errors.Is(b.Err, guichet.ErrUnknownOutcome) {
			unknown = b.Err
		}
		done += len(b.Rows)
		progress.Show(done, len(rows.Keys))
		return nil
	}
	report, err := c.Items.PushChecked(ctx, s.Table, rows, options)
	s.add(report)
	if unknown != nil {
		return unknown
	}
	return err
}

// keep leaves a file to go on from when rows are left, and removes the one that
// is no longer needed. It returns the name of the file that was left.
func (p push) keep(r *command.Run, s *state) string {
	if len(s.Written) == s.Rows {
		if p.resume != "" && os.Remove(p.resume) == nil {
			r.Notice(message.NoticeResumeDone, p.resume)
		}
		return ""
	}
	path := p.resumeFile
	if path == "" {
		path = p.resume
	}
	if path == "" {
		path = s.defaultResumeFile()
	}
	if err := s.save(path); err != nil {
		r.Say(r.Messages.Text(message.ErrFileUnwritable, path, message.WithoutPath(err)))
		return ""
	}
	return path
}

// pushed is the report as data. Each row is in exactly one of the lists.
type pushed struct {
	Table      string             `json:"table"`
	Rows       int                `json:"rows"`
	Written    []gopaas.PushedRow `json:"written"`
	NotWritten []gopaas.PushedRow `json:"not_written"`
	Unknown    []gopaas.PushedRow `json:"unknown"`
	ResumeFile string             `json:"resume_file,omitempty"`
}

// counted is the report as a person reads it, or a table of reports.
type counted struct {
	Table      string `json:"table"`
	Rows       int    `json:"rows"`
	Written    int    `json:"written"`
	NotWritten int    `json:"not_written"`
	Unknown    int    `json:"unknown"`
	ResumeFile string `json:"resume_file"`
}

// show reports on every row of the data: the lists on stdout in the formats of
// objects, their lengths in a table, the keys that were written as ids.
func show(r *command.Run, out *render.Writer, s *state, left string) error {
	written, not, unknown := len(s.Written), len(s.NotWritten), len(s.Unknown)
	text := r.Messages.Text(message.NoticePushed, written, not, unknown)
	if written < s.Rows || !r.Settings.Quiet {
		r.Say(text)
	}
	if left != "" {
		r.Say(r.Messages.Text(message.NoticePushLeft, left))
	}
	if r.Settings.Output == "id" && r.Settings.JQ == "" {
		return command.Print(out, s.Written)
	}
	var report any = pushed{s.Table, s.Rows, listed(s.Written), listed(s.NotWritten), listed(s.Unknown), left}
	if format := r.Settings.Output; (format == "table" || format == "csv") && r.Settings.JQ == "" {
		report = counted{s.Table, s.Rows, written, not, unknown, left}
	}
	return command.PrintOne(out, report)
}

// listed is a list that is [] when it is empty.
func listed(rows []gopaas.PushedRow) []gopaas.PushedRow { return append([]gopaas.PushedRow{}, rows...) }
