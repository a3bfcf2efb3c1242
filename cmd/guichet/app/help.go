package app

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// translate replaces cobra's own words on every help page, and its help command.
// Functions, not templates: a template keeps every method of every type in the
// binary.
func (t *tree) translate() {
	c, root := t.env.Messages, t.root
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		page := t.sheet()
		t.usage(page, cmd)
		_, err := io.WriteString(cmd.OutOrStdout(), page.String())
		return err
	})
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		_, _ = io.WriteString(cmd.OutOrStdout(), t.page(cmd)) // help has no one to complain to
	})
	word(root, "version", "", c.Text(message.WordVersionFlag, root.Name()))
	dress(c, root)
	help := t.helpCommand()
	dress(c, help)
	root.AddCommand(help)
	root.SetHelpCommand(help)
}

// dress gives a command and those below it what cobra would say in English.
func dress(c *message.Catalogue, cmd *cobra.Command) {
	cmd.DisableFlagsInUseLine = true
	cmd.Flags().SortFlags = false
	word(cmd, "help", "h", c.Text(message.WordHelpFlag, cmd.Name()))
	for _, child := range cmd.Commands() {
		dress(c, child)
	}
}

// word adds a flag that cobra looks at by itself.
func word(cmd *cobra.Command, name, letter, help string) {
	value := &input.Flag{Name: name, Place: input.Bool, Take: func(text string) error {
		_, err := strconv.ParseBool(text)
		return err
	}}
	cmd.Flags().VarPF(value, name, letter, help).NoOptDefVal = "true"
}

// sheet writes a page of help.
type sheet struct {
	messages *message.Catalogue
	width    int    // of a line, in cells
	mark     string // before the title of a section
	strings.Builder
}

// sheet begins a page. What is not shown on a terminal is wrapped as on a usual one.
func (t *tree) sheet() *sheet {
	return &sheet{messages: t.env.Messages, width: cmp.Or(t.env.Width, usualWidth), mark: t.mark}
}

// usualWidth is that of a terminal, in cells.
const usualWidth = 80

// page is the whole help of a command.
func (t *tree) page(cmd *cobra.Command) string {
	s := t.sheet()
	s.text(strings.TrimSpace(cmp.Or(cmd.Long, cmd.Short)))
	if cmd == t.root {
		t.overview(s)
	}
	s.WriteByte('\n')
	t.usage(s, cmd)
	return s.String()
}

// overview shows somebody new what there is, and what to do first.
func (t *tree) overview(s *sheet) {
	s.section(message.HelpFirstSteps, func() { s.examples(firstSteps[:]) })
	s.section(message.WordAvailableCommands, func() { s.children(t.root) })
}

// welcome refuses the name of the program without a command, in one line, and shows
// what could follow in place of a hint.
func (t *tree) welcome(refused error) int {
	t.env.Say(t.env.Messages.Reason(refused))
	s := &sheet{messages: t.env.Messages, width: cmp.Or(t.env.ErrWidth, usualWidth)}
	t.overview(s)
	_, _ = io.WriteString(t.env.Err, s.String())
	return int(exit.Of(refused))
}

// usage is how a command is called: its arguments and where they come from, its own
// flags, and in brief those that every command has.
func (t *tree) usage(s *sheet, cmd *cobra.Command) {
	c, group := s.messages, cmd.HasAvailableSubCommands()
	path := strings.TrimPrefix(cmd.CommandPath(), t.root.Name()+" ")
	arguments := strings.TrimPrefix(cmd.Use, cmd.Name())
	if group {
		arguments = " " + c.Text(message.WordCommand)
	}
	s.text(c.Text(message.WordUsage))
	s.text("  " + cmd.CommandPath() + arguments + " " + c.Text(message.WordFlagsPlace))
	if cmd != t.root {
		s.section(message.WordAvailableCommands, func() { s.children(cmd) })
		s.section(message.HelpArguments, func() { s.arguments(cmd) })
		s.section(message.HelpExamples, func() { s.examples(examplesOf(path, group)) })
	} else {
		s.section(message.WordHelpTopics, func() {
			for _, topic := range topics {
				s.entry(fmt.Sprintf("  %-*s  ", cmd.Commands()[0].NamePadding(), topic.name), c.Text(topic.about))
			}
		})
	}
	s.section(message.WordFlags, func() { s.flags(t.own(cmd)) })
	s.text("\n" + s.mark + c.Text(message.HelpGlobalFlags, "-p, -o, --columns, --jq, --limit, --sandbox, --dry-run, -y, -q, --lang"))
	if group {
		s.text("\n" + c.Text(message.WordMoreHelp, cmd.CommandPath()))
	}
}

// text writes lines. One that is indented is a command to copy: it stays whole.
func (s *sheet) text(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, " ") {
			line = render.Wrap(line, s.width, 0)
		}
		s.WriteString(line + "\n")
	}
}

// entry writes a name and what is said about it, which continues under itself, or
// below the name where a narrow terminal has no room beside it.
func (s *sheet) entry(name, about string) {
	column := utf8.RuneCountInString(name)
	if s.width-column < 24 {
		s.WriteString(strings.TrimRight(name, " ") + "\n")
		name, column = strings.Repeat(" ", 8), 8
	}
	about = strings.ReplaceAll(about, "\n", "\n"+strings.Repeat(" ", column))
	s.WriteString(render.Wrap(name+about, s.width, column) + "\n")
}

// section writes a title and a body. It writes nothing when the body is empty.
func (s *sheet) section(title message.Key, body func()) {
	before := s.String()
	s.WriteString("\n" + s.mark + s.messages.Text(title) + "\n")
	titled := s.Len()
	if body(); s.Len() == titled {
		s.Reset()
		s.WriteString(before)
	}
}

func (s *sheet) children(cmd *cobra.Command) {
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() || child.Name() == "help" {
			s.entry(fmt.Sprintf("  %-*s  ", child.NamePadding(), child.Name()), child.Short)
		}
	}
}

// examples writes command lines as they can be copied: a long one goes on in the next
// line after a backslash.
func (s *sheet) examples(examples []example) {
	for _, e := range examples {
		if e.note != "" {
			s.entry("  # ", s.messages.Text(e.note))
		}
		lines := render.Wrap("  guichet "+glued(e.line), s.width-2, 6)
		s.WriteString(strings.ReplaceAll(strings.ReplaceAll(lines, "\n", " \\\n"), noBreak, " ") + "\n")
	}
}

const noBreak = "\u00a0"

// glued puts no-break spaces where a command line must not be broken: in quotes, and
// between a flag or a redirection and what follows.
func glued(line string) string {
	var b strings.Builder
	var quote rune
	words := strings.Split(line, " ")
	for i, word := range words {
		if i > 0 {
			before := words[i-1]
			ofFlag := before == "<" || strings.HasPrefix(before, "-") && !strings.HasPrefix(word, "--")
			space := " "
			if quote != 0 || ofFlag {
				space = noBreak
			}
			b.WriteString(space)
		}
		for _, r := range word {
			switch {
			case r == quote:
				quote = 0
			case quote == 0 && (r == '\'' || r == '"'):
				quote = r
			}
		}
		b.WriteString(word)
	}
	return b.String()
}

// flags writes what flags mean.
func (s *sheet) flags(flags []*pflag.Flag) {
	widest, names := 0, make([]string, len(flags))
	for i, flag := range flags {
		if names[i] = "      --" + flag.Name; flag.Shorthand != "" {
			names[i] = "  -" + flag.Shorthand + ", --" + flag.Name
		}
		if place := flag.Value.Type(); place != input.Bool {
			names[i] += " " + place
		}
		widest = max(widest, utf8.RuneCountInString(names[i]))
	}
	for i, flag := range flags {
		s.entry(fmt.Sprintf("%-*s   ", widest, names[i]), flag.Usage)
	}
}

// own are the flags of a command that not every command has, in the order in which
// they were declared.
func (t *tree) own(cmd *cobra.Command) (flags []*pflag.Flag) {
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if t.root.PersistentFlags().Lookup(flag.Name) == nil && flag.Name != "help" {
			flags = append(flags, flag)
		}
	})
	return flags
}
