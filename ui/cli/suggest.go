package cli

import (
	"strings"

	"github.com/kafkathreadmanager/ktm/model/names"
)

// nearest finds the candidate that takes the fewest edits to become word, or
// that word begins; "" where none is near enough to be meant.
func nearest(word string, candidates []string) string {
	best, bestEdits := "", 3
	for _, c := range candidates {
		edits := names.Edits(word, c)
		if len(word) > 2 && strings.HasPrefix(c, word) {
			edits = 1
		}
		if edits < bestEdits && edits < len(word) {
			best, bestEdits = c, edits
		}
	}
	return best
}
