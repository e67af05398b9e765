package diff

import "bytes"

// Lines compares two texts line by line. Its error is ErrLarge.
func Lines(before, after []byte) (*Node, error) {
	if len(before) > MaxSize || len(after) > MaxSize {
		return nil, ErrLarge
	}
	root := &Node{Kind: Within, Old: before, New: after}
	if bytes.Equal(before, after) {
		root.Kind = Same
		return root, nil
	}
	a, b := bytes.Split(before, []byte("\n")), bytes.Split(after, []byte("\n"))
	ids := map[string]int{}
	number := func(lines [][]byte) []int {
		of := make([]int, len(lines))
		for i, line := range lines {
			id, ok := ids[string(line)]
			if !ok {
				id = len(ids)
				ids[string(line)] = id
			}
			of[i] = id
		}
		return of
	}
	i, j := 0, 0
	gap := func(toI, toJ int) {
		for ; i < toI; i++ {
			root.Parts = append(root.Parts, Node{Kind: Removed, Old: a[i]})
		}
		for ; j < toJ; j++ {
			root.Parts = append(root.Parts, Node{Kind: Added, New: b[j]})
		}
	}
	for _, m := range common(number(a), number(b)) {
		gap(m.a, m.b)
		root.Parts = append(root.Parts, Node{Kind: Same, Old: a[i], New: b[j]})
		i, j = i+1, j+1
	}
	gap(len(a), len(b))
	return root, nil
}
