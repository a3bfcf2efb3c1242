package render

import "strings"

// Wrap breaks each line of a sanitized text at spaces, so that it fits a width in
// cells, and indents what continues a line by a number of cells. It never breaks
// inside a word, nor inside a quoted command that fits a line of its own. The indent
// is at most half of the width. A width of 0 or less breaks nothing.
func Wrap(text string, width, indent int) string {
	if width <= 0 || len(text) <= width && !strings.Contains(text, "\n") {
		return text
	}
	indent = min(indent, width/2)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = wrapLine(line, width, indent)
	}
	return strings.Join(lines, "\n")
}

func wrapLine(line string, width, indent int) string {
	var b strings.Builder
	at := 0
	for line != "" {
		word := strings.TrimLeft(line, " ")
		blanks := len(line) - len(word)
		word = unbroken(word, width-indent)
		line = line[blanks+len(word):]
		cells := displayWidth(word)
		if at+blanks > indent && at > 0 && at+blanks+cells > width {
			b.WriteString("\n" + strings.Repeat(" ", indent) + word)
			at = indent + cells
			continue
		}
		b.WriteString(strings.Repeat(" ", blanks) + word)
		at += blanks + cells
	}
	return b.String()
}

// unbroken returns the first word of a text, or the quotation that it begins when
// that has room on a line.
func unbroken(text string, room int) string {
	word, _, _ := strings.Cut(text, " ")
	inner := strings.TrimLeft(word, "(")
	for _, marks := range [...][2]string{{"«", "»"}, {`"`, `"`}, {"`", "`"}} {
		if !strings.HasPrefix(inner, marks[0]) {
			continue
		}
		start := len(word) - len(inner) + len(marks[0])
		end := strings.Index(text[start:], marks[1])
		if end < 0 {
			break
		}
		end += start + len(marks[1])
		after, _, _ := strings.Cut(text[end:], " ")
		if quoted := text[:end+len(after)]; displayWidth(quoted) <= room {
			return quoted
		}
	}
	return word
}
