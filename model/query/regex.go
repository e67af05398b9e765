package query

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model/query/fold"
)

// regexLimit is how many bytes of a text a regex sees: it reads some fifty
// million a second.
const regexLimit = 1 << 20

// regex is a pattern with the plain texts one of which must be in whatever it
// matches. Searching for these is a hundred times as fast.
type regex struct {
	*regexp.Regexp
	needs []*fold.Pattern // none where nothing is known
}

// compile reads a pattern; case counts by the rule for words.
func compile(pattern string) (*regex, error) {
	flags := ""
	if !smartRegex(pattern) {
		flags = "(?i)"
	}
	re, err := regexp.Compile(flags + pattern)
	if err != nil {
		return nil, err //nolint:wrapcheck // told by expr.RegexProblem
	}
	r := &regex{Regexp: re}
	if tree, err := syntax.Parse(flags+pattern, syntax.Perl); err == nil {
		r.needs = needs(tree)
	}
	return r, nil
}

// in says that the pattern matches in a text.
func (r *regex) in(b []byte) bool {
	b = b[:min(len(b), regexLimit)]
	for i, p := range r.needs {
		if p.In(b) {
			break
		}
		if i == len(r.needs)-1 {
			return false
		}
	}
	return r.Match(b)
}

// maxNeeds is how many texts are searched for before a regex at most.
const maxNeeds = 8

// needs gives texts one of which is in everything that a pattern matches; nil
// where there are none, or too many.
func needs(tree *syntax.Regexp) []*fold.Pattern {
	switch tree.Op {
	case syntax.OpLiteral:
		if slices.Contains(tree.Rune, utf8.RuneError) {
			return nil // a regex takes a byte that is no UTF-8 for it
		}
		if tree.Flags&syntax.FoldCase == 0 {
			return []*fold.Pattern{fold.New(string(tree.Rune), true)}
		}
		if s := foldable(string(tree.Rune)); s != "" {
			return []*fold.Pattern{fold.New(s, false)}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needs(tree.Sub[0])
	case syntax.OpRepeat:
		if tree.Min > 0 {
			return needs(tree.Sub[0])
		}
	case syntax.OpConcat:
		var best []*fold.Pattern
		for _, sub := range tree.Sub {
			if n := needs(sub); n != nil && (best == nil || shortest(n) > shortest(best)) {
				best = n
			}
		}
		return best
	case syntax.OpAlternate:
		var all []*fold.Pattern
		for _, sub := range tree.Sub {
			n := needs(sub)
			if n == nil || len(all)+len(n) > maxNeeds {
				return nil
			}
			all = append(all, n...)
		}
		return all
	}
	return nil
}

// foldable is the longest piece of a text in which the cases of letters are
// those that fold knows: regexes take U+212A for a k and U+017F for an s.
func foldable(s string) string {
	best := ""
	for piece := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("kKsS\u212a\u017f", r) }) {
		if len(piece) > len(best) {
			best = piece
		}
	}
	return best
}

func shortest(patterns []*fold.Pattern) int {
	n := patterns[0].Len()
	for _, p := range patterns[1:] {
		n = min(n, p.Len())
	}
	return n
}

// smartRegex says that case counts in a pattern: there is an upper-case letter
// in it that is not part of an escape such as \S or \p{Lu}, of flags or a name.
func smartRegex(pattern string) bool {
	for i := 0; i < len(pattern); {
		r, size := utf8.DecodeRuneInString(pattern[i:])
		rest := pattern[i:]
		switch {
		case strings.HasPrefix(rest, `\p{`), strings.HasPrefix(rest, `\P{`):
			size = strings.IndexByte(rest, '}') + 1
		case strings.HasPrefix(rest, `\p`), strings.HasPrefix(rest, `\P`):
			size = 3
		case r == '\\':
			size = 2
		case strings.HasPrefix(rest, "(?"):
			size = strings.IndexAny(rest, ">:)") + 1
		case unicode.IsUpper(r):
			return true
		}
		i += max(size, 1)
	}
	return false
}
