package expr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	atEnd tokenKind = iota
	aName
	aNumber // with its unit, as in 5m
	aString
	aSign // an operator or a bracket
	aStray
)

// token is a word of an expression, with its place in the text in bytes.
type token struct {
	kind     tokenKind
	text     string // as it is written; for a string what it says
	pos, end int
	err      *Mistake // why it is no token
}

// is says that the token is this sign or name.
func (t token) is(text string) bool {
	return t.text == text && (t.kind == aSign || t.kind == aName)
}

// signs are what is neither a name, a number nor a string, the longer first.
// Those that mean nothing here are in strangeSigns as well.
var signs = []string{
	"===", "!==", "&&", "||", "==", "!=", "<>", "<=", ">=", "=>", "=<", "=~", "!~", "??", "?.", "..", "|>",
	"<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ",", ".", "#",
	"=", "~", "&", "|", "?", ":", ";", "$", "@", "^", "\\",
}

// lex takes a text apart from an index on. The last token is the end or a
// mistake.
func lex(text string, from int) []token {
	var tokens []token
	for i := from; ; {
		for i < len(text) && strings.IndexByte(" \t\r\n", text[i]) >= 0 {
			i++
		}
		t := next(text, i)
		tokens = append(tokens, t)
		if t.kind == atEnd || t.kind == aStray {
			return tokens
		}
		i = t.end
	}
}

// next reads the token that begins at i.
func next(text string, i int) token {
	if i >= len(text) {
		return token{kind: atEnd, pos: len(text), end: len(text)}
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	switch {
	case startsName(r):
		end := i + span(text[i:], inName)
		return token{kind: aName, text: text[i:end], pos: i, end: end}
	case isDigit(r):
		end := i + numberLength(text[i:])
		return token{kind: aNumber, text: text[i:end], pos: i, end: end}
	case r == '"' || r == '\'' || r == '`':
		return quotedString(text, i)
	}
	for _, sign := range signs {
		if strings.HasPrefix(text[i:], sign) {
			return token{kind: aSign, text: sign, pos: i, end: i + len(sign)}
		}
	}
	hint, ok := strays[r]
	if !ok {
		hint = "put text in quotes"
	}
	return token{kind: aStray, text: text[i : i+size], pos: i, end: i + size, err: &Mistake{
		Pos: i, Text: quote(text[i:i+size]) + " has no meaning in an expression", Hint: hint,
	}}
}

// strays are characters that look like something of the language.
var strays = map[rune]string{
	'≥': "write >=", '≤': "write <=", '≠': "write !=", '“': `write straight quotes: "`, '”': `write straight quotes: "`, '„': `write straight quotes: "`,
	'‘': `write straight quotes: "`, '’': `write straight quotes: "`, '«': `write straight quotes: "`,
}

func startsName(r rune) bool { return r == '_' || unicode.IsLetter(r) }
func isDigit(r rune) bool    { return '0' <= r && r <= '9' }
func inName(r rune) bool     { return startsName(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// span is the number of bytes at the beginning of s whose characters are all in.
func span(s string, in func(rune) bool) int {
	if n := strings.IndexFunc(s, func(r rune) bool { return !in(r) }); n >= 0 {
		return n
	}
	return len(s)
}

// numberLength is the length of a number with its unit: 40, 1_000, 2.5e3, 1h30m.
// The two dots of a range are not part of it.
func numberLength(s string) int {
	i := 0
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		dot := r == '.' && i+1 < len(s) && isDigit(rune(s[i+1]))
		sign := (r == '-' || r == '+') && (s[i-1] == 'e' || s[i-1] == 'E') && i+1 < len(s) && isDigit(rune(s[i+1]))
		if !inName(r) && !dot && !sign {
			break
		}
		i += size
	}
	return i
}

// quotedString reads a string. Only \" \' \\ \n \r and \t are escapes: any
// other backslash stands for itself, so that regexes can be written as they
// are. In backquotes there are none.
func quotedString(text string, start int) token {
	mark := text[start]
	var s strings.Builder
	for i := start + 1; i < len(text); i++ {
		c := text[i]
		switch {
		case c == mark:
			return token{kind: aString, text: s.String(), pos: start, end: i + 1}
		case c == '\\' && mark != '`' && i+1 < len(text) && strings.IndexByte(`"'\nrt`, text[i+1]) >= 0:
			i++
			s.WriteString(map[byte]string{'n': "\n", 'r': "\r", 't': "\t"}[text[i]])
			if strings.IndexByte(`"'\`, text[i]) >= 0 {
				s.WriteByte(text[i])
			}
		default:
			s.WriteByte(c)
		}
	}
	return token{kind: aStray, pos: start, end: len(text), err: &Mistake{
		Pos: start, Text: "this quote is not closed", Hint: "end the text with " + string(mark),
	}}
}
