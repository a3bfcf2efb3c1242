package astor

import (
	"strings"

	"github.com/guichet-go/guichet"
)

// check refuses what would make the request mean something else, and a service
// that has no address.
func (d *draft) check() error {
	for i, element := range d.elements {
		problem := badHeaderValue(element)
		switch element {
		case "":
			problem = "is empty: a variable may have been expanded to nothing"
		case ".", "..":
			problem = "cannot be " + quote(element)
		}
		if problem != "" {
			return d.op.refuse(guichet.ErrInvalid, "the path element %s %s", quote(d.names[i]), problem)
		}
	}
	for name, values := range d.allHeaders() {
		if !headerName(name) {
			return d.op.refuse(guichet.ErrInvalid, "%s is not a valid header name", quote(name))
		}
		for _, value := range values {
			if problem := badHeaderValue(value); problem != "" {
				return d.op.refuse(guichet.ErrInvalid, "the header %s %s", quote(name), problem)
			}
		}
	}
	_, err := d.core.engine(d.service, oneLine(d.op.Path()))
	return err
}

// badHeaderValue says what is wrong with a text that must not hold a control
// character.
func badHeaderValue(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return "holds a control character"
	}
	return ""
}

func headerName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}
