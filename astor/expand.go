package astor

import "strings"

// expand replaces the {{variables}} of a template: two braces around a run
// without braces, innermost first, so that {{a{{b}}}} names the variable that
// {{b}} completes. literal treats the text between variables, value their
// values; given values are the caller's data. It takes one pass.
func (s *scope) expand(template string, literal func(string) string, value func(text string, given bool) string) string {
	if !strings.Contains(template, "{{") {
		return literal(template)
	}
	x := expansion{scope: s, literal: literal, value: value}
	for rest := template; rest != ""; {
		rest = rest[x.step(rest):]
	}
	x.abandon()
	x.flush()
	return x.out.String()
}

// expansion is one template on its way.
type expansion struct {
	scope   *scope
	literal func(string) string
	value   func(string, bool) string

	out   strings.Builder
	plain strings.Builder // literal text not yet treated
	names []*strings.Builder
}

// step treats the beginning of rest and returns how long that was.
func (x *expansion) step(rest string) int {
	open := strings.HasPrefix(rest, "{{") && !strings.HasPrefix(rest, "{{{")
	switch {
	case open && len(x.names) < deepestName:
		x.names = append(x.names, new(strings.Builder))
		return 2
	case len(x.names) > 0 && strings.HasPrefix(rest, "}}"):
		x.close()
		return 2
	case rest[0] == '{' || rest[0] == '}':
		// A brace alone: what was opened is no variable after all.
		x.abandon()
		x.write(rest[:1])
		return 1
	}
	end := strings.IndexAny(rest, "{}")
	if end < 0 {
		end = len(rest)
	}
	x.write(rest[:end])
	return end
}

func (x *expansion) write(text string) {
	if n := len(x.names); n > 0 {
		x.names[n-1].WriteString(text)
		return
	}
	x.plain.WriteString(text)
}

// close ends the innermost name and writes its value.
func (x *expansion) close() {
	last := len(x.names) - 1
	written := x.names[last].String()
	x.names = x.names[:last]
	name := strings.TrimSpace(written)
	if name == "" {
		x.write("{{" + written + "}}")
		return
	}
	text, given := x.scope.value(name)
	if last > 0 {
		x.write(text)
		return
	}
	x.flush()
	x.out.WriteString(x.value(text, given))
}

// abandon takes every open name for literal text.
func (x *expansion) abandon() {
	for last := len(x.names) - 1; last >= 0; last-- {
		text := x.names[last].String()
		x.names = x.names[:last]
		x.write("{{" + text)
	}
}

func (x *expansion) flush() {
	if x.plain.Len() > 0 {
		x.out.WriteString(x.literal(x.plain.String()))
		x.plain.Reset()
	}
}

// variables returns the names of a template in order, each once. Those inside
// of names count, names made of others do not.
func variables(template string) []string {
	var names []string
	seen := map[string]bool{}
	start := -1
	for i := 0; i+1 < len(template); i++ {
		switch {
		case strings.HasPrefix(template[i:], "{{") && !strings.HasPrefix(template[i:], "{{{"):
			i++
			start = i + 1
		case start >= 0 && strings.HasPrefix(template[i:], "}}"):
			name := strings.TrimSpace(template[start:i])
			if name != "" && !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
			start = -1
			i++
		case template[i] == '{' || template[i] == '}':
			start = -1
		}
	}
	return names
}
