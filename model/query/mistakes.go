package query

import (
	"slices"
	"strings"
	"unicode"

	"github.com/kafkathreadmanager/ktm/model/names"
	"github.com/kafkathreadmanager/ktm/model/query/expr"
)

// unmixed is what to do where words and an expression stand side by side.
const unmixed = `words and an expression do not mix: write key contains "user" && value.total > 40`

// foreign are words that stand alone in other languages, and what to write here.
var foreign = map[string]string{
	"AND": "words are looked for all together: leave AND out",
	"OR":  "for one of two words write /this|that/",
	"NOT": "to exclude a word write -word",
	"&&":  "words are looked for all together: leave && out; in an expression it stands between conditions, as in value.total > 40 && partition == 3",
	"||":  "for one of two words write /this|that/; in an expression it stands between conditions, as in value.total > 40 || partition == 3",
	"==":  unmixed,
	"!=":  unmixed,
	">=":  unmixed,
	"<=":  unmixed,
	">":   unmixed,
	"<":   unmixed,
	"|":   "there are no pipes; for one of two words write /this|that/",
	"*":   "an empty filter shows all messages",
}

// checkForeign tells of words that mean something elsewhere.
func (s *scanner) checkForeign(word string) {
	hint, ok := foreign[word]
	if !ok && expr.Looks(word) {
		hint, ok = unmixed, true
	}
	if ok {
		s.fail(s.at, word+" has no meaning here", hint+"; to search for it put it in quotes")
	}
}

// checkExcluded wants something to exclude behind the sign.
func (s *scanner) checkExcluded(begin int) {
	word := s.peek()
	if !strings.ContainsFunc(word, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '"' || r > unicode.MaxASCII
	}) {
		s.fail(begin, "there is nothing to exclude behind "+s.text[begin:s.at], `write -word for messages without it, or "`+s.text[begin:s.at]+word+`" to search for the characters`)
	}
}

// checkWord tells of wildcards, which a word has none of.
func (s *scanner) checkWord(word string) {
	if i := strings.IndexByte(word, '*'); i == 0 || (i > 0 && i == len(word)-1) {
		s.fail(s.at+i, "* is no wildcard", `words match anywhere: leave it out, or write a regex such as /user-.*/; "*" is the character`)
	}
}

// checkOpenRegex tells of a regex without its second slash. A path has no such
// characters.
func (s *scanner) checkOpenRegex() {
	word := s.peek()
	for _, sign := range []string{".*", ".+", "[", "(", "|", "^", "$", `\`} {
		if strings.Contains(word, sign) {
			s.fail(s.at, "this regex is not closed", "write / behind it; quotes make it plain text")
			return
		}
	}
}

// otherFields are what other tools call fields, and what to write here.
var otherFields = map[string]string{
	"timestamp": "write an expression, as in timestamp > now() - 5m", "time": "write an expression, as in timestamp > now() - 5m",
	"size": "write an expression, as in size > 10kB", "val": "write value:", "body": "write value:", "payload": "write value:",
	"part": "write partition:", "hdr": "write header:",
}

// checkField tells of a word that begins with a mistyped field. Any other word
// with a colon is plain text: 12:30, http://…
func (s *scanner) checkField(pos int, name string) {
	lower := strings.ToLower(name)
	hint, ok := otherFields[lower]
	for field := range fields {
		if near(lower, field) {
			hint, ok = "did you mean "+field+":?", true
		}
	}
	if ok {
		s.fail(pos, "there is no field "+name+":", hint+`; to search for the text put it in quotes`)
	}
}

// near says that a field may have been mistyped as name. Few mistype the first
// letter, and short names are near to many words.
func near(name, field string) bool {
	edits := names.Edits(name, field)
	switch {
	case letters(name) == letters(field):
		return edits == 1
	case name == "" || name[0] != field[0]:
		return false
	case len(field) > 5:
		return edits <= 2 && edits > 0
	}
	return edits == 1 && (len(name) > len(field) || len(field) == 5)
}

// letters sorts the letters of a word.
func letters(s string) string {
	b := []byte(s)
	slices.Sort(b)
	return string(b)
}
