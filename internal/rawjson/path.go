package rawjson

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// Paths is a set of paths as a tree, and nil a set of none. A path is a list of names
// joined by dots; it also leads to a member whose own name has the dots. Whoever
// walks through a value goes down the tree with it.
type Paths struct {
	name  string
	index int // the name as an index of an array; -1 when it is not one
	ends  []int
	below []*Paths
}

// NewPaths returns the tree of the paths. The empty path is the value itself.
func NewPaths(paths []string) *Paths {
	root := &Paths{index: -1}
	for i, path := range paths {
		end := root
		if path != "" {
			for name := range strings.SplitSeq(path, ".") {
				end = end.grow(name)
			}
		}
		end.ends = append(end.ends, i)
	}
	return root
}

func (p *Paths) grow(name string) *Paths {
	for _, child := range p.below {
		if child.name == name {
			return child
		}
	}
	index, err := strconv.Atoi(name)
	if err != nil || strconv.Itoa(index) != name {
		index = -1
	}
	child := &Paths{name: name, index: index}
	p.below = append(p.below, child)
	return child
}

// Below returns what is left of the paths after a member with that name, nil when no
// path leads through it.
func (p *Paths) Below(name []byte) *Paths {
	if p == nil {
		return nil
	}
	for _, child := range p.below {
		if string(name) == child.name {
			return child
		}
	}
	if dot := bytes.IndexByte(name, '.'); dot >= 0 {
		return p.Below(name[:dot]).Below(name[dot+1:])
	}
	return nil
}

// End reports whether a path ends here.
func (p *Paths) End() bool { return p != nil && len(p.ends) > 0 }

// Presence says what an object tells about a path.
type Presence int

const (
	Absent     Presence = iota // the object shows that there is no such field
	Unknowable                 // a parent is null or empty, so that nothing is known
	Present
)

// Found is what one path leads to in one value.
type Found struct {
	Presence Presence
	// Values are raw JSON; more than one, or none, when the path went through
	// an array.
	Values [][]byte
	many   bool
}

// Extractor reads the values at paths, in one pass that ends when all of them were
// found. Where a path meets an array, a number picks one element and any other name
// is looked for in every element. Of two members with one name the later counts, if
// it is read. It is not safe for concurrent use.
type Extractor struct {
	reader  *Reader
	root    *Paths
	found   []Found
	missing int // paths that nothing was found at
}

// NewExtractor returns an extractor for paths.
func NewExtractor(paths []string) *Extractor {
	return &Extractor{root: NewPaths(paths), found: make([]Found, len(paths))}
}

// Read finds what each path leads to. It is valid until the next Read, and no longer
// than value, which is one JSON value.
func (x *Extractor) Read(value []byte) ([]Found, error) {
	for i := range x.found {
		x.found[i] = Found{Values: x.found[i].Values[:0]}
	}
	x.missing = len(x.found)
	return x.found, x.with(value, func() { x.visit(x.root, false) })
}

// with reads another value, and returns to the one before.
func (x *Extractor) with(value []byte, read func()) error {
	before := x.reader
	x.reader = Lenient(value)
	read()
	err := x.reader.End()
	x.reader.Free()
	x.reader = before
	return err
}

// visit records the value that comes next for the paths that end here and follows
// the others. The depth is bounded by the paths: an array inside an array is not
// entered.
func (x *Extractor) visit(at *Paths, many bool) {
	mark, kind := x.reader.Mark(), x.reader.Kind()
	switch {
	case len(at.below) > 0 && kind == '{':
		x.visitObject(at, many)
	case len(at.below) > 0 && kind == '[':
		x.visitArray(at)
	default:
		x.reader.Value()
		if kind == 'n' {
			x.noteBelow(at)
		}
	}
	for _, i := range at.ends {
		x.add(&x.found[i], x.reader.Since(mark), many)
	}
}

func (x *Extractor) add(f *Found, value []byte, many bool) {
	if f.Presence != Present {
		x.missing--
	}
	if !many {
		// Of two members with one name the later counts.
		f.Values = f.Values[:0]
	}
	f.Presence, f.many = Present, many
	f.Values = append(f.Values, value)
}

func (x *Extractor) visitObject(at *Paths, many bool) {
	empty := true
	for name := range x.reader.Members {
		empty = false
		if child := at.Below(name); child != nil {
			x.visit(child, many)
		}
		if !many && x.missing == 0 {
			break
		}
	}
	if empty {
		x.noteBelow(at)
	}
}

func (x *Extractor) visitArray(at *Paths) {
	length := 0
	for range x.reader.Elements {
		i := slices.IndexFunc(at.below, func(p *Paths) bool { return p.index == length })
		length++
		if i < 0 {
			x.visitElement(at)
			continue
		}
		// Its fields may be asked for by its number, and as those of every element.
		element := x.reader.Value()
		x.reader.Fail(x.with(element, func() { x.visit(at.below[i], false) }))
		x.reader.Fail(x.with(element, func() { x.visitElement(at) }))
	}
	for _, child := range at.below {
		if length == 0 || child.index >= length {
			x.note(child)
		}
	}
}

func (x *Extractor) visitElement(at *Paths) {
	switch x.reader.Kind() {
	case '{':
		x.visitObject(at, true)
	case 'n':
		x.noteBelow(at)
	}
}

// noteBelow notes that a parent exists but has nothing to say about the paths that
// go on from it.
func (x *Extractor) noteBelow(at *Paths) {
	for _, child := range at.below {
		x.note(child)
	}
}

func (x *Extractor) note(at *Paths) {
	for _, i := range at.ends {
		x.found[i].Presence = max(x.found[i].Presence, Unknowable)
	}
	x.noteBelow(at)
}

// Find returns the value at a path: nil when there is none, and when the path needs
// every element of an array.
func Find(value []byte, path string) []byte {
	found, err := NewExtractor([]string{path}).Read(value)
	if f := found[0]; err == nil && !f.many && len(f.Values) == 1 {
		return f.Values[0]
	}
	return nil
}
