package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

func printTimes(out io.Writer, rows []row) {
	lines := [][]string{{"what", "time", "against", "time", "ratio", "at most"}}
	for _, r := range rows {
		line := []string{r.what, short(median(r.ours)).String(), r.peer}
		if r.missing != "" {
			line = append(line, r.missing+" is not installed", "", atMost(r.limit))
		} else {
			line = append(line, short(median(r.theirs)).String(), judged(r.ratio(), r.limit), atMost(r.limit))
		}
		lines = append(lines, line)
	}
	printTable(out, lines)
}

// amount is one line of the table of what is the same on every machine, or
// nearly so.
type amount struct {
	what, unit   string
	value, limit float64
}

func printAmounts(out io.Writer, rows []amount) {
	lines := [][]string{{"what", "amount", "at most"}}
	for _, a := range rows {
		lines = append(lines, []string{a.what, judged(a.value, a.limit) + a.unit, atMost(a.limit)})
	}
	printTable(out, lines)
}

func judged(value, limit float64) string {
	text := fmt.Sprintf("%.2f", value)
	if value < 1 {
		text = fmt.Sprintf("%.3f", value)
	}
	if limit > 0 && value > limit {
		text += " (above)"
	}
	return text
}

func atMost(limit float64) string {
	if limit == 0 {
		return ""
	}
	return fmt.Sprint(limit)
}

// printTable prints a table of Markdown with its columns in line.
func printTable(out io.Writer, lines [][]string) {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for n, line := range lines {
		for i, cell := range line {
			fmt.Fprint(out, "| ", cell, strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+1))
		}
		fmt.Fprintln(out, "|")
		if n == 0 {
			fmt.Fprintln(out, strings.Repeat("|---", len(widths))+"|")
		}
	}
	fmt.Fprintln(out)
}

// short keeps three digits or so.
func short(d time.Duration) time.Duration {
	unit := time.Nanosecond
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit)
}
