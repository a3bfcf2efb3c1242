package render

const (
	// narrow is the width of a terminal under which rows are blocks.
	narrow = 60
	// readable is the least width to which a text shrinks before a column is left
	// out, pinched that where the user named the columns, narrowest the very least.
	readable  = 13
	pinched   = 8
	narrowest = 4
	// shortTitle is what a title keeps while texts can still shrink.
	shortTitle = 8
)

// bounded reports whether lines are cut at the edge of a terminal. Elsewhere
// nothing is ever cut.
func (t *table) bounded() bool { return t.options.Terminal && t.options.Width > 0 }

func (t *table) narrow() bool { return t.bounded() && t.options.Width < narrow }

// size gives each column the width of its widest cell, and aligns numbers.
func (t *table) size() {
	for _, i := range t.shown {
		c := &t.columns[i]
		numbers, filled := 0, 0
		for n := range t.batch {
			made := &t.batch[n].cells[i]
			c.width, c.fixed = max(c.width, made.width), max(c.fixed, made.least())
			if made.width > 0 {
				filled++
			}
			if made.kind == aNumber {
				numbers++
			}
		}
		c.right = numbers > 0 && numbers == filled
		c.content = c.width
		title := 0
		if !t.options.NoHeader {
			title = displayWidth(c.title)
		}
		c.width = max(c.width, title)
		if c.right { // several numbers shrink before texts do
			c.content = max(c.fixed, min(c.content, title))
		}
	}
}

// least is the width to which a column shrinks when its texts shrink to a width.
func (c *column) least(text int) int {
	if c.right {
		return c.fixed
	}
	return max(c.fixed, min(c.content, text))
}

// fit makes the columns fit the terminal and returns the titles of those that it
// leaves out. First long titles shrink, then texts, the widest first, then the titles
// altogether, but never numbers, times and ids, and no text below what can be read. When
// that is not enough the last column goes, then the one before it: the first ones say
// what a row is. Columns that the user named all stay, with shorter texts; a terminal
// that is too narrow even for those wraps the lines.
func (t *table) fit() (dropped []string) {
	if !t.bounded() || t.narrow() {
		return nil
	}
	for len(t.shown) > 1 && !t.selection.chosen && t.total(func(c *column) int { return c.least(readable) }) > t.options.Width {
		last := len(t.shown) - 1
		dropped = append([]string{t.columns[t.shown[last]].title}, dropped...)
		t.shown = t.shown[:last]
	}
	t.shrink(func(c *column) int { return max(c.content, shortTitle) })
	for _, text := range [...]int{readable, pinched, narrowest} {
		t.shrink(func(c *column) int { return max(c.least(text), min(c.width, shortTitle)) })
		t.shrink(func(c *column) int { return c.least(text) })
	}
	return dropped
}

// shrink lowers the widest columns, each to its floor at the least, until a line fits.
func (t *table) shrink(floor func(*column) int) {
	excess := t.total(func(c *column) int { return c.width }) - t.options.Width
	for excess > 0 {
		var widest *column
		second := 0
		for _, i := range t.shown {
			c := &t.columns[i]
			switch {
			case c.width <= floor(c):
			case widest == nil || c.width > widest.width:
				if widest != nil {
					second = widest.width
				}
				widest = c
			default:
				second = max(second, c.width)
			}
		}
		if widest == nil {
			return
		}
		less := min(excess, max(1, widest.width-max(second, floor(widest))))
		widest.width, excess = widest.width-less, excess-less
	}
}

// total is the width of a line of columns of such widths.
func (t *table) total(width func(*column) int) int {
	total := gap * (len(t.shown) - 1)
	for _, i := range t.shown {
		total += width(&t.columns[i])
	}
	return total
}
