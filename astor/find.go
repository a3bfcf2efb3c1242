package astor

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
)

// Find returns the operation that name means: its path ("Users/Get a user", see
// Operation.Path), its id, "#n" for the n-th operation of the file, or the end
// of its path where only one operation has it. It fails with ErrAmbiguous,
// naming the ids to choose from, or with ErrUnknownOperation, naming what comes
// nearest.
func (c *Collection) Find(name string) (*Operation, error) {
	names := splitPath(name)
	for _, means := range []func(*Operation) bool{
		func(o *Operation) bool { return slices.Equal(o.names(), names) },
		func(o *Operation) bool { return o.ID == name },
		func(o *Operation) bool { return "#"+strconv.Itoa(o.number) == name },
		func(o *Operation) bool { return o.endsIn(names) },
		func(o *Operation) bool { return o.Name == name }, // its own slashes not escaped
		func(o *Operation) bool { return strings.EqualFold(o.Path(), name) },
	} {
		var found []*Operation
		for _, o := range c.operations {
			if means(o) {
				found = append(found, o)
			}
		}
		switch {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			return nil, ambiguous(name, found)
		}
	}
	return nil, c.unknown(name)
}

// endsIn reports whether the path of the operation ends in the names.
func (o *Operation) endsIn(names []string) bool {
	own := o.names()
	return len(own) >= len(names) && slices.Equal(own[len(own)-len(names):], names)
}

// listed is how many operations an error names at most.
const listed = 5

func ambiguous(name string, found []*Operation) error {
	ids := make([]string, 0, listed+1)
	seen := map[string]bool{}
	for _, o := range found {
		id := o.ID
		if seen[id] || id == name {
			id = "#" + strconv.Itoa(o.number)
		}
		seen[id] = true
		if len(ids) == listed {
			ids = append(ids, "…")
			break
		}
		ids = append(ids, oneLine(id)+" ("+o.Method+" "+quote(o.Path())+")")
	}
	return unfit(ErrAmbiguous, "Find", refusal.New("ambiguous", "%d operations are named %s: use an id: %s", len(found), quote(name), strings.Join(ids, ", ")))
}

func (c *Collection) unknown(name string) error {
	if len(c.operations) == 0 {
		return unfit(ErrUnknownOperation, "Find", refusal.New("unknown_of_none", "unknown operation %s: the collection contains no operations", quote(name)))
	}
	wanted := folded(name)
	distances := map[*Operation]int{}
	for _, o := range c.operations {
		path := folded(o.Path())
		if wanted == "" || !strings.Contains(path, wanted) {
			distances[o] = min(distance(wanted, folded(o.Name)), distance(wanted, path))
		}
	}
	near := c.Operations()
	sort.SliceStable(near, func(i, j int) bool { return distances[near[i]] < distances[near[j]] })
	var names []string
	for _, o := range near[:min(listed-2, len(near))] {
		names = append(names, quote(o.Path()))
	}
	return unfit(ErrUnknownOperation, "Find", refusal.New("unknown_operation", "unknown operation %s; similar names: %s", quote(name), strings.Join(names, ", ")))
}

// folded is the part of a name that is compared, short enough for distance.
func folded(s string) string {
	s = strings.ToLower(s)
	return s[:min(len(s), 64)]
}

// distance is the number of letters to add, drop or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
