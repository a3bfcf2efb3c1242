package render

import (
	"bytes"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// one writes a single object as lines of a label and a value, with the values below it
// as indented lines. Nothing is cut: who asks for one object wants all of it.
func (t *table) one(raw []byte) error {
	t.buffer = t.buffer[:0]
	var err error
	switch {
	case t.selection.chosen:
		err = t.chosen(raw)
	case raw[0] == '{':
		err = t.object(raw, 0, false)
	default:
		label := t.label(t.title(""))
		err = t.member(member{label: label, value: raw}, false, 0, displayWidth(label))
	}
	if err != nil {
		return err
	}
	_, err = t.out.Write(t.buffer)
	return err
}

// chosen writes the columns that the user named.
func (t *table) chosen(raw []byte) error {
	if _, err := t.read(raw); err != nil {
		return err
	}
	width := 0
	for i := range t.columns {
		width = max(width, displayWidth(t.label(t.columns[i].title)))
	}
	for i := range t.columns {
		t.line(t.label(t.columns[i].title), string(t.current.at(i)), t.current.cells[i].tone, 0, width)
	}
	return nil
}

// member is a member of an object that is shown.
type member struct {
	label, name string
	value       []byte
}

// object writes the members of an object, without the name of a person where that stands
// already. Below the object itself, what has no value is left out.
func (t *table) object(raw []byte, depth int, without bool) error {
	var members []member
	past, width := false, 0
	err := rawjson.Members(raw, func(name, value []byte) {
		own := string(name)
		if own == "starts_at" && value[0] == '"' {
			at, kind := readMoment(value[1 : len(value)-1])
			past = kind == anInstant && at.Before(t.options.Now)
		}
		if !(depth > 0 && empty(value)) && !(without && (own == "first_name" || own == "last_name")) {
			m := member{t.label(t.title(own)), own, value}
			members, width = append(members, m), max(width, displayWidth(m.label))
		}
	})
	for _, m := range members {
		if err == nil {
			err = t.member(m, past, depth, width)
		}
	}
	return err
}

// empty reports whether a value says nothing.
func empty(value []byte) bool {
	switch value[0] {
	case 'n':
		return true
	case '"', '[', '{':
		return len(bytes.TrimSpace(value[1:len(value)-1])) == 0
	}
	return false
}

func (t *table) member(m member, past bool, depth, width int) error {
	indent := 2 * depth
	if empty(m.value) {
		t.line(m.label, "", message.Plain, indent, width)
		return nil
	}
	switch m.value[0] {
	case '{':
		return t.below(m.label, m.value, depth, width, depth > 0)
	case '[':
		return t.list(m, depth, width)
	}
	text, tone := t.said(m.name, m.value)
	if tone == message.Open && !past {
		tone = message.Plain
	}
	t.line(m.label, text, tone, indent, width)
	return nil
}

// said is the text of a value that is not nested.
func (t *table) said(name string, value []byte) (string, message.Tone) {
	f := t.screen.fieldAt(name)
	text, _, tone := t.screen.say(nil, &f, value)
	return string(text), tone
}

// below writes an object below another one: a person by name with the other fields, or,
// where it is short, with the id alone.
func (t *table) below(label string, raw []byte, depth, width int, short bool) error {
	name, id := t.person(raw)
	if name != "" && short && id != "" {
		name += " (" + id + ")"
	}
	t.line(label, name, message.Plain, 2*depth, width)
	switch {
	case name == "":
		return t.object(raw, depth+1, false)
	case short:
		return nil
	}
	return t.object(raw, depth+1, true)
}

// person is the name of a person and the id, "" for any other object.
func (t *table) person(raw []byte) (name, id string) {
	var n called
	err := rawjson.Members(raw, func(own, value []byte) {
		if at := n.member(own, value[0]); at != nil {
			*at = value
		}
	})
	if err != nil || n.first == nil || n.last == nil {
		return "", ""
	}
	if n.id != nil {
		id = string(appendValue(nil, n.id, false))
	}
	return string(appendPerson(nil, n.first, n.last)), id
}

// list writes an array: plain values on a line, objects one below the other.
func (t *table) list(m member, depth, width int) error {
	elements, err := rawjson.Elements(m.value)
	if err != nil {
		return err
	}
	nested := false
	for _, element := range elements {
		nested = nested || element[0] == '{' || element[0] == '['
	}
	if !nested {
		text, tone := t.said(m.name, m.value)
		t.line(m.label, text, tone, 2*depth, width)
		return nil
	}
	t.line(m.label, "", message.Plain, 2*depth, width)
	for _, element := range elements {
		if element[0] != '{' {
			text, tone := t.said(m.name, element)
			t.line("-", text, tone, 2*depth+2, 0)
			continue
		}
		if name, _ := t.person(element); name != "" {
			if err := t.below("-", element, depth+1, 0, depth > 0); err != nil {
				return err
			}
			continue
		}
		before := len(t.buffer)
		if err := t.object(element, depth+2, false); err != nil {
			return err
		}
		if at := before + 2*depth + 2; at < len(t.buffer) { // the first line begins with the dash
			t.buffer[at] = '-'
		}
	}
	return nil
}

func (t *table) label(title string) string { return t.screen.messages.Text(message.ScreenLabel, title) }

// line appends a label and its text, wrapped at words on a terminal. Text of several
// lines stands below its label.
func (t *table) line(label, text string, tone message.Tone, indent, width int) {
	if t.options.NoHeader && indent == 0 {
		label, width = "", -gap
	}
	text = strings.TrimSpace(text)
	lines := strings.Split(strings.TrimRight(SanitizeLines(text), "\n"), "\n")
	margin := strings.Repeat(" ", indent)
	if len(lines) > 1 {
		t.labelled(margin+label, nil, tone, false)
		for _, l := range lines {
			t.labelled(margin+"  ", []byte(l), tone, false)
		}
		return
	}
	label = margin + label
	switch {
	case lines[0] == "" || label == "":
	case t.narrow():
		label += " "
	default:
		label += strings.Repeat(" ", max(0, indent+width+gap-displayWidth(label)))
	}
	t.labelled(label, []byte(lines[0]), tone, false)
}
