package names

import "strings"

// NearestTopic is the one of some topics that a name may be a slip of, at most a
// third of its letters away, not counting case; "" where none is near.
func NearestTopic(name string, topics []string) string {
	best, fewest := "", max(1, len(name)/3)+1
	for _, t := range topics {
		if edits := Edits(strings.ToLower(name), strings.ToLower(t)); edits < fewest {
			best, fewest = t, edits
		}
	}
	return best
}

// Edits counts the insertions, deletions, replacements and swaps of neighbours
// that lead from a to b, in bytes: names are ASCII.
func Edits(a, b string) int {
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
