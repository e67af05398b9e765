package expr

import "strconv"

// eval is a compiled part of an expression.
type eval func(*machine) value

// shape is what is known of a value before there is a message.
type shape uint8

const (
	shapeAny shape = iota
	shapeBool
	shapeNil
	shapeNumber
	shapeText
	shapeTime
	shapeLength // of time
	shapeList   // in brackets; stands only behind in
	shapeRange  // a..b; likewise
)

// node is a parsed part of an expression.
type node struct {
	eval     eval
	shape    shape
	constant *value // what it is in every message, for a literal
	list     []node // the elements of a list, or the two ends of a range
	compares bool   // its operator is a comparison
	path     bool   // it is a field of the message, by its name
	pos, end int
}

// maxDepth bounds how deep an expression may be nested.
const maxDepth = 100

// parser reads tokens. The first error stays, and ends the reading by moving
// to the last token.
type parser struct {
	tokens []token
	at     int
	depth  int
	tests  int // those around what is read: their fields are those of elements
	reads  []Read
	err    *Mistake
}

func (p *parser) token() token { return p.tokens[p.at] }

// behind is the token after the next one.
func (p *parser) behind() token { return p.tokens[min(p.at+1, len(p.tokens)-1)] }

func (p *parser) advance() token {
	t := p.tokens[p.at]
	p.at = min(p.at+1, len(p.tokens)-1)
	return t
}

// accept goes on if the next token is this sign or name.
func (p *parser) accept(text string) bool {
	if p.err == nil && p.token().is(text) {
		p.advance()
		return true
	}
	return false
}

// expect goes on behind a closing sign.
func (p *parser) expect(closing string, opening token) {
	if p.accept(closing) || p.err != nil {
		return
	}
	if t := p.token(); t.kind != atEnd {
		p.unexpected(t)
		return
	}
	p.fail(opening.pos, "this "+opening.text+" is not closed", "write "+closing+" behind what belongs to it")
}

func (p *parser) fail(pos int, text, hint string) node {
	if p.err == nil {
		p.err = &Mistake{Pos: pos, Text: text, Hint: hint}
	}
	p.at = len(p.tokens) - 1
	return node{}
}

// parse reads a whole expression.
func (p *parser) parse() node {
	n := p.expression(0)
	if p.err == nil && p.token().kind != atEnd {
		p.unexpected(p.token())
	}
	if p.err != nil {
		return node{}
	}
	switch n.shape {
	case shapeNumber, shapeText, shapeTime, shapeLength:
		return p.fail(n.pos, "this says neither yes nor no of a message", "compare it, as in value.total > 40")
	case shapeList, shapeRange:
		return p.misplacedList(n)
	}
	return n
}

// expression reads operators that bind at least as tightly as level.
func (p *parser) expression(level int) node {
	if p.depth++; p.depth > maxDepth {
		return p.fail(p.token().pos, "the expression is nested too deep", "at most "+strconv.Itoa(maxDepth)+" levels are read")
	}
	defer func() { p.depth-- }()
	left := p.unary()
	for p.err == nil {
		op, negated, ok := p.operator()
		if !ok || op.level < level {
			break
		}
		sign := p.advance()
		if negated {
			sign = p.advance()
		}
		left = p.binary(op, sign, left, p.expression(op.level+1))
		if negated && p.err == nil {
			left = not(left)
		}
	}
	return left
}

// operator looks whether the next token is an operator between two operands;
// negated is that of "not in", "not contains" …
func (p *parser) operator() (op operator, negated, ok bool) {
	t := p.token()
	if t.kind != aSign && t.kind != aName {
		return op, false, false
	}
	if t.is("not") {
		op, ok = operators[p.behind().text]
		return op, true, ok && op.level == comparing && p.behind().kind == aName
	}
	op, ok = operators[t.text]
	return op, false, ok
}

func (p *parser) unary() node {
	t := p.token()
	switch {
	case p.accept("not"):
		return p.negation(t, p.expression(comparing))
	case p.accept("!"):
		n := p.unaryNested()
		if op, _, ok := p.operator(); ok && p.err == nil && op.level == comparing && !n.compares {
			return p.fail(t.pos, "! belongs to what stands directly behind it, not to the comparison", "write not, or !( … ) around the comparison")
		}
		return p.negation(t, n)
	case p.accept("-"):
		return p.minus(t, p.unaryNested())
	}
	return p.postfix(p.operand())
}

// unaryNested is unary with its depth counted.
func (p *parser) unaryNested() node {
	if p.depth++; p.depth > maxDepth {
		return p.fail(p.token().pos, "the expression is nested too deep", "at most "+strconv.Itoa(maxDepth)+" levels are read")
	}
	defer func() { p.depth-- }()
	return p.unary()
}

func (p *parser) negation(sign token, n node) node {
	if p.err != nil {
		return node{}
	}
	n = not(n)
	n.pos = sign.pos
	return n
}

func not(n node) node {
	run := n.eval
	return node{eval: func(m *machine) value { return boolean(!run(m).true()) }, shape: shapeBool, pos: n.pos, end: n.end}
}

func (p *parser) minus(sign token, n node) node {
	if p.err != nil {
		return node{}
	}
	zero := integer(0)
	if n.shape == shapeLength {
		zero = length(0)
	}
	left := constant(zero, n.shape, token{pos: sign.pos, end: sign.end})
	return p.binary(operators["-"], sign, left, n)
}

// constant is a node that is the same in every message.
func constant(v value, s shape, t token) node {
	return node{eval: func(*machine) value { return v }, shape: s, constant: &v, pos: t.pos, end: t.end}
}
