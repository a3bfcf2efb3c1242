package render

import (
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/internal/rawjson"
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
func (c *cell) number() bool {
	return len(c.values) == 1 && (c.values[0][0] == '-' || c.values[0][0] >= '0' && c.values[0][0] <= '9')
}

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

// extractor reads chosen paths from objects, in one pass that ends when all of them
// were found. A path is a list of names joined by dots. Where it meets an array, a
// number picks one element and any other name is looked for in every element. The
// empty path is the whole value. Of two members with one name the later counts, if
// it is read.
type extractor struct {
	reader *rawjson.Reader
	root   step
	cells  []cell
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
// and no longer than raw, which is one JSON value.
func (x *extractor) read(raw []byte) ([]cell, error) {
	for i := range x.cells {
		x.cells[i] = cell{values: x.cells[i].values[:0]}
	}
	return x.cells, x.with(raw, func() { x.visit(&x.root, false) })
}

// with reads another value, and returns to the one before.
func (x *extractor) with(raw []byte, read func()) error {
	before := x.reader
	x.reader = rawjson.Lenient(raw)
	read()
	err := x.reader.End()
	x.reader.Free()
	x.reader = before
	return err
}

// visit records the value that comes next for the paths that end here and follows
// the others. The depth is bounded by the paths: an array inside an array is not
// entered.
func (x *extractor) visit(at *step, many bool) {
	mark, kind := x.reader.Mark(), x.reader.Kind()
	switch {
	case len(at.children) > 0 && kind == '{':
		x.visitObject(at, many)
	case len(at.children) > 0 && kind == '[':
		x.visitArray(at)
	default:
		x.reader.Value()
		if kind == 'n' {
			x.noteBelow(at)
		}
	}
	for _, i := range at.cells {
		x.cells[i].add(x.reader.Since(mark), many)
	}
}

func (x *extractor) visitObject(at *step, many bool) {
	empty := true
	for name := range x.reader.Members {
		empty = false
		for _, child := range at.children {
			if string(name) == child.name {
				x.visit(child, many)
				break
			}
		}
		if !many && x.complete() {
			break
		}
	}
	if empty {
		x.noteBelow(at)
	}
}

// complete reports whether nothing is left to look for.
func (x *extractor) complete() bool {
	return !slices.ContainsFunc(x.cells, func(c cell) bool { return c.presence != present })
}

func (x *extractor) visitArray(at *step) {
	length := 0
	for range x.reader.Elements {
		i := slices.IndexFunc(at.children, func(s *step) bool { return s.index == length })
		length++
		if i < 0 {
			x.visitElement(at)
			continue
		}
		// Its fields may be asked for by its number, and as those of every element.
		element := x.reader.Value()
		x.reader.Fail(x.with(element, func() { x.visit(at.children[i], false) }))
		x.reader.Fail(x.with(element, func() { x.visitElement(at) }))
	}
	for _, child := range at.children {
		if length == 0 || child.index >= length {
			x.note(child)
		}
	}
}

func (x *extractor) visitElement(at *step) {
	switch x.reader.Kind() {
	case '{':
		x.visitObject(at, true)
	case 'n':
		x.noteBelow(at)
	}
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
	r := rawjson.Lenient(raw)
	defer r.Free()
	var walk func(prefix string, level int)
	walk = func(prefix string, level int) {
		if level > levels || len(found) >= most {
			return
		}
		switch r.Kind() {
		case '{':
			for name := range r.Members {
				path := prefix + string(name)
				found = append(found, path)
				walk(path+".", level+1)
			}
		case '[':
			first := true
			for range r.Elements {
				if first {
					walk(prefix, level+1)
				}
				first = false
			}
		}
	}
	walk("", 1)
	var near []string // those of the object itself first
	for dots := 0; len(near) < len(found); dots++ {
		for _, path := range found {
			if strings.Count(path, ".") == dots {
				near = append(near, path)
			}
		}
	}
	return near
}
