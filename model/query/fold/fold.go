// Package fold finds plain text in foreign bytes, in either case where that is
// wanted, as fast as the machine searches for a byte.
//
// A [Pattern] is made once and then only read: any number of goroutines may use
// it. The search goes from one place to the next where the rarest character of
// the text stands, in any of its cases, and looks around only there. Characters
// of the same case folding are equal (Unicode's simple folding: É and é, Σ, σ and
// ς), except that ASCII letters fold only to ASCII letters. Bytes that are not
// UTF-8 equal nothing in a text that is folded, and themselves in one that is not.
package fold

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pattern is a text to be found.
type Pattern struct {
	text   []byte // as it is searched for: folded where cases do not count
	exact  bool
	ascii  bool     // text is ASCII
	anchor [][]byte // the forms of the character that the search looks for
	offset int      // bytes before that character; they are ASCII
}

// maxForms is the number of characters that fold to one another at most.
const maxForms = 4

// New makes a pattern. Cases count only if exact; see Smart.
func New(text string, exact bool) *Pattern {
	if exact || !strings.ContainsFunc(text, hasForms) {
		return &Pattern{text: []byte(text), exact: true}
	}
	p := &Pattern{ascii: true}
	for _, r := range text {
		p.text = utf8.AppendRune(p.text, canonical(r))
		p.ascii = p.ascii && r < utf8.RuneSelf
	}
	rune0, size := utf8.DecodeRune(p.text)
	best := rarity(rune0)
	for i, r := range string(p.text) {
		if rarity(r) > best {
			best, rune0, p.offset, size = rarity(r), r, i, utf8.RuneLen(r)
		}
		if r >= utf8.RuneSelf {
			break // what is before the anchor has one length only if it is ASCII
		}
	}
	p.anchor = append(p.anchor, p.text[p.offset:p.offset+size:p.offset+size])
	for r := next(rune0); r != rune0 && len(p.anchor) < maxForms; r = next(r) {
		p.anchor = append(p.anchor, utf8.AppendRune(nil, r))
	}
	return p
}

// Smart says whether cases count in a text by the rule that they do if there is
// an upper-case letter in it.
func Smart(text string) (exact bool) {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) })
}

// Len is the length of the text in bytes.
func (p *Pattern) Len() int { return len(p.text) }

// Reach is the number of bytes that the text has at most where it is found: its
// characters may have longer forms.
func (p *Pattern) Reach() int { return utf8.UTFMax * len(p.text) }

// In says that the text is somewhere in b.
func (p *Pattern) In(b []byte) bool {
	start, _ := p.Find(b)
	return start >= 0
}

// Equal says that b is the text.
func (p *Pattern) Equal(b []byte) bool {
	if p.exact {
		return bytes.Equal(p.text, b)
	}
	return p.at(b, 0) == len(b)
}

// Find gives the bytes of b that are the text where it comes first; -1, -1
// where it is not in it. An empty text is at the beginning of anything.
func (p *Pattern) Find(b []byte) (start, end int) {
	if p.exact {
		start = bytes.Index(b, p.text)
		if start < 0 {
			return -1, -1
		}
		return start, start + len(p.text)
	}
	// Where each form of the anchor comes next, so that none is searched for
	// twice in the same bytes.
	var at [maxForms]int
	for i := range p.anchor {
		at[i] = find(b, p.anchor[i], p.offset)
	}
	for {
		first := 0
		for i := 1; i < len(p.anchor); i++ {
			if at[i] < at[first] {
				first = i
			}
		}
		if at[first] >= len(b) {
			return -1, -1
		}
		start = at[first] - p.offset
		if end = p.at(b, start); end >= 0 {
			return start, end
		}
		at[first] = find(b, p.anchor[first], at[first]+1)
	}
}

// find gives where form comes next from an index on; len(b) where it does not.
func find(b, form []byte, from int) int {
	if from < len(b) {
		if i := bytes.Index(b[from:], form); i >= 0 {
			return from + i
		}
	}
	return len(b)
}

// at gives where the text ends that begins at start, -1 where it does not begin
// there.
func (p *Pattern) at(b []byte, start int) int {
	if p.ascii {
		if len(b)-start < len(p.text) {
			return -1
		}
		for i, c := range p.text {
			d := b[start+i]
			if d != c && (d < 'A' || d > 'Z' || d+('a'-'A') != c) {
				return -1
			}
		}
		return start + len(p.text)
	}
	for text := p.text; len(text) > 0; {
		want, n := utf8.DecodeRune(text)
		r, size := utf8.DecodeRune(b[start:])
		if canonical(r) != want || (r == utf8.RuneError && size < 2) {
			return -1
		}
		text, start = text[n:], start+size
	}
	return start
}
