package astor

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
)

// nameSegments names the literal segments of the path that the caller may
// replace: each id, and each word behind a word. The name is the nearest word or
// variable before the segment; a second segment of the same name is "name#2".
func (o *Operation) nameSegments() {
	o.segments = make([]string, len(o.target.path))
	count := map[string]int{}
	before, afterWord := "", false
	for i, segment := range o.target.path {
		_, _, variable := o.pathVariable(segment)
		literal := !variable && !strings.Contains(segment, "{{")
		text := segment
		if literal {
			text = untyped(segment)
		}
		id := literal && isID(text)
		if before != "" && (id || literal && afterWord) {
			name := before
			if count[before]++; count[before] > 1 {
				name += "#" + strconv.Itoa(count[before])
			}
			o.segments[i] = name
			if id {
				o.Segments = append(o.Segments, Parameter{Name: name, Value: text})
				o.note("the id %s in its path is the author's: to use your own, set the segment %s", quote(text), quote(name))
			}
		}
		if afterWord = literal && !id; !id {
			before = text
		}
	}
}

// isID reports whether a segment of a path looks like the id of something, and
// not like a word or a version.
func isID(s string) bool {
	if strings.Contains(s, "@") {
		return true
	}
	digits := len(s) - len(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s))
	unversioned := strings.TrimLeft(s, "vV")
	if digits == 0 || (unversioned != s || strings.Contains(s, ".")) && strings.Trim(unversioned, "0123456789.") == "" {
		return false
	}
	number := slices.ContainsFunc(strings.FieldsFunc(s, func(r rune) bool { return r < 0x80 && !isWord(byte(r)) }), func(part string) bool {
		return strings.Trim(part, "0123456789") == ""
	})
	hexadecimal := len(s) >= 8 && strings.Trim(strings.ToLower(s), "0123456789abcdef-") == ""
	return number || hexadecimal || digits >= 3 && len(s) >= 16
}

// segment is the caller's own value of the i-th segment of the path.
func (d *draft) segment(i int) (name, value string, given bool) {
	name = d.op.segments[i]
	value, given = d.values.Segments[name]
	return name, value, given && name != ""
}

// unknownSegments refuses segments that the path does not have.
func (d *draft) unknownSegments() {
	for _, name := range slices.Sorted(maps.Keys(d.values.Segments)) {
		if name == "" || !slices.Contains(d.op.segments, name) {
			d.fail(ErrUnknownInput, refusal.New("takes_other_segment", "unknown path segment %s; the operation has %s", quote(name), quoteAll(d.op.segments)))
		}
	}
}
