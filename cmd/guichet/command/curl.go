package command

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/input"
)

// Plan is a request that is not sent, and how its curl line shows it.
type Plan struct {
	guichet.Planned
	// Variables stand for these secrets wherever they are in the request. Any
	// other secret of the request is a whole value: a text of the person that has
	// the same letters in it stays as it was written.
	Variables []Variable
	// File is the path of a body that is one file, "" for any other.
	File string
}

// Variable stands for a secret on a curl line.
type Variable struct {
	Value string
	// Name is the variable's, without $; "" is the next GUICHET_SECRET.
	Name string
}

// Placeholder is a secret for a request that is not sent: letters and digits that
// nobody has written anywhere else.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Placeholder() string { return rand.Text() }

// ShowPlanned returns what prints a request that is not sent, as a curl line
// whose secrets are variables.
func (r *Run) ShowPlanned(service string) func(guichet.Planned) {
	return func(p guichet.Planned) {
		p.Secrets = append(p.Secrets, r.Secrets...)
		r.Show(service, Plan{Planned: p})
	}
}

// Show prints the curl line of a request. In a POSIX shell it sends what would
// have been sent, with curl's own User-Agent: a variable is open where a secret
// is, and everything else is quoted.
func (r *Run) Show(service string, p Plan) {
	line := []string{"curl", "-X", p.Method}
	if strings.ContainsAny(p.URL, "[]{}") {
		line = append(line, "--globoff")
	}
	o := p.opener()
	form := p.form(o)
	for _, name := range headerOrder(p.Header) {
		if name == "Content-Type" && form != nil {
			continue // curl writes the boundary
		}
		for _, value := range p.Header[name] {
			if value == "" {
				line = append(line, "-H", input.Quoted(name+";")) // curl would leave out "name:"
				continue
			}
			line = append(line, "-H", o.quoteHeader(name, value))
		}
	}
	if !p.Anonymous {
		for _, variable := range credentialHeaders(service, p.URL, r.Getenv) {
			line = append(line, "-H", `"`+variable+`"`) // the shell fills in the variable
		}
	}
	switch {
	case p.File != "":
		line = append(line, "--data-binary", input.Quoted("@"+p.File))
	case form != nil:
		line = append(line, form...)
	case p.Body != nil:
		line = append(line, "--data-raw", o.quote(string(p.Body)))
	}
	_, _ = fmt.Fprintln(r.Out, strings.Join(append(line, o.quote(p.URL)), " "))
}

// headerOrder are the headers that curl does not write itself, what matters most
// first.
func headerOrder(h map[string][]string) []string {
	first := []string{"Accept", "Content-Type"}
	all := slices.DeleteFunc(slices.Sorted(maps.Keys(h)), func(name string) bool {
		return name == "User-Agent" || slices.Contains(first, name)
	})
	return append(first, all...)
}

// form are the words for a form with files, which curl makes itself; nil for any
// other body.
func (p Plan) form(o *opener) (words []string) {
	media, parameters, err := mime.ParseMediaType(strings.Join(p.Header["Content-Type"], ""))
	if err != nil || media != "multipart/form-data" {
		return nil
	}
	for reader := multipart.NewReader(bytes.NewReader(p.Body), parameters["boundary"]); ; {
		part, err := reader.NextRawPart()
		if err == io.EOF {
			return words
		}
		if err != nil {
			return nil
		}
		if file := part.FileName(); file != "" {
			words = append(words, "-F", input.Quoted(part.FormName()+"=@"+quoteFile(file)))
			continue
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil
		}
		words = append(words, "--form-string", o.quote(part.FormName()+"="+string(value)))
	}
}

// quoteFile is a file name as curl reads it after @.
func quoteFile(name string) string {
	if !strings.ContainsAny(name, `,;"\ `) {
		return name
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
}

// credentialHeaders are the headers that a service's credential would be.
func credentialHeaders(service, url string, getenv func(string) string) []string {
	switch service {
	case "rdv":
		if getenv("GUICHET_RDV_BEARER") != "" {
			return []string{"Authorization: Bearer $GUICHET_RDV_BEARER"}
		}
		return []string{"access-token: $GUICHET_RDV_ACCESS_TOKEN", "client: $GUICHET_RDV_CLIENT", "uid: $GUICHET_RDV_UID"}
	case "zops":
		return []string{"AUTHORIZATION: $GUICHET_ZOPS_TOKEN"}
	case "gopaas":
		if strings.Contains(url, "/api/oauth2/") {
			return []string{"Authorization: Bearer $GUICHET_GOPAAS_ACCESS_TOKEN"} // the access_token of the client id and secret
		}
		return []string{"Authorization: Bearer $GUICHET_GOPAAS_API_KEY"}
	}
	return []string{"Authorization: Bearer $GUICHET_ASTOR_TOKEN"}
}
