package astor

import (
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
)

// text resolves the variables of a template that is not encoded.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *scope) text(template string) string { return s.expand(template, same, same) }

// expand replaces the {{variables}} of a template: two braces around a run
// without braces, innermost first, so that {{a{{b}}}} names the variable that
// {{b}} completes. literal treats the text between variables, value their
// values. It takes one pass.
func (s *scope) expand(template string, literal, value func(string) string) string {
	if !strings.Contains(template, "{{") {
		return literal(template)
	}
	x := expansion{lookup: s.value, inner: s.partOfName, literal: literal, value: value}
	x.run(template)
	return x.out.String()
}

// expansion is one template on its way.
type expansion struct {
	lookup         func(name string) string
	inner          func(name string) string // lookup of what completes another name
	literal, value func(string) string

	out  strings.Builder
	open [][]byte // literal text not yet treated, and behind it the names that are open
}

func (x *expansion) run(template string) {
	x.open = [][]byte{nil}
	for rest := template; rest != ""; {
		n := 2
		switch {
		case strings.HasPrefix(rest, "{{") && !strings.HasPrefix(rest, "{{{") && len(x.open) <= deepestName:
			x.open = append(x.open, nil)
		case len(x.open) > 1 && strings.HasPrefix(rest, "}}"):
			x.close()
		case rest[0] == '{' || rest[0] == '}':
			// A single brace: the text since "{{" is not a variable.
			n = 1
			x.abandon()
			x.write(rest[:n])
		default:
			if n = strings.IndexAny(rest, "{}"); n < 0 {
				n = len(rest)
			}
			x.write(rest[:n])
		}
		rest = rest[n:]
	}
	x.abandon()
	x.flush()
}

func (x *expansion) write(text string) {
	last := len(x.open) - 1
	x.open[last] = append(x.open[last], text...)
}

// pop ends the innermost name and returns it.
func (x *expansion) pop() string {
	last := len(x.open) - 1
	written := string(x.open[last])
	x.open = x.open[:last]
	return written
}

// close ends the innermost name and writes its value.
func (x *expansion) close() {
	written := x.pop()
	name := strings.TrimSpace(written)
	switch {
	case name == "":
		x.write("{{" + written + "}}")
	case len(x.open) > 1:
		x.write(x.inner(name))
	default:
		text := x.lookup(name)
		x.flush()
		x.out.WriteString(x.value(text))
	}
}

// abandon takes every open name for literal text.
func (x *expansion) abandon() {
	for len(x.open) > 1 {
		text := x.pop()
		x.write("{{" + text)
	}
}

func (x *expansion) flush() {
	if len(x.open[0]) > 0 {
		x.out.WriteString(x.literal(string(x.open[0])))
		x.open[0] = x.open[0][:0]
	}
}

// partOfName is the value of a variable within another's name, which errors show: it
// cannot be a secret.
func (s *scope) partOfName(name string) string {
	before := len(s.secrets)
	text := s.value(name)
	if len(s.secrets) > before {
		s.fail(ErrUnsupported, refusal.New("name_secret", "a name would contain a secret, and names are shown"))
		return ""
	}
	return text
}

// variables returns the names of a template in order. Those inside of names
// count, names made of others do not.
func variables(template string) (names []string) {
	const made = "{"
	take := func(name string) string {
		if !strings.Contains(name, made) {
			names = append(names, name)
		}
		return made
	}
	x := expansion{literal: same, value: same, lookup: take, inner: take}
	x.run(template)
	return names
}
