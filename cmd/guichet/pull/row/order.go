package row

import (
	"bytes"
	"slices"
	"sort"
)

// inOrder compares names of fields as services order them: "id", then the others
// by their bytes. A row that came in this order needs no other for its digest.
func inOrder(a, b []byte) int {
	switch first, second := string(a) == "id", string(b) == "id"; {
	case first && second:
		return 0
	case first:
		return -1
	case second:
		return 1
	}
	return bytes.Compare(a, b)
}

// look reports whether a row has no space between its parts, and whether the
// fields of all its objects are in order. Of what is no JSON it may say anything.
func look(row []byte) (compact, ordered bool) {
	type level struct {
		object bool
		last   []byte // the name before
	}
	levels := make([]level, 1, 16)
	compact, ordered = true, true
	name := false // a name comes next
	for i := 0; i < len(row); i++ {
		top := &levels[len(levels)-1]
		switch c := row[i]; {
		case c == '"':
			end := i + 1 + closing(row[i+1:])
			if name {
				own := row[i+1 : end]
				ordered = ordered && (top.last == nil || inOrder(top.last, own) < 0)
				top.last, name = own, false
			}
			i = end
		case c == '{', c == '[':
			levels = append(levels, level{object: c == '{'})
			name = c == '{'
		case c == '}', c == ']':
			levels, name = levels[:max(1, len(levels)-1)], false
		case c == ',':
			name = top.object
		case c <= ' ':
			compact = false
		}
	}
	return compact, ordered
}

// closing returns the index of the quote that closes the string, whose opening
// quote was just read.
func closing(rest []byte) int {
	for from := 0; ; from++ {
		n := bytes.IndexByte(rest[from:], '"')
		if n < 0 {
			return len(rest)
		}
		from += n
		before := bytes.TrimRight(rest[:from], `\`)
		if (from-len(before))%2 == 0 {
			return from
		}
	}
}

// field is a field of an object, or an element of an array, and its place there.
type field struct {
	name, value []byte // the name with its quotation marks
	place       int
}

// fields sort in order, those of the same name by their places.
type fields []field

func (f fields) Len() int      { return len(f) }
func (f fields) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f fields) Less(i, j int) bool {
	order := inOrder(f[i].name[1:len(f[i].name)-1], f[j].name[1:len(f[j].name)-1])
	return order < 0 || order == 0 && f[i].place < f[j].place
}

// appendOrdered appends a row without space with the fields of its objects in
// order.
func appendOrdered(out, raw []byte) ([]byte, error) {
	if raw[0] != '{' && raw[0] != '[' {
		return append(out, raw...), nil
	}
	var all fields
	err := members(raw, func(name, value []byte) error {
		all = append(all, field{name, slices.Clone(value), len(all)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if raw[0] == '{' {
		sort.Sort(all)
	}
	out = append(out, raw[0])
	for i, m := range all {
		if i > 0 {
			out = append(out, ',')
		}
		if m.name != nil {
			out = append(append(out, m.name...), ':')
		}
		if out, err = appendOrdered(out, m.value); err != nil {
			return nil, err
		}
	}
	return append(out, raw[len(raw)-1]), nil
}
