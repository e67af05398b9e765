package expr

import (
	"strconv"
	"strings"
)

// operand reads what stands between operators.
func (p *parser) operand() node {
	t := p.token()
	switch t.kind {
	case aNumber:
		p.advance()
		v, s, err := quantity(t)
		if err != nil {
			return p.fail(err.Pos, err.Text, err.Hint)
		}
		return constant(v, s, t)
	case aString:
		p.advance()
		return constant(text([]byte(t.text)), shapeText, t)
	case aName:
		return p.named(p.advance())
	case aSign:
		switch t.text {
		case "(":
			p.advance()
			n := p.expression(0)
			p.expect(")", t)
			n.compares = false
			return n
		case "[":
			return p.list(p.advance())
		case ".", "?.":
			if p.behind().kind == aName {
				return element(t) // postfix reads the name
			}
		case "#":
			p.advance()
			n := element(t)
			n.end = t.end
			return n
		}
	}
	return p.missing(t)
}

// element is what a predicate is asked of; outside one it is the message's value.
func element(t token) node {
	return node{eval: func(m *machine) value { return m.element }, pos: t.pos, end: t.pos}
}

// nothing is the value of what has none of its own.
func nothing(*machine) value { return value{} }

// list reads the elements of a list in brackets.
func (p *parser) list(opening token) node {
	n := node{eval: nothing, shape: shapeList, pos: opening.pos}
	for p.err == nil && !p.token().is("]") {
		e := p.expression(0)
		if e.list != nil {
			return p.fail(e.pos, "a list holds single values", "write in 1..3 without brackets")
		}
		n.list = append(n.list, e)
		if !p.accept(",") {
			break
		}
	}
	n.end = p.token().end
	p.expect("]", opening)
	return n
}

func (p *parser) misplacedList(n node) node {
	return p.fail(n.pos, "a list in brackets stands only behind in", `write value.status in ["paid", "sent"]`)
}

// postfix reads the fields and indexes behind an operand.
func (p *parser) postfix(n node) node {
	for p.err == nil {
		t := p.token()
		switch {
		case p.accept("."), p.accept("?."):
			name := p.token()
			switch {
			case name.kind == aName:
				p.advance()
				if call := p.token(); call.is("(") && call.pos == name.end {
					return p.method(name)
				}
				n = fieldOf(n, name.text, name.end)
			case name.is("["):
			default:
				return p.noField(name)
			}
		case t.is("[") && n.shape == shapeAny:
			p.advance()
			if n = p.index(n, t); p.err != nil {
				return node{}
			}
		case t.is("("):
			return p.fail(t.pos, "what stands before this ( is no function", functionsHint)
		default:
			if n.path = n.path && p.tests == 0; n.path {
				p.reads = append(p.reads, Read{Pos: n.pos, End: n.end})
			}
			return n
		}
	}
	return node{}
}

// fieldOf is the field of a name of what n gives.
func fieldOf(n node, name string, end int) node {
	run := n.eval
	return node{eval: func(m *machine) value { return m.member(run(m), name) }, path: true, pos: n.pos, end: end}
}

// index reads what is in brackets: the name of a field or the number of an
// element.
func (p *parser) index(n node, opening token) node {
	if t := p.token(); t.is("]") || t.is("*") || t.is(":") {
		return p.fail(t.pos, "elements are taken one by one", "write any(value.items, .price > 10), or value.items[0] for the first")
	}
	i := p.expression(0)
	if p.err == nil && p.token().is(":") {
		return p.fail(p.token().pos, "there are no slices here", "write value.items[0] for the first element, [-1] for the last")
	}
	end := p.token().end
	p.expect("]", opening)
	if p.err != nil {
		return node{}
	}
	run, at := n.eval, i.eval
	switch {
	case i.shape == shapeList:
		return p.misplacedList(i)
	case i.shape == shapeText && i.constant != nil:
		return fieldOf(n, string(i.constant.text), end)
	case i.constant != nil && i.constant.kind == isInt:
		number := i.constant.n
		return node{eval: func(m *machine) value { return m.item(run(m), number) }, path: true, pos: n.pos, end: end}
	}
	return node{eval: func(m *machine) value {
		v, key := run(m), at(m)
		if key = m.resolved(key); key.kind == isInt {
			return m.item(v, key.n)
		}
		if name, ok := m.asText(key); ok {
			return m.member(v, string(name))
		}
		return value{}
	}, pos: n.pos, end: end}
}

// units are those of lengths of time, in milliseconds, and of sizes, in bytes.
var units = map[string]struct {
	factor float64
	time   bool
}{
	"ms": {1, true}, "s": {1e3, true}, "m": {60e3, true}, "min": {60e3, true}, "h": {3600e3, true},
	"d": {86400e3, true}, "w": {7 * 86400e3, true},
	"kB": {1e3, false}, "KB": {1e3, false}, "kb": {1e3, false}, "MB": {1e6, false}, "mb": {1e6, false},
	"GB": {1e9, false}, "gb": {1e9, false}, "KiB": {1 << 10, false}, "MiB": {1 << 20, false}, "GiB": {1 << 30, false},
}

// quantity reads a number, a length of time (5m, 1h30m, 250ms) or a size (10kB).
func quantity(t token) (value, shape, *Mistake) {
	digits := strings.ReplaceAll(t.text, "_", "")
	if v, ok := number([]byte(digits)); ok {
		return v, shapeNumber, nil
	}
	wrong := &Mistake{Pos: t.pos, Text: quote(t.text) + " is no number", Hint: "numbers are 40, 2.5 and 1_000; lengths of time 250ms, 5m and 1h30m; sizes 10kB; put text in quotes"}
	total, ofTime, parts := 0.0, false, 0
	for rest := digits; rest != ""; parts++ {
		n := span(rest, func(r rune) bool { return isDigit(r) || r == '.' })
		u := span(rest[n:], startsName)
		f, err := strconv.ParseFloat(rest[:n], 64)
		unit, ok := units[rest[n:n+u]]
		if err != nil || !ok || (parts > 0 && (!ofTime || !unit.time)) {
			return value{}, shapeAny, wrong
		}
		total, ofTime, rest = total+f*unit.factor, unit.time, rest[n+u:]
	}
	if total > 1e18 {
		return value{}, shapeAny, wrong
	}
	if ofTime {
		return length(int64(total)), shapeLength, nil
	}
	return integer(int64(total)), shapeNumber, nil
}
