package rdv

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

const (
	// gridWidth is how wide a terminal must be for a week in columns.
	gridWidth   = 120
	gridColumns = 5
	hourWidth   = 5
	columnGap   = 2
)

// grid writes Monday to Friday in columns, hours down the left. What begins in one hour
// is stacked, so that nothing is hidden.
func (p *page) grid() {
	p.row("", func(n, width int) []string { return render.Lines(p.dayName(n), width) })
	first, last := 24, -1
	for _, e := range p.all {
		if hour := p.hour(e); e.kind != free && e.day >= 0 && e.day < gridColumns && hour >= 0 {
			first, last = min(first, hour), max(last, hour)
		}
	}
	p.row("", func(n, width int) []string { return p.cell(n, -1, width) })
	for hour := first; hour <= last; hour++ {
		p.row(fmt.Sprintf("%02d:00", hour), func(n, width int) []string { return p.cell(n, hour, width) })
	}
	if p.begun = true; !slices.ContainsFunc(p.all, func(e *entry) bool { return e.day < gridColumns }) && p.whole {
		p.line(p.r.Messages.Counted(message.NounRDV, 0), 0)
	}
}

// hour is that in which an entry begins, -1 for what goes on from the day before, which
// stands above the hours.
func (p *page) hour(e *entry) int {
	if e.kind == anAbsence && e.start == p.midnight(e.day) {
		return -1
	}
	return time.Unix(e.start, 0).In(p.zone).Hour()
}

// cell is what begins in an hour of a day.
func (p *page) cell(n, hour, width int) (lines []string) {
	for _, e := range p.on(n) {
		if e.kind == free || p.hour(e) != hour {
			continue
		}
		text := joined("\n", append([]string{p.hours(e), p.agentName(e.who)}, p.parts(e)...)...)
		if lines != nil {
			lines = append(lines, "")
		}
		lines = append(lines, render.Lines(render.SanitizeLines(text), width)...)
	}
	return lines
}

// row writes the cells of the days side by side, with a blank line around what is filled.
// Without a label, an empty row is left out.
func (p *page) row(label string, cell func(n, width int) []string) {
	width := (p.r.Width-hourWidth)/gridColumns - columnGap
	var cells [gridColumns][]string
	height := 0
	for n := range cells {
		cells[n] = cell(n, width)
		height = max(height, len(cells[n]))
	}
	filled := height > 0
	if p.begun && (filled || p.filled && label != "") {
		p.write("\n")
	}
	p.begun, p.filled = true, filled
	if label != "" {
		height = max(height, 1)
	}
	for i := range height {
		line := render.Pad(label, hourWidth)
		for _, lines := range cells {
			text := ""
			if i < len(lines) {
				text = lines[i]
			}
			line += strings.Repeat(" ", columnGap) + render.Pad(text, width)
		}
		label = ""
		p.write(strings.TrimRight(line, " ") + "\n")
	}
}
