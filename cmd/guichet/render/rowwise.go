package render

import (
	"slices"
	"strings"

	"github.com/itchyny/gojq"
)

// rowwise returns the query that gives, from one row after the other, what q gives
// from the array of all rows: nil when q may need all rows at once. list reports
// whether q puts the results into one array. ownMap says that "map" is not jq's own.
func rowwise(q *gojq.Query, ownMap bool) (row *gojq.Query, list bool) {
	ownMap = ownMap || slices.ContainsFunc(q.FuncDefs, func(f *gojq.FuncDef) bool { return f.Name == "map" })
	switch {
	case q.Meta != nil || q.Imports != nil || q.Patterns != nil:
		return nil, false
	case q.Term != nil:
		row, list = rowwiseTerm(q.Term, ownMap)
	case q.Op == gojq.OpPipe:
		if row, list = rowwise(q.Left, ownMap); row == nil || list {
			return nil, false
		}
		row = &gojq.Query{Left: row, Op: gojq.OpPipe, Right: q.Right}
	}
	if row != nil && q.FuncDefs != nil {
		row = &gojq.Query{FuncDefs: q.FuncDefs, Term: &gojq.Term{Type: gojq.TermTypeQuery, Query: row}}
	}
	return row, list
}

func rowwiseTerm(t *gojq.Term, ownMap bool) (row *gojq.Query, list bool) {
	switch {
	case t.Type == gojq.TermTypeIdentity && len(t.SuffixList) > 0 && t.SuffixList[0].Iter:
		rest := t.SuffixList[1:]
		if len(rest) > 0 && rest[0].Optional { // an array can always be iterated
			rest = rest[1:]
		}
		if !independent(rest) {
			return nil, false
		}
		return &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: rest}}, false
	case len(t.SuffixList) > 0:
		return nil, false
	case t.Type == gojq.TermTypeQuery:
		return rowwise(t.Query, ownMap)
	case t.Type == gojq.TermTypeFunc && t.Func.Name == "map" && len(t.Func.Args) == 1 && !ownMap:
		return t.Func.Args[0], true
	case t.Type == gojq.TermTypeArray && t.Array.Query != nil:
		if row, list = rowwise(t.Array.Query, ownMap); !list {
			return row, row != nil
		}
	}
	return nil, false
}

// independent reports whether suffixes give the same after a row as after all rows.
// A computed index is computed from all rows, and "??" ends at the first failure.
func independent(suffixes []*gojq.Suffix) bool {
	steps := true
	for i, s := range suffixes {
		if s.Optional {
			steps = i > 0 && !suffixes[i-1].Optional
		} else if s.Index != nil {
			steps = s.Index.Name != "" || constant(s.Index)
		}
		if !steps {
			return false
		}
	}
	return true
}

// constant reports whether an index is a number or a plain text.
func constant(index *gojq.Index) bool {
	if index.Str != nil {
		return index.Str.Queries == nil
	}
	if index.IsSlice || index.Start == nil || index.Start.Term == nil || index.Start.FuncDefs != nil {
		return false
	}
	term := index.Start.Term
	return len(term.SuffixList) == 0 &&
		(term.Type == gojq.TermTypeNumber || term.Type == gojq.TermTypeString && term.Str.Queries == nil)
}

// reach is how many members a filter can take by name, one of the other, before that
// can fail.
type reach int

const (
	noName  reach = iota // the input can be anything
	oneName              // the input is a row: an object, or null
	caught               // a failure is caught
)

func (r reach) next() reach {
	if r == oneName {
		return noName
	}
	return r
}

// safe reports whether a filter cannot fail. Most of the language is not looked at,
// and counts as if it could.
func safe(q *gojq.Query, can reach) bool {
	switch {
	case q == nil:
		return true
	case q.FuncDefs != nil || q.Patterns != nil:
		return false
	case q.Term != nil:
		return safeTerm(q.Term, can)
	}
	switch q.Op {
	case gojq.OpPipe:
		after := can.next()
		if passes(q.Left) {
			after = can
		}
		return safe(q.Left, can) && safe(q.Right, after)
	case gojq.OpAlt: // catches what its left side fails with
		return safe(q.Left, caught) && safe(q.Right, can)
	case gojq.OpComma, gojq.OpEq, gojq.OpNe, gojq.OpGt, gojq.OpLt, gojq.OpGe, gojq.OpLe, gojq.OpAnd, gojq.OpOr:
		return safe(q.Left, can) && safe(q.Right, can)
	}
	return false
}

// passes reports whether all that a filter gives is its input.
func passes(q *gojq.Query) bool {
	return q.Term != nil && len(q.Term.SuffixList) == 0 &&
		(q.Term.Type == gojq.TermTypeIdentity || q.Term.Type == gojq.TermTypeFunc && q.Term.Func.Name == "select")
}

// safeTerm looks at a term from its last suffix to its begin: "?" catches what is
// wrong with the step before it.
func safeTerm(t *gojq.Term, can reach) bool {
	steps := t.SuffixList
	if t.Type == gojq.TermTypeIndex {
		steps = append([]*gojq.Suffix{{Index: t.Index}}, steps...)
	}
	optional := func(i int) bool { return can == caught || i < len(steps) && steps[i].Optional }
	if t.Type != gojq.TermTypeIndex && t.Type != gojq.TermTypeIdentity {
		if !safeBegin(t, can) && !(optional(0) && safeBegin(t, caught)) {
			return false
		}
		can = can.next()
	}
	for i, step := range steps {
		named := step.Index != nil && step.Index.Name != ""
		if !step.Optional && !(named && can != noName) && !((named || step.Iter) && optional(i+1)) {
			return false
		}
		can = can.next()
	}
	return true
}

func safeBegin(t *gojq.Term, can reach) bool {
	switch t.Type {
	case gojq.TermTypeNull, gojq.TermTypeTrue, gojq.TermTypeFalse, gojq.TermTypeNumber:
		return true
	case gojq.TermTypeString:
		return t.Str.Queries == nil
	case gojq.TermTypeQuery:
		return safe(t.Query, can)
	case gojq.TermTypeArray:
		return safe(t.Array.Query, can)
	case gojq.TermTypeTry:
		return safe(t.Try.Body, caught) && safe(t.Try.Catch, noName)
	case gojq.TermTypeIf:
		return len(t.If.Elif) == 0 && safe(t.If.Cond, can) && safe(t.If.Then, can) && safe(t.If.Else, can)
	case gojq.TermTypeFunc:
		pure := slices.Contains([]string{"empty", "not", "tostring", "type"}, t.Func.Name) && len(t.Func.Args) == 0
		return pure || t.Func.Name == "select" && len(t.Func.Args) == 1 && safe(t.Func.Args[0], can)
	case gojq.TermTypeObject:
		return !slices.ContainsFunc(t.Object.KeyVals, func(member *gojq.ObjectKeyVal) bool {
			fixed := member.KeyQuery == nil && !strings.HasPrefix(member.Key, "$") && (member.KeyString == nil || member.KeyString.Queries == nil)
			return !fixed || member.Val == nil && can == noName || !safe(member.Val, can)
		})
	}
	return false
}
