package rest

import (
	"bytes"
	"encoding/json"
	"hash/maphash"
	"slices"
	"unicode"
	"unicode/utf8"
)

// CheckNames refuses JSON in which an object has a name twice, or in two cases:
// encoding/json would take the last of them, and another reader the first. The
// text must be valid JSON.
func CheckNames(text []byte) error { return checkNames(text, "") }

// CheckRows is CheckNames for an answer {"root":[…]}, whose rows must be objects:
// encoding/json would make an empty row of a null.
func CheckRows(text []byte, root string) error { return checkNames(text, root) }

func checkNames(text []byte, root string) error {
	w := &names{
		root: foldName([]byte(root)), seed: maphash.MakeSeed(),
		// On the stack: most answers are neither deeper nor wider.
		begins: make([]int, 0, 16), hashes: make([]uint64, 0, 128),
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if w.inRows() && !bytes.ContainsRune([]byte("{], \t\r\n"), rune(c)) {
			return Refuse("a row of the list is not an object")
		}
		switch c {
		case '{', '[':
			w.open(c)
		case '}', ']':
			if !w.close() {
				return Refuse("an object has the same name twice, or in two cases")
			}
		case ',':
			w.named = len(w.begins) > 0 && w.begins[len(w.begins)-1] >= 0
		case '"':
			end := endOfString(text, i)
			if w.named {
				w.name(text[i+1 : end])
			}
			i = end
		}
	}
	return nil
}

// names are the names of the objects that are open.
type names struct {
	root   []byte
	seed   maphash.Seed
	begins []int    // where the names of each open object begin in hashes; -1 for a list
	hashes []uint64 // of the names, in one case
	named  bool     // the next string is a name
	atRoot bool     // the value under way is that of the root
	rows   bool     // it is a list
}

func (w *names) inRows() bool { return w.rows && len(w.begins) == 2 }

func (w *names) open(c byte) {
	if w.named = c == '{'; w.named {
		w.begins = append(w.begins, len(w.hashes))
		return
	}
	w.rows = w.rows || w.atRoot && len(w.begins) == 1
	w.begins = append(w.begins, -1)
}

// close reports whether the names of the object that ends are all different.
func (w *names) close() bool {
	if len(w.begins) == 0 {
		return false
	}
	begin := w.begins[len(w.begins)-1]
	w.begins, w.named = w.begins[:len(w.begins)-1], false
	w.rows = w.rows && len(w.begins) > 1
	if begin < 0 {
		return true
	}
	own := w.hashes[begin:]
	w.hashes = w.hashes[:begin]
	slices.Sort(own)
	return len(slices.Compact(own)) == len(own)
}

func (w *names) name(quoted []byte) {
	folded := foldName(quoted)
	w.named = false
	w.hashes = append(w.hashes, maphash.Bytes(w.seed, folded))
	if len(w.begins) == 1 {
		w.atRoot = len(w.root) > 0 && bytes.Equal(folded, w.root)
	}
}

// endOfString returns the index of the quote that closes the string at start.
func endOfString(text []byte, start int) int {
	for i := start + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(text) - 1
}

// foldName gives names that encoding/json takes for each other the same form.
func foldName(quoted []byte) []byte {
	lower := func(c byte) bool { return 'a' <= c && c <= 'z' || c == '_' || '0' <= c && c <= '9' }
	if !slices.ContainsFunc(quoted, func(c byte) bool { return !lower(c) }) {
		return quoted
	}
	var name string
	if json.Unmarshal(slices.Concat([]byte{'"'}, quoted, []byte{'"'}), &name) != nil {
		return quoted
	}
	folded := make([]byte, 0, len(name))
	for _, r := range name {
		folded = utf8.AppendRune(folded, foldRune(r))
	}
	return folded
}

// foldRune returns the same rune for all that differ in case only: a lower-case
// letter where there is one in ASCII.
func foldRune(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if 'A' <= least && least <= 'Z' {
		return least + 'a' - 'A'
	}
	return least
}
