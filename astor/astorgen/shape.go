package astorgen

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"
)

// Limits of what a hostile example may lead to. What lies beyond them stays raw.
const (
	deepestShape = 24
	mostMembers  = 300
)

// kinds are the kinds of JSON value that samples have.
type kinds uint8

const (
	isText kinds = 1 << iota
	isBool
	isNumber
	isList
	isObject
)

// shape is what the samples of one value have in common.
type shape struct {
	kinds   kinds
	samples int // of any kind, null included
	objects int // how many samples are objects
	null    bool
	// fraction, wide and exact are about numbers: one has a fraction or an
	// exponent, one is an integer that float64 cannot hold, one needs all its digits.
	fraction, wide, exact bool
	element               *shape
	members               map[string]*shape
}

// unknown stands in a sample for a variable without a value.
const unknown = "\x00variable"

// add takes a sample into account.
func (s *shape) add(sample any, depth int) {
	s.samples++
	switch v := sample.(type) {
	case nil:
		s.null = true
	case bool:
		s.kinds |= isBool
	case json.Number:
		s.kinds |= isNumber
		s.number(string(v))
	case string:
		if v != unknown {
			s.kinds |= isText
		}
	case []any:
		s.kinds |= isList
		for _, element := range v {
			s.inner().below(element, depth)
		}
	case map[string]any:
		s.kinds |= isObject
		s.objects++
		for name, member := range v {
			s.member(name).below(member, depth)
		}
	}
}

// below adds a value that lies in another one. Two kinds at once keep it raw.
func (s *shape) below(sample any, depth int) {
	if depth == deepestShape {
		s.kinds |= isList | isObject
		return
	}
	s.add(sample, depth+1)
}

func (s *shape) inner() *shape {
	if s.element == nil {
		s.element = new(shape)
	}
	return s.element
}

func (s *shape) member(name string) *shape {
	if s.members == nil {
		s.members = map[string]*shape{}
	}
	if s.members[name] == nil {
		s.members[name] = new(shape)
	}
	return s.members[name]
}

// digits15 is how many digits float64 keeps whatever they are.
const digits15 = 15

func (s *shape) number(text string) {
	if !strings.ContainsAny(text, ".eE") {
		n, err := strconv.ParseInt(text, 10, 64)
		s.exact = s.exact || err != nil
		s.wide = s.wide || n > 1<<53 || n < -1<<53
		return
	}
	s.fraction = true
	_, err := strconv.ParseFloat(text, 64)
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	digits := strings.Trim(strings.Replace(mantissa, ".", "", 1), "-0")
	s.exact = s.exact || err != nil || len(digits) > digits15
}

// merge takes another shape's samples into account.
func (s *shape) merge(other *shape) {
	s.kinds |= other.kinds
	s.samples, s.objects = s.samples+other.samples, s.objects+other.objects
	s.null = s.null || other.null
	s.fraction, s.wide, s.exact = s.fraction || other.fraction, s.wide || other.wide, s.exact || other.exact
	if other.element != nil {
		s.inner().merge(other.element)
	}
	for name, member := range other.members {
		s.member(name).merge(member)
	}
}

// names are the members' names, sorted.
func (s *shape) names() []string {
	all := make([]string, 0, len(s.members))
	for name := range s.members {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

// keyed returns the shape of the values of an object whose names are data, such
// as ids and dates, and nil for an object with fields.
func (s *shape) keyed() *shape {
	values := new(shape)
	for _, name := range s.names() {
		if !isKey(name) && len(s.members) <= mostMembers {
			return nil
		}
		values.merge(s.members[name])
	}
	return values
}

// isKey reports whether a name is a number, a date or a UUID.
func isKey(name string) bool {
	const uuid = 36
	allowed := "0123456789-./:_"
	if len(name) == uuid && strings.Count(name, "-") == 4 {
		allowed += "abcdefABCDEF"
	}
	return strings.Trim(name, allowed) == "" && strings.ContainsAny(name, "0123456789")
}
