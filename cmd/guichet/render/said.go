package render

import (
	"bytes"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// Said gives the values at paths of an object as people read them in a sentence: short
// times in the zone of the options, words in their language. The path "." is the
// object itself. A path without a value gives "".
func Said(o Options, object []byte, paths []string) []string {
	texts, s := make([]string, len(paths)), newScreen(&o)
	found, err := rawjson.NewExtractor(paths).Read(object)
	for i := range texts {
		if paths[i] == "." {
			text, _, _ := s.say(nil, &field{}, object)
			texts[i] = string(text)
			continue
		}
		if err == nil {
			f := s.fieldAt(paths[i])
			var all [][]byte
			for _, value := range found[i].Values {
				text, _, _ := s.say(nil, &f, value)
				all = append(all, text)
			}
			texts[i] = string(bytes.Join(all, []byte(", ")))
		}
	}
	return texts
}
