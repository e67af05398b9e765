package choice

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"

	"github.com/kafkathreadmanager/ktm/model/query"
)

// The scheme is the process's; fzf's default one suits names with dots, dashes
// and humps.
func init() { algo.Init("default") }

// rematch finds the names that match, and puts the cursor back on its name, on
// the line of the screen where it was.
func (l *List) rematch() {
	line := l.cursor - l.top
	l.matches = l.matching()
	switch row := l.row(l.held); {
	case l.held == "":
		l.cursor, l.top = 0, 0
	case row >= 0:
		l.cursor, l.top = row, max(0, row-line)
	}
	l.settle()
	if l.held != "" {
		l.hold() // another one, where it is gone
	}
}

// row is where a name is among the matches, or -1.
func (l *List) row(name string) int {
	return slices.IndexFunc(l.matches, func(m match) bool { return l.names[m.item] == name })
}

// matching finds the names that match, in the order to be shown.
func (l *List) matching() []match {
	found := make([]match, 0, len(l.names))
	if len(l.typed) == 0 {
		for i := range l.names {
			found = append(found, match{item: i})
		}
		return found
	}
	pattern := algo.NormalizeRunes(l.typed)
	capitals := slices.ContainsFunc(l.typed, unicode.IsUpper)
	slab := util.MakeSlab(slab16, slab32)
	for i := range l.chars {
		r, at := algo.FuzzyMatchV2(capitals, true, true, &l.chars[i], pattern, true, slab)
		if r.Start < 0 {
			continue
		}
		found = append(found, match{item: i, score: r.Score, spans: spans(l.names[i], at)})
	}
	if l.ordered {
		return found
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(
			cmp.Compare(b.score, a.score),
			cmp.Compare(len(l.names[a.item]), len(l.names[b.item])),
			strings.Compare(l.names[a.item], l.names[b.item]),
		)
	})
	return found
}

// Room for a match, in numbers of 16 and 32 bits: what fzf gives itself.
const (
	slab16 = 100 * 1024
	slab32 = 2048
)

// spans turns numbers of characters into pieces of the name's bytes.
func spans(name string, at *[]int) []query.Span {
	if at == nil {
		return nil
	}
	chars := slices.Sorted(slices.Values(*at))
	var out []query.Span
	n := 0
	for i := 0; i < len(name) && len(chars) > 0; n++ {
		_, size := utf8.DecodeRuneInString(name[i:])
		if n == chars[0] {
			if last := len(out) - 1; last >= 0 && out[last].End == i {
				out[last].End = i + size
			} else {
				out = append(out, query.Span{Start: i, End: i + size})
			}
			chars = chars[1:]
		}
		i += size
	}
	return out
}
