package astor

import (
	"html"
	"regexp"
	"strings"
	"unicode"
)

// The HTML elements that are taken out of a description: blocks begin a line,
// the others lie inside one.
var (
	blocks  = regexp.MustCompile(`(?i)</?(?:p|br|div|li|ul|ol|tr|table|pre|hr|h[1-6]|blockquote|thead|tbody)(?:[ \t\n/][^>]*)?>`)
	inlines = regexp.MustCompile(`(?i)</?(?:a|b|i|em|strong|code|span|img|td|th|del|sup|sub|u|font)(?:[ \t\n/][^>]*)?>`)
)

// plainText takes the HTML elements out of a description, which the
// documentation renders and exports do not, and every control character. What
// only looks like an element, such as <id>, stays.
func plainText(s string) string {
	text := inlines.ReplaceAllLiteralString(blocks.ReplaceAllLiteralString(s, "\n"), "")
	if text != s {
		text = html.UnescapeString(text)
	}
	return tidy(text)
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
