package render

import (
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// block writes a row as lines, for a terminal that is too narrow for columns: the first
// cell that has a text with its title, then each other one after its label. Nothing is
// cut.
func (t *table) block(l *line) error {
	t.buffer = t.buffer[:0]
	if t.blocks++; t.blocks > 1 {
		t.put("\n")
	}
	first := true
	for _, i := range t.shown {
		if l.cells[i].width == 0 {
			continue
		}
		label := t.columns[i].title + " "
		if !first {
			label = t.screen.messages.Text(message.ScreenLabel, t.columns[i].title) + " "
		}
		if t.options.NoHeader {
			label = ""
		}
		t.labelled(label, l.at(i), l.cells[i].tone, first)
		first = false
	}
	_, err := t.out.Write(t.buffer)
	return err
}

// labelled appends a text behind its label, in bold as a heading, wrapped at words.
func (t *table) labelled(label string, text []byte, tone message.Tone, heading bool) {
	width := 0
	if t.bounded() {
		width = t.options.Width
	}
	wrapped := Wrap(label+string(text), width, displayWidth(label))
	switch {
	case wrapped == "":
		return
	case heading && t.options.Color:
		wrapped = bold + wrapped + unset
	case tone != message.Plain && len(wrapped) == len(label)+len(text):
		wrapped = ""
		t.put(label)
		t.toned(text, tone, false)
	}
	t.put(wrapped)
	t.put("\n")
}
