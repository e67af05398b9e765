package diff

// match is an item that is the same in both sequences, by its places.
type match struct{ a, b int }

// mostCells bounds the work for two sequences that have little in common.
const mostCells = 1 << 20

// common gives the longest sequence of items that two sequences have in common,
// in their order. Where what is not equal at either end is too much for that, it
// gives the items that are the same at the same place.
func common(a, b []int) (matches []match) {
	begin := 0
	for begin < len(a) && begin < len(b) && a[begin] == b[begin] {
		matches = append(matches, match{begin, begin})
		begin++
	}
	endA, endB := len(a), len(b)
	for endA > begin && endB > begin && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	middle := longest
	if n, m := endA-begin, endB-begin; n > 0 && m > mostCells/n {
		middle = alike
	}
	for _, m := range middle(a[begin:endA], b[begin:endB]) {
		matches = append(matches, match{begin + m.a, begin + m.b})
	}
	for ; endA < len(a); endA, endB = endA+1, endB+1 {
		matches = append(matches, match{endA, endB})
	}
	return matches
}

// alike gives the items that are the same at the same place.
func alike(a, b []int) (matches []match) {
	for i := range min(len(a), len(b)) {
		if a[i] == b[i] {
			matches = append(matches, match{i, i})
		}
	}
	return matches
}

// longest gives the longest common subsequence, by the table of its lengths.
func longest(a, b []int) (matches []match) {
	wide := len(b) + 1
	lengths := make([]int32, (len(a)+1)*wide)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				lengths[i*wide+j] = lengths[(i+1)*wide+j+1] + 1
			} else {
				lengths[i*wide+j] = max(lengths[(i+1)*wide+j], lengths[i*wide+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			matches = append(matches, match{i, j})
			i, j = i+1, j+1
		case lengths[(i+1)*wide+j] >= lengths[i*wide+j+1]:
			i++
		default:
			j++
		}
	}
	return matches
}
