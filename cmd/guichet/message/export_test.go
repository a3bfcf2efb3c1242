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
