package astor

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Note is something that the user of an operation should know.
type Note struct {
	Text string // in English
	// Refused operations cannot be called as they are.
	Refused bool
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (o *Operation) note(format string, args ...any) {
	o.notes = append(o.notes, Note{Text: fmt.Sprintf(format, args...)})
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (o *Operation) refused(format string, args ...any) {
	o.notes = append(o.notes, Note{Text: fmt.Sprintf(format, args...), Refused: true})
}

// Notes says what is particular about the operation, what will be refused
// first. What depends on the environment is known when it is built.
func (o *Operation) Notes() []Note {
	all := Operation{notes: slices.Clone(o.notes)}
	if !slices.Contains(methods, o.Method) {
		all.refused("the method %s is not allowed", quote(o.Method))
	}
	host := strings.ToLower(o.target.host)
	switch {
	case host == "":
		all.refused("its URL does not begin with a host")
	case strings.Contains(host, "{{"):
	case published(host) != "":
		all.note("the host %s is taken for %s, which the environment decides", host, baseVariable(published(host)))
	default:
		all.refused("the host %s is not one of this service: it is refused unless the environment names it", quote(host))
	}
	for _, use := range o.Variables() {
		if strings.HasPrefix(use.Name, "$") && use.Source == FromNowhere {
			all.refused("the dynamic variable %s is not supported: give it a value", quote(use.Name))
		}
	}
	if _, pair := basicPair(o.Auth.Value); pair {
		all.note("%s", pairNote)
	}
	if o.Auth.replaced {
		all.note("%s", neverSent)
	}
	if len(o.Scripts) > 0 {
		all.note("its scripts are not run: %s", strings.Join(o.Scripts, ", "))
	}
	sort.SliceStable(all.notes, func(i, j int) bool { return all.notes[i].Refused && !all.notes[j].Refused })
	return all.notes
}

// Finding is a note on one operation.
type Finding struct {
	// Path and ID of the operation.
	Path, ID string
	// Note is what is to be known of it.
	Note
}

// Report says what a collection holds.
type Report struct {
	Name, Form          string // as in Collection
	Operations, Folders int    // how many there are
	// Ignored counts the entries that are neither.
	Ignored int
	// Missing are the variables that some operation needs and the collection
	// has no value for, sorted. The environment and the caller give them.
	Missing []string
	// Findings, in the order of the file.
	Findings []Finding
}

// Report says what was found and what will be refused, with the reasons.
func (c *Collection) Report() Report {
	r := Report{Name: c.Name, Form: c.Form, Operations: len(c.operations), Ignored: c.ignored, Folders: c.folders}
	byPath := map[string]int{}
	for _, o := range c.operations {
		byPath[o.Path()]++
	}
	for _, o := range c.operations {
		path := o.Path()
		for _, use := range o.Variables() {
			if use.Source == FromNowhere && !strings.HasPrefix(use.Name, "$") {
				r.Missing = append(r.Missing, use.Name)
			}
		}
		if byPath[path] > 1 {
			r.Findings = append(r.Findings, Finding{path, o.ID, Note{Text: "other operations have the same name: use the id " + quote(o.ID)}})
		}
		for _, note := range o.Notes() {
			r.Findings = append(r.Findings, Finding{path, o.ID, note})
		}
	}
	slices.Sort(r.Missing)
	r.Missing = slices.Compact(r.Missing)
	return r
}
