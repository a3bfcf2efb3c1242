package command

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"
	"unicode/utf8"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// Writer returns where objects are shown, in the format of the settings.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (r *Run) Writer(columns, id []string) (*render.Writer, error) {
	return r.writer(render.Options{Default: columns, IDPath: id})
}

// writer is Writer for what a list says about its columns.
func (r *Run) writer(o render.Options) (*render.Writer, error) {
	s := r.Settings
	var zone *time.Location
	if s.Output == "table" || s.Output == "xlsx" || s.CSVDialect == "excel-fr" { // data for machines has no times in the reader's zone
		var err error
		if zone, err = r.TimeZone(); err != nil {
			return nil, err
		}
	}
	o.Format, o.Columns, o.NoHeader, o.JQ, o.Raw = s.Output, s.Columns, s.NoHeader, s.JQ, s.Raw
	o.CSVDialect, o.NoFormulaGuard, o.Context = s.CSVDialect, s.NoFormulaGuard, r.Prompt.Context
	o.Terminal, o.Width, o.Name = r.OutTerminal, r.Width, r.Noun
	o.Color = r.Colored()
	o.Header, o.Messages, o.Zone, o.Now, o.Notice = r.Messages.Header, r.Messages, zone, r.Now(), r.Notice
	return render.New(r.Out, o)
}

// Colored reports whether what is for people has colours.
func (r *Run) Colored() bool {
	s := r.Settings
	return s.Color == "always" || s.Color == "auto" && r.OutTerminal && r.Getenv("NO_COLOR") == "" && !r.dumb()
}

// dumb reports whether the terminal knows no escape sequences. Windows has no
// TERM.
func (e *Env) dumb() bool {
	term := e.Getenv("TERM")
	return term == "dumb" || term == "" && e.GOOS != "windows"
}

// Print shows a slice of values of this program's own as a list, and ends the output.
func Print(out *render.Writer, values any) error {
	rows, err := elements(values)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := out.Row(row); err != nil {
			return err
		}
	}
	return out.Close()
}

// PrintOne shows one value of this program's own, and ends the output.
func PrintOne(out *render.Writer, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return showOne(out, raw, nil)
}

// Say writes one line for a person to stderr.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (e *Env) Say(text string) { e.SayAfter("guichet: ", text) }

// SayAfter is Say with a label other than the name of the program. The line is
// wrapped to the width of the terminal, under the text.
func (e *Env) SayAfter(label, text string) {
	line := render.Wrap(label+render.Sanitize(text), e.ErrWidth, utf8.RuneCountInString(label))
	_, _ = fmt.Fprintln(e.Err, line)
}

// Notice says something that --quiet leaves out.
func (r *Run) Notice(key message.Key, args ...any) { r.notice(r.Messages.Text(key, args...)) }

func (r *Run) notice(text string) {
	if !r.Settings.Quiet && text != "" {
		r.Say(text)
	}
}

// ReadFile reads a file to its end. A pipe or a device may never end, or never begin:
// it is read up to the limit in bytes, and the wait for it ends with the command.
func (r *Run) ReadFile(path string, limit int64) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		data, err := os.ReadFile(path)
		return data, input.Unreadable(r.Prompt.Context, path, err)
	}
	data, err := input.Await(r.Prompt.Context, func() ([]byte, error) {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		data, err := io.ReadAll(io.LimitReader(file, limit+1))
		if int64(len(data)) > limit {
			err = exit.Usage.New(message.ErrBadField, path, fmt.Sprintf("> %d MiB", limit>>20))
		}
		return data, err
	})
	return data, input.Unreadable(r.Prompt.Context, path, err)
}
