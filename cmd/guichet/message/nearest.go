package message

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Nearest gives the candidate that a mistyped word most likely meant, or the
// empty string when none is near: at most one edit for a word of up to four
// letters, two up to eight, three beyond. A word of three letters or more that is
// near none also leads to what begins with it, else to what contains it. An edit is a letter added, dropped,
// changed or swapped with its neighbour; case, and - against _, do not count. The
// French word of a status leads to it.
func Nearest(word string, candidates []string) string {
	folded := fold(word)
	if status := statusOf(folded); slices.Contains(candidates, status) {
		return status
	}
	best, least := "", allowance(folded)+1
	for _, candidate := range candidates {
		if d := distance(folded, fold(candidate)); d < least {
			best, least = candidate, d
		}
	}
	if best != "" || utf8.RuneCountInString(folded) < 3 {
		return best
	}
	for _, found := range []func(s, part string) bool{strings.HasPrefix, strings.Contains} {
		for _, candidate := range candidates {
			if found(fold(candidate), folded) {
				return candidate
			}
		}
	}
	return ""
}

// statusOf is the service's word for the French one of a status, "" for any other.
func statusOf(french string) string {
	for _, pair := range [...][2]string{
		{"vu", "seen"}, {"honoré", "seen"}, {"présent", "seen"}, {"excusé", "excused"}, {"annulé", "revoked"},
		{"absent", "noshow"}, {"inconnu", "unknown"}, {"à renseigner", "unknown"},
	} {
		if bare := strings.TrimSuffix(strings.TrimSuffix(french, "s"), "e"); pair[0] == french || pair[0] == bare {
			return pair[1]
		}
	}
	return ""
}

func fold(word string) string {
	return strings.ReplaceAll(strings.ToLower(word), "_", "-")
}

func allowance(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case n == 0:
		return 0
	case n <= 4:
		return 1
	case n <= 8:
		return 2
	default:
		return 3
	}
}

// distance counts the edits between two words (optimal string alignment).
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	older, previous, row := make([]int, len(to)+1), make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(from); i++ {
		row[0] = i
		for j := 1; j <= len(to); j++ {
			cost := 1
			if from[i-1] == to[j-1] {
				cost = 0
			}
			row[j] = min(previous[j]+1, row[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
		older, previous, row = previous, row, older
	}
	return previous[len(to)]
}
