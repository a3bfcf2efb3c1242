package render

const (
	// Narrow is the width of a terminal under which rows are blocks.
	Narrow = 60
	// roomy is the width to which a text shrinks before a title is cut at all.
	roomy = 24
	// readable is the least width to which a text shrinks before a column is left
	// out, pinched that where the user named the columns, narrowest the very least.
	readable  = 13
	pinched   = 8
	narrowest = 4
	// whole is a width that nothing reaches: then numbers shrink and texts do not.
	whole = 1 << 30
	// shortTitle is what a title keeps while texts can still shrink.
	shortTitle = 8
)

// bounded reports whether lines are cut at the edge of a terminal. Elsewhere
// nothing is ever cut.
func (t *table) bounded() bool { return t.options.Terminal && t.options.Width > 0 }

func (t *table) narrow() bool { return t.bounded() && t.options.Width < Narrow }

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

// floor is the width to which a column shrinks: its texts to one width, its title to
// another. A text of any width is one that does not shrink.
func (c *column) floor(text, title int) int {
	least := c.fixed
	if text == whole && !c.right {
		return c.width
	}
	if !c.right || text == whole {
		least = max(least, min(c.content, text))
	}
	return max(least, min(c.width, title))
}

// fit makes the columns fit the terminal and returns the titles of those that it
// leaves out. First several numbers in a cell shrink, then long texts and titles, then
// all texts, the widest first, then the titles altogether, but never numbers, times and
// ids, and no text below what can be read. When that is not enough the last column goes,
// then the one before it: the first ones say what a row is. Columns that the user named
// all stay, with shorter texts; a terminal that is too narrow even for those wraps the
// lines.
func (t *table) fit() (dropped []string) {
	if !t.bounded() || t.narrow() {
		return nil
	}
	for len(t.shown) > 1 && !t.selection.chosen && t.total(readable, 0) > t.options.Width {
		last := len(t.shown) - 1
		dropped = append([]string{t.columns[t.shown[last]].title}, dropped...)
		t.shown = t.shown[:last]
	}
	t.shrink(whole, shortTitle)
	t.shrink(roomy, shortTitle)
	for _, text := range [...]int{readable, pinched, narrowest} {
		t.shrink(text, shortTitle)
		t.shrink(text, 0)
	}
	return dropped
}

// shrink lowers the widest columns, each to its floor at the least, until a line fits.
func (t *table) shrink(text, title int) {
	excess := gap*(len(t.shown)-1) - t.options.Width
	for _, i := range t.shown {
		excess += t.columns[i].width
	}
	for excess > 0 {
		var widest *column
		second := 0
		for _, i := range t.shown {
			c := &t.columns[i]
			switch {
			case c.width <= c.floor(text, title):
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
		less := min(excess, max(1, widest.width-max(second, widest.floor(text, title))))
		widest.width, excess = widest.width-less, excess-less
	}
}

// total is the width of a line whose columns shrank to their floors.
func (t *table) total(text, title int) int {
	total := gap * (len(t.shown) - 1)
	for _, i := range t.shown {
		total += t.columns[i].floor(text, title)
	}
	return total
}
