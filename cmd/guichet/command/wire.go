package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/internal/rest"
)

// pageSize is how many rows a page of RDV-Solidarités has.
const pageSize = 100

// Prefetch is the number of pages in flight: no more than --limit can use.
func (r *Run) Prefetch() int {
	if limit := r.Settings.Limit; limit > 0 {
		return min(r.Settings.Concurrency, (limit+pageSize-1)/pageSize)
	}
	return r.Settings.Concurrency
}

// SplitPage cuts a page into the service's own bytes in one pass, without
// decoding the rows.
func SplitPage(page []byte, root string) (rows []json.RawMessage, meta rest.Meta, err error) {
	// The page's bytes are reused after this call; one copy serves all rows.
	page = slices.Clone(page)
	d := jsontext.NewDecoder(bytes.NewBuffer(page), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if kind := d.PeekKind(); kind != '{' {
		_, err := d.ReadToken()
		return nil, meta, orUnexpected(err, "it is not an object")
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, meta, err
	}
	found := false
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, meta, early(err)
		}
		switch name.String() {
		case root:
			found = true
			rows, err = splitArray(d, page)
		case "meta":
			var raw jsontext.Value
			if raw, err = d.ReadValue(); err == nil {
				err = json.Unmarshal(raw, &meta)
			}
		default:
			err = d.SkipValue()
		}
		if err != nil {
			return nil, meta, early(err)
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, meta, early(err)
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return nil, meta, rest.Refuse("something follows the page")
	}
	if !found {
		return nil, meta, rest.Refuse("it has no %q", root)
	}
	return rows, meta, nil
}

func splitArray(d *jsontext.Decoder, page []byte) ([]json.RawMessage, error) {
	if kind := d.PeekKind(); kind != '[' {
		_, err := d.ReadToken()
		return nil, orUnexpected(err, "it is not a list")
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	rows := make([]json.RawMessage, 0, pageSize)
	for d.PeekKind() != ']' {
		value, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		end := d.InputOffset()
		rows = append(rows, page[end-int64(len(value)):end:end])
	}
	_, err := d.ReadToken()
	return rows, err
}

// early makes the end of the input within a value recognisable as a body that
// was cut.
func early(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func orUnexpected(err error, want string) error {
	if err != nil {
		return early(err)
	}
	return rest.Refuse(want)
}

// ShowPlanned returns what prints a request that is not sent, as a curl line
// whose secrets are variables.
func (r *Run) ShowPlanned(service string) func(rest.Planned) {
	return func(p rest.Planned) {
		line := []string{"curl", "-X", p.Method}
		header := func(name, value string) { line = append(line, "-H", quoteOpen(name+": "+value)) }
		form := formWords(p)
		for _, name := range []string{"Accept", "Content-Type"} {
			if value := p.Header.Get(name); value != "" && (form == nil || name == "Accept") {
				header(name, value)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(p.Header)) {
			if name != "Accept" && name != "Content-Type" && name != "User-Agent" {
				header(name, strings.Join(p.Header[name], ", "))
			}
		}
		if !p.Anonymous {
			for _, variable := range credentialHeaders(service, p.URL, r.Getenv) {
				line = append(line, "-H", `"`+variable+`"`) // the shell fills in the variable
			}
		}
		switch {
		case form != nil:
			line = append(line, form...)
		case p.Body != nil:
			line = append(line, "--data", quoteOpen(hideSecrets(string(p.Body), p.Secrets)))
		}
		_, _ = fmt.Fprintln(r.Out, strings.Join(append(line, quoteOpen(hideSecrets(p.URL, p.Secrets))), " "))
	}
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

func hideSecrets(text string, secrets []rest.Secret) string {
	for _, secret := range secrets {
		if value := secret.Reveal(); value != "" {
			encoded, _ := json.Marshal(value)
			text = strings.ReplaceAll(text, string(encoded), `"$GUICHET_SECRET"`)
			text = strings.ReplaceAll(text, value, "$GUICHET_SECRET")
		}
	}
	return text
}

// quoteOpen is quote, but the shell fills in the variables that stand for
// secrets.
func quoteOpen(word string) string {
	quoted := quote(word)
	for _, variable := range []string{"$GUICHET_SECRET", "$GUICHET_RDV_PASSWORD", "$GUICHET_GOPAAS_CLIENT_SECRET", "$GUICHET_ASTOR_TOKEN"} {
		quoted = strings.ReplaceAll(quoted, variable, `'"`+variable+`"'`)
	}
	return quoted
}

// quote quotes a word for a POSIX shell.
func quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
