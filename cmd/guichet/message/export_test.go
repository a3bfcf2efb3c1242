package message

import "strings"

// FR is what stands between the languages of a text.
const FR = fr

// Headers gives every header to the tests, by its path.
func Headers() (paths []string, texts []Key) {
	for line := range strings.SplitSeq(strings.Trim(headers, "\n"), "\n") {
		path, both, _ := strings.Cut(line, "|")
		english, french, _ := strings.Cut(both, "|")
		paths, texts = append(paths, path), append(texts, Key(english+fr+french))
	}
	return paths, texts
}

// Refusals gives the text of every sentence of the SDK to the tests, by its code.
func Refusals() (codes []string, texts []Key) {
	for _, r := range refusals {
		codes, texts = append(codes, r.code), append(texts, r.text)
	}
	return codes, texts
}
