package cli

import "strings"

// nearest finds the candidate that takes the fewest edits to become word, or
// that word begins; "" where none is near enough to be meant.
func nearest(word string, candidates []string) string {
	best, bestEdits := "", 3
	for _, c := range candidates {
		edits := editDistance(word, c)
		if len(word) > 2 && strings.HasPrefix(c, word) {
			edits = 1
		}
		if edits < bestEdits && edits < len(word) {
			best, bestEdits = c, edits
		}
	}
	return best
}

// editDistance counts the insertions, deletions, replacements and swaps of
// neighbours that lead from a to b.
func editDistance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			replaced := row[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			next[j] = min(replaced, row[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
