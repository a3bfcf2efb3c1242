package render

import (
	"slices"
	"strconv"
	"strings"
)

// presence says what an object tells about a path.
type presence int

const (
	absent     presence = iota // the object shows that there is no such field
	unknowable                 // a parent is null or empty, so nothing is known
	present
)

// cell is what one path leads to in one object.
type cell struct {
	presence presence
	// values are raw JSON; more than one, or none, when the path went through
	// an array.
	values [][]byte
	many   bool
}

// number reports whether the cell is one JSON number.
func (c *cell) number() bool { return len(c.values) == 1 && numeric(c.values[0]) }

// text reports whether the cell is one JSON string.
func (c *cell) text() bool { return len(c.values) == 1 && c.values[0][0] == '"' }

// step is one segment of the wanted paths; its children are the next segments.
type step struct {
	name     string
	index    int // the name as an array index; -1 when it is none
	cells    []int
	children []*step
}

func (s *step) child(name string) *step {
	for _, child := range s.children {
		if child.name == name {
			return child
		}
	}
	index, err := strconv.Atoi(name)
	if err != nil || strconv.Itoa(index) != name {
		index = -1
	}
	child := &step{name: name, index: index}
	s.children = append(s.children, child)
	return child
}

// extractor reads chosen paths from objects. A path is a list of names joined
// by dots. Where it meets an array, a number picks one element and any other
// name is looked for in every element. The empty path is the whole value.
type extractor struct {
	scanner scanner
	root    step
	cells   []cell
}

func newExtractor(paths []string) *extractor {
	x := &extractor{cells: make([]cell, len(paths))}
	for i, path := range paths {
		end := &x.root
		if path != "" {
			for name := range strings.SplitSeq(path, ".") {
				end = end.child(name)
			}
		}
		end.cells = append(end.cells, i)
		if strings.Contains(path, ".") {
			// A service may have dots in its names.
			whole := x.root.child(path)
			whole.cells = append(whole.cells, i)
		}
	}
	return x
}

// read fills one cell for each path. The cells are valid until the next read,
// and no longer than raw.
func (x *extractor) read(raw []byte) ([]cell, error) {
	for i := range x.cells {
		x.cells[i] = cell{values: x.cells[i].values[:0]}
	}
	value, err := x.scanner.value(raw)
	if err != nil {
		return nil, err
	}
	return x.cells, x.visit(&x.root, value, 1, false)
}

// visit records value for the paths that end here and follows the others. The
// depth is bounded by the paths: an array inside an array is not entered.
func (x *extractor) visit(at *step, value []byte, level int, many bool) error {
	for _, i := range at.cells {
		x.cells[i].add(value, many)
	}
	if len(at.children) == 0 {
		return nil
	}
	switch value[0] {
	case '{':
		return x.visitObject(at, value, level, many)
	case '[':
		return x.visitArray(at, value, level)
	case 'n':
		x.noteBelow(at)
	}
	return nil
}

func (x *extractor) visitObject(at *step, object []byte, level int, many bool) error {
	empty := true
	err := x.scanner.object(level, object, func(name, value []byte) error {
		empty = false
		for _, child := range at.children {
			if string(name) == child.name {
				return x.visit(child, value, level+1, many)
			}
		}
		return nil
	})
	if empty {
		x.noteBelow(at)
	}
	return err
}

func (x *extractor) visitArray(at *step, array []byte, level int) error {
	length := 0
	err := x.scanner.array(level, array, func(index int, element []byte) error {
		length++
		for _, child := range at.children {
			if child.index == index {
				if err := x.visit(child, element, level+1, false); err != nil {
					return err
				}
			}
		}
		switch element[0] {
		case '{':
			return x.visitObject(at, element, level+1, true)
		case 'n':
			x.noteBelow(at)
		}
		return nil
	})
	for _, child := range at.children {
		if length == 0 || child.index >= length {
			x.note(child)
		}
	}
	return err
}

// noteBelow notes that a parent exists but has nothing to say about the paths
// that go on from it.
func (x *extractor) noteBelow(at *step) {
	for _, child := range at.children {
		x.note(child)
	}
}

func (x *extractor) note(at *step) {
	for _, i := range at.cells {
		x.cells[i].presence = max(x.cells[i].presence, unknowable)
	}
	x.noteBelow(at)
}

func (c *cell) add(value []byte, many bool) {
	if !many {
		// Of two members with one name the later counts.
		c.values = c.values[:0]
	}
	c.presence, c.many = present, many
	c.values = append(c.values, value)
}

// paths lists what can be asked of an object: its fields, and those of the
// objects below, through the first element of arrays, for a few levels.
func paths(raw []byte) []string {
	const levels, most = 4, 300
	var found []string
	var scan scanner
	var walk func(prefix string, value []byte, level int) error
	walk = func(prefix string, value []byte, level int) error {
		if level > levels || len(found) >= most {
			return nil
		}
		switch value[0] {
		case '{':
			return scan.object(level, value, func(name, member []byte) error {
				path := prefix + string(name)
				found = append(found, path)
				return walk(path+".", member, level+1)
			})
		case '[':
			return scan.array(level, value, func(index int, element []byte) error {
				if index > 0 {
					return nil
				}
				return walk(prefix, element, level+1)
			})
		}
		return nil
	}
	value, err := scan.value(raw)
	if err != nil || walk("", value, 1) != nil {
		return nil
	}
	slices.SortStableFunc(found, func(a, b string) int {
		return strings.Count(a, ".") - strings.Count(b, ".")
	})
	return found
}
