package expr

import (
	"errors"
	"math"
)

// Errors of arithmetic. With nil there is none: the result is nil.
var (
	ErrZero    = errors.New("a division by zero")
	ErrNumbers = errors.New("arithmetic with something that is no number")
)

// arithmetic makes + - * / %.
func arithmetic(p *parser, sign token, left, right node) node {
	op := sign.text[0]
	if left.shape == shapeTime && right.shape == shapeNumber {
		return p.fail(right.pos, "a time is moved by a length of time, and this is a number", "write its unit, as in now() - 5m or 30s")
	}
	l, r := left.eval, right.eval
	n := node{eval: func(m *machine) value { return calculate(m, op, l(m), r(m)) }}
	switch {
	case left.shape == shapeTime && right.shape == shapeTime && op == '-':
		n.shape = shapeLength
	case left.shape == shapeTime || right.shape == shapeTime:
		n.shape = shapeTime
	case left.shape == shapeLength && right.shape == shapeLength && op == '/':
		n.shape = shapeNumber
	case left.shape == shapeLength || right.shape == shapeLength:
		n.shape = shapeLength
		if left.shape == shapeAny || right.shape == shapeAny {
			n.shape = shapeAny
		}
	case left.shape == shapeNumber || right.shape == shapeNumber || op != '+':
		n.shape = shapeNumber
	}
	return n
}

// calculate is nil where either side is; times and lengths of time go with one
// another, texts can be joined, everything else must be numbers.
func calculate(m *machine, op byte, a, b value) value {
	switch {
	case a.kind == isNil || b.kind == isNil:
		return value{}
	case a.kind == isTime || b.kind == isTime || a.kind == isDuration || b.kind == isDuration:
		return shifted(m, op, a, b)
	}
	x, ok := m.asNumber(a)
	y, ok2 := m.asNumber(b)
	switch {
	case ok && ok2:
		return numbers(m, op, x, y)
	case op == '+' && a.isText() && b.isText():
		return joined(m, a, b)
	}
	m.fail(ErrNumbers)
	return value{}
}

// shifted adds and subtracts times and lengths of time.
func shifted(m *machine, op byte, a, b value) value {
	if op == '*' || op == '/' {
		return scaled(m, op, a, b)
	}
	if b.kind == isTime && a.kind != isTime && op == '+' {
		a, b = b, a
	}
	x, ok := m.asLength(a)
	if a.kind == isTime {
		x, ok = a.n, true
	}
	y, ok2 := m.asLength(b)
	if b.kind == isTime {
		y, ok2 = b.n, a.kind == isTime && op == '-'
	}
	if !ok || !ok2 || (op != '+' && op != '-') {
		m.fail(ErrNumbers)
		return value{}
	}
	result := float64(x) + float64(y)
	n := x + y
	if op == '-' {
		result, n = float64(x)-float64(y), x-y
	}
	if math.Abs(result) >= math.MaxInt64 {
		n = truncated(result) // times come from the message: any int64
	}
	if a.kind == isTime && b.kind != isTime {
		return instant(n)
	}
	return length(n)
}

// scaled multiplies a length of time by a number, and divides it by a number or
// by another.
func scaled(m *machine, op byte, a, b value) value {
	if op == '*' && b.kind == isDuration {
		a, b = b, a
	}
	if a.kind != isDuration || b.kind == isTime || (op == '*' && b.kind == isDuration) {
		m.fail(ErrNumbers)
		return value{}
	}
	factor, ok := m.asNumber(b)
	if b.kind == isDuration {
		factor, ok = integer(b.n), true
	}
	if !ok {
		m.fail(ErrNumbers)
		return value{}
	}
	result := numbers(m, op, integer(a.n), factor)
	if b.kind == isDuration {
		return result
	}
	return length(truncated(result.real()))
}

// Whole numbers stay whole where the result surely fits.
const (
	maxTerm   = 1 << 62
	maxFactor = 1 << 31
)

func numbers(m *machine, op byte, a, b value) value {
	x, y := a.real(), b.real()
	if (op == '/' || op == '%') && y == 0 {
		m.fail(ErrZero)
		return value{}
	}
	if a.kind == isInt && b.kind == isInt {
		switch largest := max(math.Abs(x), math.Abs(y)); {
		case op == '%':
			return integer(a.n % b.n)
		case op == '+' && largest < maxTerm:
			return integer(a.n + b.n)
		case op == '-' && largest < maxTerm:
			return integer(a.n - b.n)
		case op == '*' && largest < maxFactor:
			return integer(a.n * b.n)
		}
	}
	switch op {
	case '+':
		return float(x + y)
	case '-':
		return float(x - y)
	case '*':
		return float(x * y)
	case '/':
		return float(x / y)
	default:
		return float(math.Mod(x, y))
	}
}

// joined is a text behind another.
func joined(m *machine, a, b value) value {
	x, ok := m.asText(a)
	y, ok2 := m.asText(b)
	if !ok || !ok2 || !m.allocate(len(x)+len(y)) {
		return value{}
	}
	return text(append(append(make([]byte, 0, len(x)+len(y)), x...), y...))
}
