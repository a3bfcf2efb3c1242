package render

import "strings"

// Lines breaks a sanitized text at spaces into lines of at most so many cells. A word
// that is longer goes on in the next line.
func Lines(text string, cells int) (lines []string) {
	for line := range strings.SplitSeq(Wrap(text, cells, 0), "\n") {
		for displayWidth(line) > cells {
			at, used := 0, 0
			for i, r := range line {
				if used += runeWidth(r); used > cells && i > 0 {
					break
				}
				at = i + len(string(r))
			}
			if at == len(line) {
				break
			}
			lines = append(lines, line[:at])
			line = line[at:]
		}
		lines = append(lines, line)
	}
	return lines
}

// Pad adds spaces to a sanitized text, up to a number of cells.
func Pad(text string, cells int) string {
	return text + strings.Repeat(" ", max(0, cells-displayWidth(text)))
}
