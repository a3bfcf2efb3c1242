package astorgen

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/guichet-go/guichet/astor"
)

// longestName is how many letters a name may have.
const longestName = 60

// initialisms are written in capitals, as Go does.
const initialisms = " acl api ascii cpu css csv dns eof guid html http https id ip json lhs pdf qps ram rhs rpc sla smtp sql ssh tcp tls ttl udp ui uid uri url utf8 uuid vm xml xmpp xsrf xss "

// initialism writes a word in capitals where Go does, and so its plural.
func initialism(word string) string {
	lower := strings.ToLower(word)
	switch one, plural := strings.CutSuffix(lower, "s"); {
	case strings.Contains(initialisms, " "+lower+" "):
		return strings.ToUpper(word)
	case plural && strings.Contains(initialisms, " "+one+" "):
		return strings.ToUpper(one) + "s"
	}
	return word
}

// words splits a text at whatever is no letter or digit, and where a capital begins
// another word: user_id and userId have two, HTTPServer too.
func words(text string) []string {
	var apart []rune
	runes := []rune(text + " ")
	for i, r := range runes[:len(runes)-1] {
		if i > 0 && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || unicode.IsLower(runes[i+1])) {
			apart = append(apart, ' ')
		}
		apart = append(apart, r)
	}
	return strings.FieldsFunc(string(apart), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// exported makes an exported identifier of any text. Being exported, it is
// never a word of the language.
func exported(text string) string {
	var out strings.Builder
	n := 0
	for _, word := range words(text) {
		for i, r := range initialism(word) {
			if i == 0 {
				r = unicode.ToUpper(r)
			}
			if n == 0 && !unicode.IsUpper(r) {
				out.WriteString("Op")
			}
			if n++; n <= longestName {
				out.WriteRune(r)
			}
		}
	}
	if n == 0 {
		return "Op"
	}
	return out.String()
}

// names gives out identifiers, each once.
type names struct {
	taken map[string]bool
	next  map[string]int
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func newNames(reserved ...string) *names {
	n := &names{map[string]bool{}, map[string]int{}}
	for _, name := range reserved {
		n.taken[name] = true
	}
	return n
}

// unique returns the name, or with the smallest number behind it that makes it
// one of its own.
func (n *names) unique(name string) string {
	own := name
	for n.taken[own] {
		if n.next[name] == 0 {
			n.next[name] = 1
		}
		n.next[name]++
		own = name + strconv.Itoa(n.next[name])
	}
	n.taken[own] = true
	return own
}

// methodNames names the methods in the order of the operations. Operations of
// one name are told apart by their folder, and only then by a number.
func methodNames(operations []*astor.Operation) []string {
	count := map[string]int{}
	for _, o := range operations {
		count[exported(o.Name)]++
	}
	given := newNames()
	all := make([]string, len(operations))
	for i, o := range operations {
		name := exported(o.Name)
		if count[name] > 1 && o.Folder.Name != "" {
			name = exported(o.Folder.Name) + name
		}
		all[i] = given.unique(name)
	}
	return all
}

// clean makes one line of a text for a comment: no control characters, nothing
// that changes how an editor shows the rest.
func clean(text string, longest int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	// go/doc reads pairs of these as quotation marks, and gofmt writes those.
	text = strings.NewReplacer("``", "“", "''", "”").Replace(text)
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest]) + "…"
	}
	return text
}
