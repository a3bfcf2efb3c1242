package message

// Tables gives every text to the tests, by key.
func Tables() map[Key][2]string {
	all := map[Key][2]string{}
	for topic, texts := range topics {
		for index, both := range texts {
			all[Key(topic<<topicBits+index)] = [2]string{both.en, both.fr}
		}
	}
	return all
}

// Headers gives every header to the tests: its path and both texts.
func Headers() (all [][3]string) {
	for _, h := range headers {
		all = append(all, [3]string{h.path, h.text.en, h.text.fr})
	}
	return all
}
