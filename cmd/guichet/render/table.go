package render

import (
	"bufio"
	"cmp"
	"strings"
)

const (
	// batchRows is how many rows a table looks at before it settles the widths
	// of its columns and starts to write.
	batchRows = 50
	gap       = 2
	// narrowest is the least width to which a column shrinks to fit.
	narrowest = 4
)

// table writes aligned columns. Widths come from the first rows, so that a
// long list shows while it is still being fetched.
type table struct {
	out       *bufio.Writer
	options   *Options
	selection *selection
	batch     [][]string
	widths    []int
	settled   bool
	line      strings.Builder
	scratch   []byte
}

func newTable(out *bufio.Writer, o *Options) *table {
	return &table{out: out, options: o, selection: newSelection(o, true)}
}

func (t *table) row(raw []byte) error {
	cells, err := t.texts(raw)
	if err != nil {
		return err
	}
	if t.settled {
		return t.write(cells, false)
	}
	t.batch = append(t.batch, cells)
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

func (t *table) close() error {
	if t.settled {
		return nil
	}
	return t.settle()
}

func (t *table) texts(raw []byte) ([]string, error) {
	cells, err := t.selection.read(raw)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(cells))
	for i := range cells {
		t.scratch = appendCell(t.scratch[:0], cells[i].Values, true)
		texts[i] = Sanitize(string(t.scratch))
	}
	return texts, nil
}

// settle fixes the widths and writes what was held back.
func (t *table) settle() error {
	t.settled = true
	headers := t.headers()
	t.widths = make([]int, len(headers))
	if !t.options.NoHeader {
		t.widen(headers)
	}
	for _, cells := range t.batch {
		t.widen(cells)
	}
	if t.bounded() {
		t.shrink()
	}
	if !t.options.NoHeader && len(headers) > 0 {
		if err := t.write(headers, t.options.Color); err != nil {
			return err
		}
	}
	for _, cells := range t.batch {
		if err := t.write(cells, false); err != nil {
			return err
		}
	}
	t.batch = nil
	return nil
}

func (t *table) headers() []string {
	headers := make([]string, len(t.selection.columns))
	for i, path := range t.selection.columns {
		title := cmp.Or(path, wholeName)
		if t.options.Header != nil {
			title = cmp.Or(t.options.Header(path), title)
		}
		headers[i] = strings.ToUpper(Sanitize(title))
	}
	return headers
}

func (t *table) widen(cells []string) {
	for i, text := range cells {
		t.widths[i] = max(t.widths[i], displayWidth(text))
	}
}

// bounded reports whether lines are cut at the edge of a terminal. Elsewhere
// nothing is ever cut.
func (t *table) bounded() bool { return t.options.Terminal && t.options.Width > 0 }

// shrink lowers the widest columns until a line fits. A terminal that is narrower
// than the narrowest columns wraps the lines.
func (t *table) shrink() {
	for t.total() > t.options.Width {
		widest := -1
		for i, width := range t.widths {
			if width > narrowest && (widest < 0 || width > t.widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		t.widths[widest] = max(narrowest, t.widths[widest]-max(1, t.excess(widest)))
	}
}

// excess is how far a column can shrink before another is the widest, and no
// further than the line needs.
func (t *table) excess(widest int) int {
	second := narrowest
	for i, width := range t.widths {
		if i != widest {
			second = max(second, width)
		}
	}
	return min(t.widths[widest]-second, t.total()-t.options.Width)
}

func (t *table) total() int {
	total := gap * (len(t.widths) - 1)
	for _, width := range t.widths {
		total += width
	}
	return total
}

// write writes one line. A cell wider than its column pushes the rest to the
// right, unless that would go beyond the terminal.
func (t *table) write(cells []string, bold bool) error {
	cutting := t.bounded() && t.needed(cells) > t.options.Width
	t.line.Reset()
	pending := 0
	for i, text := range cells {
		if cutting {
			text = cut(text, t.widths[i])
		}
		padding := max(0, t.widths[i]-displayWidth(text))
		if text != "" {
			pad(&t.line, pending)
			t.line.WriteString(text)
			pending = 0
		}
		pending += padding + gap
	}
	line := t.line.String()
	if bold {
		line = "\x1b[1m" + line + "\x1b[0m"
	}
	if _, err := t.out.WriteString(line); err != nil {
		return err
	}
	return t.out.WriteByte('\n')
}

// needed is the width of a line whose cells are not cut.
func (t *table) needed(cells []string) int {
	total := gap * (len(cells) - 1)
	for i, text := range cells {
		width := displayWidth(text)
		if i < len(cells)-1 {
			width = max(width, t.widths[i])
		}
		total += width
	}
	return total
}

func pad(line *strings.Builder, spaces int) {
	for range spaces {
		line.WriteByte(' ')
	}
}
