package command

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Into runs show with a file in place of standard output, unless the path is empty. The
// file gets its new content when show has succeeded; only its owner can read it.
func (r *Run) Into(path string, show func() error) error {
	if path == "" {
		return show()
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return exit.Usage.New(message.ErrFileUnwritable, path, message.Fail(message.StoreNotAFile))
	}
	var failed error
	err := atomicfile.WriteFrom(path, func(w io.Writer) error {
		env := *r.Env
		env.Out, env.OutTerminal, env.Width = w, false, 0
		r.Env, r.Prompt.OutTerminal = &env, false
		failed = show()
		return failed
	})
	if err == nil || failed != nil || errors.Is(err, syscall.ENOSPC) {
		return err
	}
	return exit.Usage.New(message.ErrFileUnwritable, path, message.WithoutPath(err))
}

// spreadsheet refuses -o xlsx where no list is shown. A variable or the configuration
// gives way to a table.
func (r *Run) spreadsheet(cmd *cobra.Command) error {
	if _, list := cmd.Annotations[ColumnsNote]; list || r.Settings.Output != "xlsx" {
		return nil
	}
	if _, origin, _ := r.Settings.Origin("output"); origin == "--output" && r.Settings.JQ == "" {
		return exit.Usage.New(message.ErrXLSXNoList)
	}
	r.Settings.Output = "table"
	return nil
}

// files completes the names of files for a flag.
func (f *Flags) files(name string) {
	if f.completing {
		_ = f.cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault)) // the flag was just declared
	}
}
