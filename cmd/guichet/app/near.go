package app

import (
	"errors"
	"slices"
	"sort"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// mostNear is how many commands are proposed in place of one that does not exist.
const mostNear = 4

// nearby adds to the refusal of an unknown command the lines that were most likely
// meant, with the words of the person, wherever in the tree they are.
func (t *tree) nearby(err error, args []string) error {
	unknown, ok := errors.AsType[*exit.UnknownCommand](err)
	var refused *exit.Error
	if !ok || !errors.As(err, &refused) {
		return err
	}
	for _, cmd := range t.root.Commands() {
		if _, unbuilt := t.unbuilt[cmd]; unbuilt {
			t.build(cmd)
		}
	}
	noun := strings.Fields(unknown.Noun.CommandPath())[1:]
	both := slices.Concat(noun, unknown.Words)
	var found []near
	for attempt := 0; found == nil; attempt++ {
		if attempt == 2 && len(noun) > 1 {
			return err // its verbs say more than commands elsewhere that are called alike
		}
		switch same := []func(word, name string) bool{equal, alike}[attempt%2]; attempt {
		case 0, 1:
			found = t.matching(both, len(noun), same)
		case 2, 3:
			found = t.matching(unknown.Words, 0, same)
		default:
			return err
		}
	}
	var lines []string
	for _, n := range found {
		lines = append(lines, n.line(args))
	}
	return refused.WithHint(message.LineDidYouMeanLine, strings.Join(lines, ", "))
}

func equal(word, name string) bool { return word == name }

// alike reports whether a word is a name that was mistyped.
func alike(word, name string) bool { return message.Nearest(word, []string{name}) != "" }

// near is a command that has words of a command line in its path.
type near struct {
	cmd   *cobra.Command
	words []string // those of the command line
	added int      // names of the path that are not among them
}

// matching are the commands whose paths have the first words of a command line in any
// order, at least up to the first unknown one: for each first name the best one.
func (t *tree) matching(words []string, unknown int, same func(word, name string) bool) (found []near) {
	for _, top := range t.root.Commands() {
		var best *near
		walk(top, func(cmd *cobra.Command) {
			names := strings.Fields(cmd.CommandPath())[1:]
			left := slices.Clone(names)
			used := 0
			for _, word := range words {
				at := slices.IndexFunc(left, func(name string) bool { return same(word, name) })
				if at < 0 {
					break
				}
				left = slices.Delete(left, at, at+1)
				used++
			}
			if used <= unknown {
				return
			}
			n := near{cmd, words[:used], len(left)}
			if best == nil || used > len(best.words) || used == len(best.words) && n.closer(best) {
				best = &n
			}
		})
		if best != nil {
			found = append(found, *best)
		}
	}
	sort.Slice(found, func(i, j int) bool {
		a, b := found[i], found[j]
		switch {
		case len(a.words) != len(b.words):
			return len(a.words) > len(b.words)
		case a.atAService() != b.atAService():
			return a.atAService()
		case a.added != b.added:
			return a.added < b.added
		}
		return a.cmd.CommandPath() < b.cmd.CommandPath()
	})
	most := 0
	for most < len(found) && most < mostNear && len(found[most].words) == len(found[0].words) {
		most++
	}
	return found[:most]
}

// closer prefers the path with fewer other names, then a noun that is called as its
// service.
func (n near) closer(other *near) bool {
	if n.added != other.added {
		return n.added < other.added
	}
	parent := n.cmd.Parent()
	return parent.HasParent() && parent.Name() == parent.Parent().Name()
}

// atAService reports whether the command is about a service: that is what most people
// look for.
func (n near) atAService() bool {
	return slices.Contains(config.Services(), strings.Fields(n.cmd.CommandPath())[1])
}

// walk visits the commands that a person can name.
func walk(cmd *cobra.Command, visit func(*cobra.Command)) {
	if !cmd.IsAvailableCommand() || cmd.Name() == "help" {
		return
	}
	visit(cmd)
	for _, child := range cmd.Commands() {
		walk(child, visit)
	}
}

// line is the command line to copy: that of the person with the names that it lacked.
// Words that the command does not take are left out, and may be secrets.
func (n near) line(args []string) string {
	line := []string{n.cmd.CommandPath()}
	names, places := slices.Clone(n.words), len(strings.Fields(n.cmd.Use))-1
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			if at := slices.Index(names, arg); at >= 0 {
				names = slices.Delete(names, at, at+1)
			} else if places > 0 {
				line = append(line, input.Quote(arg))
				places--
			}
			continue
		}
		flag, inside := n.flag(arg)
		if flag == nil {
			break // what follows may be its value
		}
		words := []string{arg}
		if flag.NoOptDefVal == "" && !inside && i+1 < len(args) {
			i++
			words = append(words, args[i])
		}
		if value, ours := flag.Value.(*input.Flag); !ours || value.Private {
			continue
		}
		for _, word := range words {
			line = append(line, input.Quote(word))
		}
	}
	return strings.Join(line, " ")
}

// flag finds the flag of a word of the command line; inside says that the word has the
// value too.
func (n near) flag(word string) (flag *pflag.Flag, inside bool) {
	n.cmd.InheritedFlags() // it merges those of the root
	name, long := strings.CutPrefix(word, "--")
	if long {
		name, _, inside = strings.Cut(name, "=")
		return n.cmd.Flags().Lookup(name), inside
	}
	if word[1] >= 0x80 {
		return nil, false
	}
	return n.cmd.Flags().ShorthandLookup(word[1:2]), len(word) > 2
}
