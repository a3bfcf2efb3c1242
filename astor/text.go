package astor

import (
	"html"
	"strings"
	"unicode"
)

// block reports whether an HTML element begins a line. Every other known element
// lies inside one.
func block(name string) bool {
	switch name {
	case "p", "br", "div", "li", "ul", "ol", "tr", "table", "pre", "hr",
		"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "thead", "tbody":
		return true
	}
	return false
}

func inline(name string) bool {
	switch name {
	case "a", "b", "i", "em", "strong", "code", "span", "img", "td", "th",
		"del", "sup", "sub", "u", "font":
		return true
	}
	return false
}

// plainText takes the HTML elements out of a description, which the
// documentation renders and exports do not, and every control character. What
// only looks like an element, such as <id>, stays.
func plainText(s string) string {
	var out strings.Builder
	found := false
	for rest := s; ; {
		before, after, more := strings.Cut(rest, "<")
		out.WriteString(before)
		if !more {
			break
		}
		name, length := element(after)
		switch {
		case block(name):
			out.WriteByte('\n')
		case !inline(name):
			out.WriteByte('<')
			rest = after
			continue
		}
		found, rest = true, after[length:]
	}
	text := out.String()
	if found {
		text = html.UnescapeString(text)
	}
	return tidy(text)
}

// longestTag bounds the search for the end of an element, so that a text full
// of "<p" takes no longer than another.
const longestTag = 2048

// element returns the name of the element whose text follows "<", and how long
// it is with its ">".
func element(after string) (name string, length int) {
	start := 0
	if strings.HasPrefix(after, "/") {
		start = 1
	}
	end := start
	for end < len(after) && end < 16 && isWord(after[end]) {
		end++
	}
	name = strings.ToLower(after[start:end])
	if !block(name) && !inline(name) {
		return "", 0
	}
	closing := strings.IndexByte(after[:min(len(after), longestTag)], '>')
	if closing < end || end < len(after) && !strings.ContainsRune(" \t\n/>", rune(after[end])) {
		return "", 0
	}
	return name, closing + 1
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// tidy removes control and formatting characters, spaces at line ends, and
// empty lines beyond one.
func tidy(s string) string {
	s = strings.Map(printable, strings.ReplaceAll(s, "\r\n", "\n"))
	var kept []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" && (len(kept) == 0 || kept[len(kept)-1] == "") {
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

// printable drops what changes how a terminal or an editor shows the rest.
func printable(r rune) rune {
	switch {
	case r == '\n':
		return r
	case r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
		return ' '
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// oneLine is a text for an error: one line, without control characters.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(printable, s)), " ")
}

// quote names something of a collection in an error, shortened.
func quote(name string) string {
	const longest = 120
	name = oneLine(name)
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[:longest]) + "…"
	}
	return `"` + name + `"`
}
