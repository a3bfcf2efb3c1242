package command

import (
	"bytes"
	"maps"
	"mime"
	"mime/multipart"
	"slices"

	"github.com/guichet-go/guichet/internal/rest"
)

// formWords are the words of a curl line for a body that is a form with files,
// which curl makes itself; nil for any other body.
func formWords(p rest.Planned) []string {
	media, parameters, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" {
		return nil
	}
	form, err := multipart.NewReader(bytes.NewReader(p.Body), parameters["boundary"]).ReadForm(int64(len(p.Body)))
	if err != nil {
		return nil
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(form.Value)) {
		for _, value := range form.Value[name] {
			words = append(words, "--form-string", quoteOpen(hideSecrets(name+"="+value, p.Secrets)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(form.File)) {
		for _, file := range form.File[name] {
			words = append(words, "-F", quote(name+"=@"+file.Filename))
		}
	}
	return words
}
