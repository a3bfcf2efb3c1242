package zopstest

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// field is one field of a resource, in the order in which the service checks and shows them.
type field struct {
	name, details string
	// kind is "string", "int", or empty for a field that the service stores and shows unchanged.
	kind                string
	readOnly, writeOnly bool
	check               func(value string) (problem string, failed *failure)
}

//go:noinline
func (f *field) describe() object {
	var kind any
	if f.kind != "" {
		kind = f.kind
	}
	return object{
		{"label", nil},
		{"details", f.details},
		{"type", kind},
		{"spec", nil},
		{"read_only", f.readOnly},
		{"write_only", f.writeOnly},
	}
}

// They are compiled when they are first used: every run of the command has this package.
var (
	emailFormat = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^@]+@[^@]+\.[^@]+`) })
	phoneFormat = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9]{11}`) })
)

// checkEmail and checkPhone end validation; checkService only reports its field as invalid.
func checkEmail(value string) (string, *failure) {
	if !emailFormat().MatchString(value) {
		return "", &failure{status: http.StatusBadRequest, title: "Validation failed", description: "The e-mail address has not the form of one."}
	}
	return "", nil
}

func checkPhone(value string) (string, *failure) {
	if !phoneFormat().MatchString(value) {
		return "", &failure{status: http.StatusBadRequest, title: "Validation failed", description: "The phone number has not the form of one."}
	}
	return "", nil
}

// checkEncoding ends validation for a text that the service hashes or keeps outside its database.
func checkEncoding(value string) (string, *failure) {
	if hasHalf(value) {
		return "", unhandled()
	}
	return "", nil
}

// limits are the message limits of the attachable services.
var limits = map[string]int{"push": 1000, "roc": 10000, "sms": 0}

func checkService(value string) (string, *failure) {
	if _, known := limits[value]; !known {
		return "must be push, roc or sms", nil
	}
	return "", nil
}

// validate checks the fields that were sent, one category after the other.
func validate(fields []*field, sent map[string]string, unparsed []string) *failure {
	var missing, forbidden []any
	for _, f := range fields {
		_, given := sent[f.name]
		switch {
		case !given && !f.readOnly:
			missing = append(missing, f.name)
		case given && f.readOnly:
			forbidden = append(forbidden, f.name)
		}
	}
	switch {
	case missing != nil:
		return undeserialised("missing: "+pythonRepr(missing), unparsed)
	case forbidden != nil:
		return undeserialised("forbidden: "+pythonRepr(forbidden), unparsed)
	}
	invalid := object{}
	for _, f := range fields {
		value, given := sent[f.name]
		if f.check == nil || !given {
			continue
		}
		problem, failed := f.check(value)
		if failed != nil {
			return failed
		}
		if problem != "" {
			invalid = append(invalid, member{f.name, problem})
		}
	}
	if len(invalid) > 0 {
		return undeserialised("invalid: "+pythonRepr(invalid)+":", unparsed)
	}
	if unparsed != nil {
		return undeserialised("", unparsed)
	}
	return nil
}

func undeserialised(category string, unparsed []string) *failure {
	parts := []string{category}
	if unparsed != nil {
		problems := object{}
		for _, name := range unparsed {
			problems = append(problems, member{name, "not an integer"})
		}
		parts = append(parts, "failed to parse: "+pythonRepr(problems))
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return &failure{
		status: http.StatusBadRequest, title: "Representation deserialization failed",
		description: strings.Join(parts, ", "),
	}
}

func unsupportedMedia(sent string) *failure {
	return &failure{
		status: http.StatusUnsupportedMediaType, title: "Unsupported media type",
		description: fmt.Sprintf("The body must be JSON, not %q.", sent),
	}
}
