package message

// FR is what stands between the languages of a text.
const FR = fr

// Headers gives every header to the tests, by its path.
func Headers() (paths []string, texts []Key) {
	for _, h := range headers {
		paths, texts = append(paths, h.path), append(texts, h.text)
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
