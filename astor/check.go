package astor

import (
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// check refuses what would make the request mean something else, and a service
// that has no address.
func (d *draft) check() error {
	for _, element := range d.elements {
		switch name := quote(element.name); {
		case element.plain == "":
			return d.op.refuse(guichet.ErrInvalid, refusal.New("path_element_empty", "the path element %s is empty: a variable in it may be empty", name))
		case element.plain == "." || element.plain == "..":
			return d.op.refuse(guichet.ErrInvalid, refusal.New("path_element_dots", "the path element %s cannot be %q", name, element.plain))
		case hasControl(element.plain):
			return d.op.refuse(guichet.ErrInvalid, refusal.New("path_element_control", "the path element %s contains a control character", name))
		}
	}
	for name, values := range d.allHeaders() {
		if !headerName(name) {
			return d.op.refuse(guichet.ErrInvalid, refusal.New("astor_header_name", "invalid header name %s", quote(name)))
		}
		for _, value := range values {
			if hasControl(value) {
				return d.op.refuse(guichet.ErrInvalid, refusal.New("header_control", "the header %s contains a control character", quote(name)))
			}
		}
	}
	_, err := d.core.engine(d.service, oneLine(d.op.Path()))
	return err
}

// hasControl reports whether a text cannot stand in a header.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

func headerName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}
