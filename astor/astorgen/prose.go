package astorgen

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// What go/doc reads as a list, a heading or a link, gofmt lays out again. The
// package that is written is to be as gofmt has it, without gofmt being part of
// this program.
var (
	numbered = compiled(`^([0-9]+)[.)]( |$)`)
	bulleted = compiled(`^[-*+•]( |$)`)
	linked   = compiled(`^\[([^\]]*)\]:`)
)

// compiled compiles a pattern when it is first used: most programs with this
// package use none.
func compiled(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// prose makes lines of plain text of a description.
func prose(description string) []string {
	var lines []string
	for line := range strings.Lines(description) {
		line = clean(line, 400)
		line = strings.TrimSpace(strings.TrimLeft(line, "#"))
		line = numbered().ReplaceAllString(line, "($1)$2")
		line = bulleted().ReplaceAllString(line, "·$1")
		line = linked().ReplaceAllString(line, "[$1] :")
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	for i, line := range lines {
		if (i == 0 || lines[i-1] == "") && (i == len(lines)-1 || lines[i+1] == "") {
			lines[i] = ended(line)
		}
	}
	if lines == nil {
		lines = []string{"-"}
	}
	return lines
}

// ended gives a paragraph of one line an end: without one it could be a heading.
func ended(line string) string {
	last, _ := utf8.DecodeLastRuneInString(line)
	if unicode.IsLetter(last) || unicode.IsDigit(last) {
		return line + "."
	}
	return line
}
