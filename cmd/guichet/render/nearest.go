package render

import (
	"strings"
	"unicode/utf8"
)

// containedDistance is the score of a word found whole inside another, so
// that "name" leads to "motif.name" although five letters separate them.
const containedDistance = 2

// Nearest returns the entry of the list that word most probably stands for, by
// edit distance and without regard to case. It returns "" when none is close.
// The first of equally close entries wins.
func Nearest(word string, of []string) string {
	lower := strings.ToLower(word)
	limit := (utf8.RuneCountInString(lower) + 1) / 2
	best, found := limit+1, ""
	for _, candidate := range of {
		other := strings.ToLower(candidate)
		distance := editDistance([]rune(lower), []rune(other))
		if len(lower) >= 3 && strings.Contains(other, lower) {
			distance = min(distance, containedDistance)
		}
		if distance < best {
			best, found = distance, candidate
		}
	}
	return found
}

// editDistance counts the insertions, deletions, substitutions and swaps of
// neighbours that turn a into b.
func editDistance(a, b []rune) int {
	before := make([]int, len(b)+1)
	previous := make([]int, len(b)+1)
	current := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i, ra := range a {
		current[0] = i + 1
		for j, rb := range b {
			cost := 1
			if ra == rb {
				cost = 0
			}
			current[j+1] = min(previous[j]+cost, previous[j+1]+1, current[j]+1)
			if i > 0 && j > 0 && ra == b[j-1] && a[i-1] == rb {
				current[j+1] = min(current[j+1], before[j-1]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}
