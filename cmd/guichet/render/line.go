package render

import "github.com/guichet-go/guichet/cmd/guichet/message"

// lineUp puts a row into the buffer. What is wider than its column pushes only what
// it must: the next texts give way, and the rest stands where it should.
func (t *table) lineUp(l *line) {
	t.buffer = t.buffer[:0]
	start, at := 0, 0 // where the column starts, and what is written
	for n, i := range t.shown {
		c, made := &t.columns[i], &l.cells[i]
		text, width, shortened := l.at(i), made.width, false
		from := start
		if n > 0 {
			from = max(start, at+gap)
		}
		room := max(1, start+c.width-from)
		if t.bounded() && width > room && !made.uncut() {
			text, width = cut(text, room)
			shortened = true
		}
		if c.right {
			from += max(0, room-width)
		}
		if width > 0 {
			t.pad(from - at)
			t.toned(text, made.tone, shortened)
			at = from + width
		}
		start += c.width + gap
	}
}

// uncut reports whether a cell is never cut: half a number or half a time says
// something else.
func (c *cell) uncut() bool { return c.kind != aText && c.first == 0 }

// least is the width that a cell needs: all of what is never cut, and of several
// numbers the first.
func (c *cell) least() int {
	switch {
	case c.kind == aText:
		return 0
	case c.first > 0:
		return c.first + len(", ") + 1 // and the ellipsis
	}
	return c.width
}

// put appends a text to the line.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (t *table) put(text string) { t.buffer = append(t.buffer, text...) }

const blanks = "                                "

func (t *table) pad(spaces int) {
	for ; spaces > 0; spaces -= len(blanks) {
		t.put(blanks[:min(spaces, len(blanks))])
	}
}

// The escape sequences that colour a text.
const (
	bold   = "\x1b[1m"
	dim    = "\x1b[2m"
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	unset  = "\x1b[0m"
)

// toned appends a text, shortened or not, in the colour of its tone.
//
//go:noinline
func (t *table) toned(text []byte, tone message.Tone, shortened bool) {
	coloured := tone != message.Plain && t.options.Color
	if coloured {
		t.put([...]string{message.Void: dim, message.Open: yellow, message.Alarm: red}[tone])
	}
	t.buffer = append(t.buffer, text...)
	if shortened {
		t.put(ellipsis)
	}
	if coloured {
		t.put(unset)
	}
}
