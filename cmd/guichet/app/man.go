package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// buildMan adds the command that writes the man pages, in both languages.
func buildMan(e *command.Env, cmd *cobra.Command) {
	cmd.Use = "man DIR"
	cmd.Long = e.Messages.Text(message.ManLong)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := exit.Arguments(cmd, args); err != nil {
			return err
		}
		for _, lang := range [...]string{"", message.French} {
			dir := filepath.Join(args[0], lang, "man1")
			err := writeManual(e, lang, dir)
			if errors.Is(err, syscall.ENOSPC) {
				return err
			}
			if err != nil {
				return exit.Usage.New(message.ErrFileUnwritable, dir, message.WithoutPath(err))
			}
		}
		return nil
	}
}

// writeManual writes a page for each command into a directory, in one language.
func writeManual(e *command.Env, lang, dir string) error {
	// No line is wrapped, and each title is that of a section.
	t := newTree(&command.Env{Messages: message.For(lang), Getenv: e.Getenv, Width: 1 << 20})
	t.mark = section
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return t.writeManPages(t.whole(), dir)
}

// writeManPages writes the page of a command and those of the commands below it.
func (t *tree) writeManPages(cmd *cobra.Command, dir string) error {
	path := filepath.Join(dir, pageName(cmd)+".1")
	err := atomicfile.Write(path, []byte(t.manPage(cmd)))
	if err == nil {
		err = os.Chmod(path, 0o644) // every account may read a man page
	}
	for _, child := range cmd.Commands() {
		if err == nil {
			err = t.writeManPages(child, dir)
		}
	}
	return err
}

// whole is the root of a tree where everything is built.
func (t *tree) whole() *cobra.Command {
	for cmd := range t.unbuilt {
		t.build(cmd)
	}
	return t.root
}

// pageName is the name of a command's man page, without its section.
//
//go:noinline
func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// section is the request of roff that begins one.
const section = ".SH "

// manPage is the man page of a command: its help page, in roff.
func (t *tree) manPage(cmd *cobra.Command) string {
	c, b, name := t.env.Messages, built(), pageName(cmd)
	description, rest, _ := strings.Cut(t.page(cmd), "\n"+c.Text(message.WordUsage)+"\n")
	synopsis, rest, _ := strings.Cut(rest, "\n\n")
	codes, pages := c.Text(message.ManZero), ""
	if cmd == t.root {
		rest += "\n" + t.flagsPage()
		codes = t.exitCodesPage()
	} else {
		pages = pageName(cmd.Parent()) + "(1)\n"
	}
	for _, child := range cmd.Commands() {
		pages += pageName(child) + "(1)\n"
	}
	day, _, _ := strings.Cut(b.Date, "T")
	page := roff(c.Text(message.ManPage, strings.ToUpper(name), b.Version, name, cmd.Short, synopsis, description, rest, codes, pages))
	return strings.Replace(page, `""`, `"`+day+`"`, 1) // mandoc reads no date with escapes
}

// roff turns a help page into roff. On the page, two or more spaces separate a name from
// its description, commands to copy are indented by two spaces, and a line with more
// indentation continues a description.
func roff(page string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(page), "\n") {
		bare := strings.TrimLeft(line, " ")
		gap := strings.LastIndex(bare, "  ")
		title, text, _ := strings.Cut(line, ":")
		switch {
		case strings.HasPrefix(line, section):
			line = strings.TrimSpace(strings.ToUpper(strings.TrimSpace(title)) + "\n" + strings.TrimSpace(text))
		case gap > 0:
			line = ".TP\n.B " + strings.TrimSpace(bare[:gap]) + "\n" + bare[gap+2:]
		case strings.HasPrefix(line, "   "):
			line = ".br\n" + bare
		}
		b.WriteString(line + "\n")
	}
	// An empty line separates paragraphs. The escapes keep signs as they are, so that commands can be copied.
	return strings.NewReplacer(
		"\n\n.", "\n.", "\n\n", "\n.PP\n", `\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, "\u00a0", `\~`,
	).Replace(b.String())
}
