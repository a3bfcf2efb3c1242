package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// page is a page of the repository, by lines.
type page struct {
	path   string // from this folder
	lines  []string
	blocks []block
}

// block is a fenced block of a page.
type block struct {
	language string
	mark     string // the comment right above it, such as "output" or "not run: why"
	indent   string
	from, to int // its lines, without the fences
}

// command is one command line of a page, or all of a block of them, with the lines of
// the page that show its output.
type command struct {
	text     string
	shell    bool // a whole block: it may have several lines, and each must succeed
	compared bool
	from, to int // the lines of the output
	indent   string
}

var (
	fenceLine = regexp.MustCompile("^( *)```(.*)$")
	comment   = regexp.MustCompile(`^ *<!-- (output|not run: .+) -->$`)
	// indented is a command that a reader would copy and that no fence shows to this test.
	indented = regexp.MustCompile(`^(\t| {4,})(\$ )?(\./)?(guichet|go|git|export) `)
)

// parse reads a page. A fence must say what it shows.
func parse(path string) (*page, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := &page{path: path, lines: strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")}
	mark := ""
	for i := 0; i < len(p.lines); i++ {
		begin := fenceLine.FindStringSubmatch(p.lines[i])
		if begin == nil {
			if said := comment.FindStringSubmatch(p.lines[i]); said != nil {
				mark = said[1]
			} else if p.lines[i] != "" {
				mark = ""
			}
			if indented.MatchString(p.lines[i]) {
				return nil, fmt.Errorf("%s:%d: a command outside a fence", path, i+1)
			}
			continue
		}
		end := slices.Index(p.lines[i+1:], begin[1]+"```")
		if end < 0 || begin[2] == "" {
			return nil, fmt.Errorf("%s:%d: a fence without a language or an end", path, i+1)
		}
		p.blocks = append(p.blocks, block{begin[2], mark, begin[1], i + 1, i + 1 + end})
		mark = ""
		i += 1 + end
	}
	return p, nil
}

func (p *page) text(b block) []string {
	lines := slices.Clone(p.lines[b.from:b.to])
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], b.indent)
	}
	return lines
}

// commands are those that run here. notRun are the reasons of the others.
func (p *page) commands() (all []command, notRun []string, err error) {
	for n, b := range p.blocks {
		reason, marked := strings.CutPrefix(b.mark, "not run: ")
		switch {
		case b.language != "sh" && b.language != "console":
			if b.mark == "output" && (n == 0 || b.language != "text" || len(all) == 0 || !all[len(all)-1].shell) {
				return nil, nil, fmt.Errorf("%s:%d: there is no sh block with this output", p.path, b.from)
			}
			if b.mark == "output" {
				last := &all[len(all)-1]
				last.compared, last.from, last.to, last.indent = true, b.from, b.to, b.indent
			}
		case marked:
			notRun = append(notRun, reason)
		case b.language == "sh":
			all = append(all, command{text: strings.Join(p.text(b), "\n"), shell: true})
		default:
			typed, err := p.typed(b)
			if err != nil {
				return nil, nil, err
			}
			all = append(all, typed...)
		}
	}
	return all, notRun, nil
}

// typed are the command lines of a console, each begun by a dollar.
func (p *page) typed(b block) (all []command, err error) {
	lines := p.text(b)
	for i := 0; i < len(lines); {
		text, found := strings.CutPrefix(lines[i], "$ ")
		if !found {
			return nil, fmt.Errorf("%s:%d: output without a command", p.path, b.from+i+1)
		}
		for i++; strings.HasSuffix(text, `\`) && i < len(lines); i++ {
			text += "\n" + strings.TrimPrefix(lines[i], "> ")
		}
		c := command{text: text, compared: true, from: b.from + i, indent: b.indent}
		for i < len(lines) && !strings.HasPrefix(lines[i], "$ ") {
			i++
		}
		c.to = b.from + i
		all = append(all, c)
	}
	return all, nil
}

// matches compares lines with those of a page, in which "…" stands for any lines.
func matches(shown, got []string) bool {
	for len(shown) > 0 && shown[0] != "…" {
		if len(got) == 0 || strings.TrimRight(shown[0], " ") != strings.TrimRight(got[0], " ") {
			return false
		}
		shown, got = shown[1:], got[1:]
	}
	if len(shown) == 0 {
		return len(got) == 0
	}
	for i := range len(got) + 1 {
		if matches(shown[1:], got[i:]) {
			return true
		}
	}
	return false
}

func TestThreeDotsStandForAnyLines(t *testing.T) {
	for _, c := range []struct {
		shown, got string
		want       bool
	}{
		{"a b", "a b", true}, {"a b", "a", false}, {"a", "a b", false}, {"a …", "a", true}, {"… c", "a b c", true},
		{"a … d", "a b c d", true}, {"a … d", "a b c", false}, {"", "", true}, {"", "a", false},
	} {
		if got := matches(strings.Fields(c.shown), strings.Fields(c.got)); got != c.want {
			t.Errorf("%q shows %q: %t", c.shown, c.got, got)
		}
	}
}

func TestAPageIsReadByItsFences(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	write := func(text string) (*page, error) {
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(text, "'''", "```")), 0o600); err != nil {
			t.Fatal(err)
		}
		return parse(path)
	}
	p, err := write("'''sh\ntrue\nfalse\n'''\n<!-- output -->\n'''text\nno\n'''\n\n1. x\n\n   '''console\n   $ echo \\\n   > a\n   a\n   $ true\n   '''\n<!-- not run: a host -->\n\n'''sh\nssh host\n'''\n'''go\nx\n'''\n")
	if err != nil {
		t.Fatal(err)
	}
	commands, notRun, err := p.commands()
	if err != nil {
		t.Fatal(err)
	}
	want := []command{
		{text: "true\nfalse", shell: true, compared: true, from: 6, to: 7},
		{text: "echo \\\na", compared: true, from: 14, to: 15, indent: "   "},
		{text: "true", compared: true, from: 16, to: 16, indent: "   "},
	}
	if diff := cmp.Diff(want, commands, cmp.AllowUnexported(command{})); diff != "" || !slices.Equal(notRun, []string{"a host"}) {
		t.Errorf("not run: %q; -want +got:\n%s", notRun, diff)
	}
	for _, text := range []string{"'''\nx\n'''\n", "'''sh\nx\n", "    guichet version\n"} {
		if _, err := write(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	for _, text := range []string{"'''console\nx\n'''\n", "<!-- output -->\n'''text\nx\n'''\n"} {
		p, err := write(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.commands(); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
