package cli

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest returns the candidate that a mistyped word most likely means: one
// that contains the word, or else the one with the fewest edits. The earlier
// of equals wins, so that the answer never changes.
func nearest(word string, candidates []string) string {
	best, least := "", -1
	for _, candidate := range candidates {
		distance := levenshtein.ComputeDistance(strings.ToLower(word), candidate)
		if len(word) > 2 && strings.Contains(candidate, strings.ToLower(word)) {
			distance = 0
		}
		if least < 0 || distance < least {
			best, least = candidate, distance
		}
	}
	return best
}
