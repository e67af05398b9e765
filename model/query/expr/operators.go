package expr

import (
	"bytes"
	"regexp"
)

// operator is one between two operands. Those of a higher level bind tighter.
type operator struct {
	level int
	build func(p *parser, sign token, left, right node) node
}

// The levels.
const (
	joining = iota + 1 // ||
	requiring
	comparing
	ranging
	adding
	multiplying
	defaulting
)

var operators map[string]operator

func init() {
	operators = map[string]operator{
		"||": {joining, either}, "or": {joining, either},
		"&&": {requiring, both}, "and": {requiring, both},
		"==": {comparing, comparison(equal)},
		"!=": {comparing, comparison(func(m *machine, a, b value) bool { return !equal(m, a, b) })},
		"<":  {comparing, ordering(func(c int) bool { return c < 0 })},
		"<=": {comparing, ordering(func(c int) bool { return c <= 0 })},
		">":  {comparing, ordering(func(c int) bool { return c > 0 })},
		">=": {comparing, ordering(func(c int) bool { return c >= 0 })},
		"in": {comparing, membership}, "matches": {comparing, matching},
		"contains": {comparing, searching(bytes.Contains)}, "startsWith": {comparing, searching(bytes.HasPrefix)},
		"endsWith": {comparing, searching(bytes.HasSuffix)},
		"..":       {ranging, rangeOf},
		"+":        {adding, arithmetic}, "-": {adding, arithmetic},
		"*": {multiplying, arithmetic}, "/": {multiplying, arithmetic}, "%": {multiplying, arithmetic},
		"??": {defaulting, instead},
	}
}

// binary makes a node of an operator and its operands.
func (p *parser) binary(op operator, sign token, left, right node) node {
	switch {
	case p.err != nil:
		return node{}
	case left.shape == shapeList || left.shape == shapeRange:
		return p.misplacedList(left)
	case (right.shape == shapeList || right.shape == shapeRange) && sign.text != "in":
		return p.misplacedList(right)
	case op.level == comparing && left.compares:
		return p.fail(sign.pos, "comparisons do not chain", "write 1 < value.total && value.total < 5, or value.total in 1..5 for whole numbers")
	}
	p.compared(sign, left, right)
	n := op.build(p, sign, left, right)
	n.pos, n.end = left.pos, right.end
	n.compares = op.level == comparing
	if op.level <= comparing {
		n.shape = shapeBool
	}
	return n
}

func both(_ *parser, _ token, left, right node) node {
	l, r := left.eval, right.eval
	return node{eval: func(m *machine) value { return boolean(l(m).true() && r(m).true()) }}
}

func either(_ *parser, _ token, left, right node) node {
	l, r := left.eval, right.eval
	return node{eval: func(m *machine) value { return boolean(l(m).true() || r(m).true()) }}
}

// instead is ??: the right side where the left is nil.
func instead(_ *parser, _ token, left, right node) node {
	l, r := left.eval, right.eval
	return node{eval: func(m *machine) value {
		if v := l(m); v.kind != isNil {
			return v
		}
		return r(m)
	}}
}

// comparison makes == and !=.
func comparison(holds func(m *machine, a, b value) bool) func(*parser, token, node, node) node {
	return func(p *parser, sign token, left, right node) node {
		left, right = p.comparable(left, right)
		l, r := left.eval, right.eval
		return node{eval: func(m *machine) value { return boolean(holds(m, l(m), r(m))) }}
	}
}

// ordering makes < <= > >=, which are false where the two have no order.
func ordering(holds func(c int) bool) func(*parser, token, node, node) node {
	return func(p *parser, sign token, left, right node) node {
		if left.shape == shapeNil || right.shape == shapeNil {
			return p.fail(sign.pos, "nothing is larger or smaller than nil", "write value.total != nil to see whether it is there")
		}
		left, right = p.comparable(left, right)
		l, r := left.eval, right.eval
		return node{eval: func(m *machine) value {
			c, ok := order(m, l(m), r(m))
			return boolean(ok && holds(c))
		}}
	}
}

// searching makes contains, startsWith and endsWith.
func searching(holds func(s, part []byte) bool) func(*parser, token, node, node) node {
	return func(p *parser, sign token, left, right node) node {
		if left.shape == shapeTime || left.shape == shapeLength {
			return p.fail(left.pos, "a time has no text to search", "compare it with < and >, as in timestamp > now() - 5m")
		}
		l, r := left.eval, right.eval
		return node{eval: func(m *machine) value {
			s, ok := m.asText(l(m))
			if !ok || !m.spend(len(s)/searchRate) {
				return boolean(false)
			}
			part, ok := m.asText(r(m))
			return boolean(ok && holds(s, part))
		}}
	}
}

// matching makes matches.
func matching(p *parser, sign token, left, right node) node {
	if right.constant == nil || right.shape != shapeText {
		return p.fail(right.pos, "the pattern of matches is written as text", `as in key matches "^user-[0-9]+$"`)
	}
	re, err := regexp.Compile(string(right.constant.text))
	if err != nil {
		return p.fail(right.pos, RegexProblem(err), RegexHint)
	}
	l := left.eval
	return node{eval: func(m *machine) value {
		s, ok := m.asText(l(m))
		return boolean(ok && m.spend(regexWork*len(s)) && re.Match(s))
	}}
}

// rangeOf makes a..b, which stands only behind in.
func rangeOf(p *parser, sign token, left, right node) node {
	return node{eval: nothing, shape: shapeRange, list: []node{left, right}}
}

// membership makes in: an element of a list, of a range or of an array, a field
// of an object, a header, a part of a text.
func membership(p *parser, sign token, left, right node) node {
	l := left.eval
	switch right.shape {
	case shapeRange:
		low, high := right.list[0].eval, right.list[1].eval
		return node{eval: func(m *machine) value {
			v := l(m)
			a, ok := order(m, v, low(m))
			b, ok2 := order(m, v, high(m))
			return boolean(ok && ok2 && a >= 0 && b <= 0)
		}}
	case shapeList:
		elements := make([]eval, len(right.list))
		for i := range right.list {
			_, e := p.comparable(left, right.list[i])
			elements[i] = e.eval
		}
		return node{eval: func(m *machine) value {
			v := l(m)
			for _, e := range elements {
				if equal(m, v, e(m)) {
					return boolean(true)
				}
			}
			return boolean(false)
		}}
	case shapeAny:
		r := right.eval
		return node{eval: func(m *machine) value { return boolean(contains(m, r(m), l(m))) }}
	}
	return p.fail(right.pos, "in asks whether something is in a list, an array or an object", `as in value.status in ["paid", "sent"], partition in 0..3 or "sku" in value`)
}
