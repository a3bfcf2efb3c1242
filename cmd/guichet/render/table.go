package render

import (
	"bufio"
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
)

const (
	// batchRows is how many rows a table looks at before it settles its columns and
	// starts to write.
	batchRows = 50
	gap       = 2
)

// table writes aligned columns, or under [Narrow] cells a block for each row. The
// columns are settled on the first rows, so that a long list shows while it is still
// being fetched; every later row keeps to them.
type table struct {
	out       *bufio.Writer
	options   *Options
	selection *selection
	screen    screen
	columns   []column
	shown     []int // the columns that are not left out
	batch     []line
	settled   bool
	current   line   // the row being read
	packed    []byte // current, as a sorted list keeps it
	lines     bool   // rows are lines that were packed
	buffer    []byte // the line being written
	began     time.Time
	blocks    int
}

// column is a column of a table. Its widths are in cells.
type column struct {
	field
	title  string
	begins bool // it shows when something starts
	right  bool
	// width is what the column has, content what its cells want, and fixed what those
	// need that are never cut.
	width, content, fixed int
}

// line is the cells of one row, with their texts one after the other.
type line struct {
	text  []byte
	cells []cell
}

// cell is one cell: its text from one offset to another, and its width.
type cell struct {
	from, to, width int
	kind            kind
	first           int // the width of the first value where the cell has several
	tone            message.Tone
}

func (l *line) at(i int) []byte { return l.text[l.cells[i].from:l.cells[i].to] }

func newTable(out *bufio.Writer, o *Options) *table {
	s := newSelection(o, true)
	if !s.chosen && len(o.Table) > 0 {
		s.columns = o.Table
	}
	return &table{out: out, options: o, selection: s, screen: newScreen(o)}
}

func (t *table) row(raw []byte) error {
	if t.lines {
		t.unpack(raw)
	} else if _, err := t.read(raw); err != nil {
		return err
	}
	if t.settled {
		return t.write(&t.current)
	}
	t.batch = append(t.batch, line{bytes.Clone(t.current.text), slices.Clone(t.current.cells)})
	if len(t.batch) < batchRows {
		return nil
	}
	if err := t.settle(); err != nil {
		return err
	}
	return t.out.Flush()
}

func (t *table) flush() error {
	if t.settled || len(t.batch) == 0 {
		return nil
	}
	return t.settle()
}

// close writes what was held back. A list without rows has no header: it has nothing
// to stand above.
func (t *table) close() error { return t.flush() }

// read puts the cells of an object into current. It returns what else was to be read.
func (t *table) read(raw []byte) (more []rawjson.Found, err error) {
	found, err := t.selection.read(raw)
	if err != nil {
		return nil, err
	}
	found, more = found[:len(t.selection.columns)], found[len(t.selection.columns):]
	if t.columns == nil {
		t.prepare()
	}
	l := &t.current
	l.text, l.cells, t.began = l.text[:0], l.cells[:0], time.Time{}
	for i := range found {
		l.cells = append(l.cells, t.cell(&t.columns[i], &found[i]))
	}
	past := !t.began.IsZero() && t.began.Before(t.options.Now)
	for i := range l.cells {
		if l.cells[i].tone == message.Open && !past {
			l.cells[i].tone = message.Plain
		}
	}
	return more, nil
}

func (t *table) prepare() {
	t.columns = make([]column, len(t.selection.columns))
	for i, path := range t.selection.columns {
		t.columns[i] = column{field: t.screen.fieldAt(path), title: t.title(path), begins: path == "starts_at"}
	}
}

// title is the title of a path, as it is where it has none.
func (t *table) title(path string) string {
	title := cmp.Or(path, wholeName)
	if t.options.Header != nil {
		title = cmp.Or(t.options.Header(path), title)
	}
	return Sanitize(title)
}

// cell appends the text of a cell to current.
func (t *table) cell(c *column, found *rawjson.Found) cell {
	l := &t.current
	made := cell{from: len(l.text)}
	for _, value := range found.Values {
		if value[0] == 'n' {
			continue
		}
		if len(l.text) > made.from {
			if made.first == 0 {
				made.first = len(l.text) - made.from
			}
			l.text = append(l.text, ", "...)
		}
		if c.begins && value[0] == '"' {
			if at, kind := readMoment(value[1 : len(value)-1]); kind == anInstant {
				t.began = at
			}
		}
		var own kind
		l.text, own, made.tone = t.screen.say(l.text, &c.field, value)
		if made.first > 0 && own != made.kind {
			own = aText
		}
		made.kind = own
	}
	width, safe := measure(l.text[made.from:])
	if !safe {
		l.text = append(l.text[:made.from], Sanitize(string(l.text[made.from:]))...)
		width = displayWidth(string(l.text[made.from:]))
	}
	made.to, made.width = len(l.text), width
	return made
}

// settle fixes the columns and writes what was held back.
func (t *table) settle() error {
	t.settled = true
	t.leaveOut()
	t.size()
	if dropped := t.fit(); len(dropped) > 0 && t.options.Notice != nil {
		t.options.Notice(message.ScreenLeftOut, strings.Join(dropped, ", "))
	}
	if !t.options.NoHeader && !t.narrow() {
		if err := t.header(); err != nil {
			return err
		}
	}
	for i := range t.batch {
		if err := t.write(&t.batch[i]); err != nil {
			return err
		}
	}
	t.batch = nil
	return nil
}

// leaveOut leaves out the columns of Options.Constant whose cells are all the same.
func (t *table) leaveOut() {
	for i, path := range t.selection.columns {
		same := !t.selection.chosen && strings.Contains(" "+strings.Join(t.options.Constant, " ")+" ", " "+path+" ")
		for n := range t.batch {
			same = same && bytes.Equal(t.batch[n].at(i), t.batch[0].at(i))
		}
		if !same {
			t.shown = append(t.shown, i)
		}
	}
}

func (t *table) header() error {
	titles, l := "", line{cells: make([]cell, len(t.columns))}
	for i := range t.columns {
		title := strings.ToUpper(t.columns[i].title)
		l.cells[i] = cell{from: len(titles), to: len(titles) + len(title), width: displayWidth(title)}
		titles += title
	}
	l.text = []byte(titles)
	t.lineUp(&l)
	if t.options.Color {
		t.buffer = []byte(bold + string(t.buffer) + unset)
	}
	return t.end()
}

func (t *table) write(l *line) error {
	if t.narrow() {
		return t.block(l)
	}
	t.lineUp(l)
	return t.end()
}

func (t *table) end() error {
	t.put("\n")
	_, err := t.out.Write(t.buffer)
	return err
}
