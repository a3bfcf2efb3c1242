package astor

import (
	"fmt"
	"slices"
	"strings"
)

// Note is something that the user of an operation should know.
type Note struct {
	Text string // in English
	// Refused operations cannot be called as they are.
	Refused bool
}

func (o *Operation) note(format string, args ...any) {
	o.notes = append(o.notes, Note{Text: fmt.Sprintf(format, args...)})
}

func (o *Operation) refused(format string, args ...any) {
	o.notes = append(o.notes, Note{Text: fmt.Sprintf(format, args...), Refused: true})
}

// Notes says what is particular about the operation, what will be refused
// first. What depends on the environment is known when it is built.
func (o *Operation) Notes() []Note {
	notes := slices.Clone(o.notes)
	add := func(refused bool, format string, args ...any) {
		notes = append(notes, Note{fmt.Sprintf(format, args...), refused})
	}
	if !slices.Contains(methods, o.Method) {
		add(true, "the method %s is not allowed", quote(o.Method))
	}
	host := strings.ToLower(o.target.host)
	switch {
	case host == "":
		add(true, "its URL does not begin with a host")
	case strings.Contains(host, "{{"):
	case published(host) != "":
		add(false, "the host %s is taken for %s, which the environment decides", host, variableOf(published(host)))
	default:
		add(true, "the host %s is not one of this service: it is refused unless the environment names it", quote(host))
	}
	for _, use := range o.Variables() {
		if strings.HasPrefix(use.Name, "$") && use.Source == FromNowhere {
			add(true, "the dynamic variable %s is not supported: give it a value", quote(use.Name))
		}
	}
	if _, pair := basicPair(o.Auth.Value); pair {
		add(false, "%s", pairNote)
	}
	if o.Auth.replaced {
		add(false, "%s", neverSent)
	}
	if len(o.Scripts) > 0 {
		add(false, "its scripts are not run: %s", strings.Join(o.Scripts, ", "))
	}
	slices.SortStableFunc(notes, func(a, b Note) int {
		switch {
		case a.Refused == b.Refused:
			return 0
		case a.Refused:
			return -1
		}
		return 1
	})
	return notes
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
	r := Report{Name: c.Name, Form: c.Form, Operations: len(c.operations), Ignored: c.ignored, Folders: c.Root.count()}
	byPath := map[string]int{}
	for _, o := range c.operations {
		byPath[o.Path()]++
	}
	missing := map[string]bool{}
	for _, o := range c.operations {
		path := o.Path()
		for _, use := range o.Variables() {
			if use.Source == FromNowhere && !strings.HasPrefix(use.Name, "$") {
				missing[use.Name] = true
			}
		}
		if byPath[path] > 1 {
			r.Findings = append(r.Findings, Finding{path, o.ID, Note{Text: "other operations have the same name: use the id " + quote(o.ID)}})
		}
		for _, note := range o.Notes() {
			r.Findings = append(r.Findings, Finding{path, o.ID, note})
		}
	}
	for name := range missing {
		r.Missing = append(r.Missing, name)
	}
	slices.Sort(r.Missing)
	return r
}

// count returns the number of folders below.
func (f *Folder) count() int {
	n := len(f.Folders)
	for _, inner := range f.Folders {
		n += inner.count()
	}
	return n
}
