package expr

import "strings"

// Looks says whether a text that may as well be words to search for is meant as
// an expression. It is if, behind any "(", "!" and "not", it begins with
//
//   - a name of the language, a field such as .total or the call of a function,
//     and an operator follows: value.total > 40, len(value.items) == 3;
//     any( … ), all( … ) and none( … ) need no operator
//   - any other name, a number or a quoted text, and == != <= >= && || follow, or
//     < or > with space around it; behind a number or a quoted text also in, or
//     arithmetic whose result is compared
//
// So value.total alone, key=5 and <total> are words.
func Looks(text string) bool {
	l := looker{text: text, tokens: lex(text, 0)}
	for l.here().is("(") || l.here().is("!") || l.here().is("not") {
		l.at++
	}
	switch t := l.here(); t.kind {
	case aString, aNumber:
		l.at++
		return l.symbol() || l.calculates() || (l.here().is("in") && l.noun(1)) || (l.here().is("not") && l.ahead(1).is("in") && l.noun(2))
	case aSign:
		if t.is("$") && l.ahead(1).pos == t.end && (l.ahead(1).is(".") || l.ahead(1).kind == aName) {
			l.at++
			l.path()
			return l.symbol()
		}
		if t.is("#") || (t.is(".") && l.ahead(1).kind == aName && l.ahead(1).pos == t.end) {
			return l.path() && l.operator()
		}
	case aName:
		return l.named(t)
	}
	return false
}

// looker goes over tokens without reading an expression.
type looker struct {
	text   string
	tokens []token
	at     int
}

func (l *looker) here() token { return l.ahead(0) }

func (l *looker) ahead(n int) token { return l.tokens[max(0, min(l.at+n, len(l.tokens)-1))] }

// noun says that the token n ahead is a name of the language or begins a list.
func (l *looker) noun(n int) bool {
	_, ok := nouns[l.ahead(n).text]
	return ok || l.ahead(n).is("[")
}

// named looks at what follows a name.
func (l *looker) named(t token) bool {
	_, noun := nouns[t.text]
	_, called := functions[t.text]
	if call := l.ahead(1); call.is("(") && call.pos == t.end {
		switch _, infix := operators[t.text]; {
		case infix, t.text == "select":
			return l.noun(2) || l.ahead(2).is(".")
		case t.text == "any", t.text == "all", t.text == "none":
			return l.noun(2) || l.ahead(2).is(".")
		}
		noun = called
	}
	begin, asks := l.at, l.noun(0) || l.noun(2)
	if closed := l.path(); noun {
		// A call behind a dot is meant as a method: key.startsWith("a").
		return (!closed && asks) || l.operator() || (l.at > begin+3 && l.tokens[begin+1].is(".") && l.ahead(-1).is(")"))
	}
	return l.symbol() || (l.here().is("startsWith") || l.here().is("endsWith")) && l.ahead(1).kind == aString
}

// path goes over an operand: its name or sign, and the fields, indexes and
// arguments that follow without a space. It says whether what was opened is
// closed.
func (l *looker) path() (closed bool) {
	open, end := 0, l.here().pos
	for l.at < len(l.tokens)-1 {
		t := l.here()
		switch {
		case open == 0 && t.pos != end:
			return true
		case t.is("(") || t.is("["):
			open++
		case t.is(")") || t.is("]"):
			if open == 0 {
				return true
			}
			open--
		case open == 0 && t.kind != aName && !t.is(".") && !t.is("?.") && !t.is("#") && !l.misnamed(t):
			return true
		}
		end = t.end
		l.at++
	}
	return open == 0
}

// misnamed says that a token behind a dot is meant as a name: .@timestamp, .0
func (l *looker) misnamed(t token) bool {
	return l.ahead(-1).is(".") && (t.kind == aNumber || t.is("@") || t.is("$"))
}

// symbol says that here is an operator that is hardly ever text.
func (l *looker) symbol() bool {
	t, operand := l.here(), l.ahead(1)
	if t.kind != aSign || operand.kind == atEnd {
		return false
	}
	switch t.text {
	case "==", "!=", "<=", ">=", "&&", "||", "===", "!==", "<>", "=~", "!~", "=>", "=<":
		return true
	case "<", ">":
		return l.spaced(t)
	}
	return false
}

// spaced says that there is space before and behind a token.
func (l *looker) spaced(t token) bool {
	return t.pos > 0 && l.text[t.pos-1] == ' ' && t.end < len(l.text) && l.text[t.end] == ' '
}

// operator says that here is an operator behind something of the language, or
// what people take for one.
func (l *looker) operator() bool {
	t := l.here()
	for l.at > 0 && t.is(")") { // of what was opened at the beginning
		l.at++
		t = l.here()
	}
	switch {
	case t.kind == aName && !t.is("and") && !t.is("or"):
		_, ok := operators[t.text]
		_, strange := strangeWords[strings.ToLower(t.text)]
		return (ok || strange || t.is("not") || nearest(t.text, operators) != "") && l.ahead(1).kind != atEnd
	case t.kind == aStray:
		_, ok := strays[[]rune(t.text + " ")[0]]
		return ok
	case t.kind != aSign:
		return false
	}
	switch t.text {
	case "|":
		return l.spaced(t)
	case "=":
		return l.spaced(t) || l.ahead(-1).kind != aName || l.ahead(-2).is(".")
	case "==", "!=", "<", "<=", ">", ">=", "&&", "||", "??", "===", "!==", "<>", "=~", "!~", "=>", "=<":
		return true
	}
	return l.calculates()
}

// calculates says that here is an operator of arithmetic, and that its result
// is compared.
func (l *looker) calculates() bool {
	switch l.here().text {
	case "+", "-", "*", "/", "%", "..":
		for ; l.here().kind != atEnd && l.here().kind != aStray; l.at++ {
			if l.symbol() || l.here().is("in") {
				return true
			}
		}
	}
	return false
}
