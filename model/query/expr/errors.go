package expr

import (
	"errors"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/names"
)

// Mistake is why a text is no expression.
type Mistake struct {
	Pos  int    // in bytes, in the text that was compiled
	Text string // what is wrong, one sentence
	Hint string // what to write instead
	Word bool   // a word has no meaning here: the text may not be meant as an expression
}

// quote puts a piece of the text into quotes for a message. It may hold
// anything.
func quote(s string) string { return strconv.Quote(s) }

// missing tells that an operand was expected.
func (p *parser) missing(t token) node {
	before := p.tokens[max(0, p.at-1)]
	switch t.kind {
	case aStray:
		return p.fail(t.err.Pos, t.err.Text, t.err.Hint)
	case atEnd:
		if p.at == 0 {
			return p.fail(t.pos, "the expression is empty", "write one, as in value.total > 40")
		}
		return p.fail(t.pos, "something is missing behind "+before.text, "as in value.total > 40")
	}
	if hint, ok := strangeSigns[t.text]; ok {
		return p.fail(t.pos, quote(t.text)+" has no meaning here", hint)
	}
	if before.is("matches") && t.is("/") {
		return p.fail(t.pos, "the pattern of matches stands in quotes", `as in key matches "^user-[0-9]+$"`)
	}
	hint := "write a field such as value.total, a number, or text in quotes"
	if t.is("=") {
		hint = "write == to compare"
	}
	return p.fail(t.pos, "something is missing before "+quote(t.text), hint)
}

// noField tells of what stands behind a dot and is no name.
func (p *parser) noField(t token) node {
	switch t.kind {
	case atEnd:
		return p.fail(t.pos, "the name of a field is missing behind the dot", "write it, as in value.total")
	case aNumber:
		return p.fail(t.pos, "an element of an array is written in brackets", "as in value.items["+t.text+"]")
	}
	return p.fail(t.pos, "here should be the name of a field", `a name with other characters is written in brackets: value["@timestamp"]`)
}

// unexpected tells of a token behind a whole expression.
func (p *parser) unexpected(t token) {
	if t.kind == aStray {
		p.fail(t.err.Pos, t.err.Text, t.err.Hint)
		return
	}
	if hint, ok := strangeSigns[t.text]; ok && t.kind == aSign {
		p.fail(t.pos, quote(t.text)+" is no operator", hint)
		return
	}
	if t.kind == aName {
		second := p.at == 1
		defer func() { p.err.Word = second }()
		if t.is("not") {
			p.fail(t.pos, "no operator follows this not", "write not contains, not in …, or not before the whole comparison")
			return
		}
		if hint, ok := strangeWords[strings.ToLower(t.text)]; ok {
			p.fail(t.pos, quote(t.text)+" is no operator", hint)
			return
		}
		if near := nearest(t.text, operators); near != "" {
			p.fail(t.pos, quote(t.text)+" is no operator", "did you mean "+near+"?")
			return
		}
	}
	if t.is(")") || t.is("]") || t.is("}") {
		p.fail(t.pos, "nothing is open that this "+t.text+" could close", "leave it out, or write what opens before")
		return
	}
	p.fail(t.pos, "an operator is missing before "+quote(t.text), "write && between two conditions; text stands in quotes")
}

// strangeSigns are signs of other languages, and what to write instead.
var strangeSigns = map[string]string{
	"=": "write == to compare", "===": "write ==", "!==": "write !=", "<>": "write !=", "=>": "write >=",
	"=~": `write matches, as in key matches "^user-"`, "~": `write matches, as in key matches "^user-"`, "!~": `write not matches, as in key not matches "^user-"`,
	"&": "write && for and", "|": "write || for or; there are no pipes", "|>": "there are no pipes", "=<": "write <=", ",": "numbers are written 1_000 and 2.5",
	"?": "there is no a ? b : c; write ??, for what to take where something is missing",
	":": `a word such as key:text does not go with an expression: write key contains "text"`,
	";": "write && between two conditions", "$": "the message's value is value, its fields value.name",
	"@": `a field with such a name is written in brackets: value["@timestamp"]`, "\\": "put text in quotes",
	"{": "braces stand only around a test, as in any(value.items, {.price > 10})",
}

// strangeWords are operators of other languages, in lower case.
var strangeWords = map[string]string{
	"and": "write and, or &&", "or": "write or, or ||", "not": "write not in small letters, before the comparison", "in": "write in in small letters",
	"is": "write == nil or != nil", "isnt": "write !=", "equals": "write ==", "equal": "write ==", "eq": "write ==", "ne": "write !=", "gt": "write >",
	"ge": "write >=", "gte": "write >=", "lt": "write <", "le": "write <=", "lte": "write <=", "like": `write contains, or matches "^A.*"`, "ilike": `write lower(x) contains "a"`,
	"between": "write value.total >= 1 && value.total <= 5, or value.total in 1..5", "includes": "write contains", "has": "write contains",
	"starts": "write startsWith", "ends": "write endsWith", "regex": "write matches", "match": "write matches", "xor": "write a != b", "where": "write && between two conditions",
}

// nearest gives the key that may have been meant by a mistyped name; "" where
// none is near.
func nearest[V any](name string, known map[string]V) string {
	best, least := "", 1+len(name)/4
	for _, k := range sortedKeys(known) {
		if strings.EqualFold(k, name) {
			return k
		}
		if len(k) < 3 {
			continue
		}
		if d := names.Edits(strings.ToLower(name), strings.ToLower(k)); d <= least && len(name) > 2 {
			best, least = k, d-1
		}
	}
	return best
}

// RegexHint says what patterns are written in.
const RegexHint = `RE2: . is any character, .* any text; no look-around and no back-references`

// RegexProblem says in a sentence why a pattern is none.
func RegexProblem(err error) string {
	var e *syntax.Error
	if !errors.As(err, &e) {
		return "the pattern cannot be read"
	}
	return "the pattern cannot be read: " + e.Code.String() + " " + quote(strings.TrimPrefix(e.Expr, "(?i)"))
}
