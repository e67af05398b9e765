package query

import (
	"math"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/query/expr"
	"github.com/kafkathreadmanager/ktm/model/query/fold"
)

// scanner reads the words of a filter from left to right. The first error ends
// it.
type scanner struct {
	text string
	at   int
	err  *SyntaxError
}

// fields are the prefixes of words, and where they look.
var fields = map[string]scope{
	"key": inKey, "value": inValue, "header": inHeader, "topic": inTopic, "partition": ofPartition, "offset": ofOffset,
}

func (s *scanner) fail(pos int, problem, hint string) {
	if s.err == nil {
		s.err = wrong(s.text, pos, problem, hint)
	}
}

func (s *scanner) rest() string { return s.text[s.at:] }

func (s *scanner) terms() []term {
	var terms []term
	for s.err == nil {
		s.at = len(s.text) - len(strings.TrimLeft(s.rest(), " \t\r\n"))
		if s.rest() == "" {
			return terms
		}
		terms = append(terms, s.term())
	}
	return nil
}

// term reads one word with what stands before it.
func (s *scanner) term() (t term) {
	begin := s.at
	s.checkForeign(s.peek())
	if c := s.rest()[0]; c == '-' || c == '!' {
		s.at++
		t.not = true
		if s.checkExcluded(begin); s.err != nil {
			return t
		}
	}
	name, _, ok := strings.Cut(s.peek(), ":")
	switch scope, known := fields[strings.ToLower(name)]; {
	case ok && known:
		t.scope = scope
		s.at += len(name) + 1
		s.inField(&t, begin, name)
	default:
		if ok {
			s.checkField(s.at, name)
		}
		s.pattern(&t)
	}
	return t
}

// inField reads what stands behind a field and its colon.
func (s *scanner) inField(t *term, begin int, name string) {
	if s.peek() == "" {
		s.fail(begin, "nothing stands behind "+name+":", emptyHints[t.scope])
		return
	}
	switch t.scope {
	case ofPartition:
		s.numbers(t, math.MaxInt32, "write numbers and ranges without spaces, as in partition:0,2-5")
	case ofOffset:
		s.numbers(t, math.MaxInt64, "write numbers and ranges, as in offset:100-199 or offset:100-")
	case inHeader:
		s.headerTerm(t)
	case inKey, inValue:
		if s.rest()[0] == '=' {
			s.whole(t, name)
			return
		}
		s.pattern(t)
	default:
		s.pattern(t)
	}
}

var emptyHints = map[scope]string{
	inKey:   "write the text directly behind it, as in key:user-1; a key that is null is =key == nil, an empty one =key == \"\"",
	inValue: "write the text directly behind it, as in value:paid; a tombstone is =value == nil",
	inTopic: "write the text directly behind it, as in topic:orders", inHeader: "write the text directly behind it, as in header:trace=9f",
	ofPartition: "write numbers directly behind it, as in partition:0,2-5", ofOffset: "write numbers directly behind it, as in offset:100-199",
}

// headerTerm reads header:text and header:name=value.
func (s *scanner) headerTerm(t *term) {
	word := s.peek()
	name, _, ok := strings.Cut(word, "=")
	if !ok || word[0] == '"' || word[0] == '/' {
		s.pattern(t)
		return
	}
	if name == "" {
		s.fail(s.at, "the name of the header is missing before =", "write it, as in header:trace=9f")
		return
	}
	t.scope, t.header = namedHeader, fold.New(name, fold.Smart(name))
	s.at += len(name) + 1
	if s.peek() == "" {
		t.plain = fold.New("", true) // any value
		return
	}
	s.pattern(t)
}

func (s *scanner) numbers(t *term, most int64, hint string) {
	word := s.peek()
	set, at, ok := parseRanges(word, most)
	if !ok {
		s.fail(s.at+at, "this is no number and no range", hint)
		return
	}
	t.ranges = set
	s.at += len(word)
}

// pattern reads a regex, a quoted text or a plain word.
func (s *scanner) pattern(t *term) {
	switch s.rest()[0] {
	case '/':
		if s.regex(t) {
			return
		}
	case '"':
		if s.quoted(t) {
			return
		}
	}
	word := s.peek()
	s.checkWord(word)
	t.plain = fold.New(word, fold.Smart(word))
	s.at += len(word)
}

// peek is the text up to the next space.
func (s *scanner) peek() string {
	if i := strings.IndexAny(s.rest(), " \t\r\n"); i >= 0 {
		return s.rest()[:i]
	}
	return s.rest()
}

// ends says that a word may end at an index.
func (s *scanner) ends(i int) bool {
	return i >= len(s.text) || strings.IndexByte(" \t\r\n", s.text[i]) >= 0
}

// regex reads /…/. A slash that nothing but more of the word follows does not
// close it, so that a path such as /api/v1 is plain text.
func (s *scanner) regex(t *term) bool {
	for i := s.at + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\\':
			i++
		case c == '/' && s.ends(i+1) && i > s.at+1:
			s.compile(t, s.text[s.at+1:i])
			s.at = i + 1
			return true
		}
	}
	s.checkOpenRegex()
	return false
}

func (s *scanner) compile(t *term, pattern string) {
	re, err := compile(strings.ReplaceAll(pattern, `\/`, "/"))
	if err != nil {
		s.fail(s.at, expr.RegexProblem(err), expr.RegexHint+"; quotes make it plain text")
		return
	}
	t.regex = re
}

// quoted reads "…". A closing quote that more of the word follows does not close
// it, so that a piece of JSON such as "id":5 is plain text.
func (s *scanner) quoted(t *term) bool {
	var content strings.Builder
	for i := s.at + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\\' && i+1 < len(s.text) && (s.text[i+1] == '"' || s.text[i+1] == '\\'):
			i++
			content.WriteByte(s.text[i])
		case c != '"':
			content.WriteByte(c)
		case !s.ends(i + 1):
			return false
		case content.Len() == 0:
			s.fail(s.at, "there is nothing between these quotes", `an empty value is =value == ""; a tombstone =value == nil`)
			return true
		default:
			t.plain = fold.New(content.String(), fold.Smart(content.String()))
			s.at = i + 1
			return true
		}
	}
	s.fail(s.at, "this quote is not closed", `write " behind the text, or \" for a quote in it`)
	return true
}
