package expr

import (
	"bytes"
	"cmp"
)

// equal says that a and b are the same. Nil is equal to nil alone; a number and
// a text that is this number are equal; likewise a boolean, a time.
func equal(m *machine, a, b value) bool {
	switch {
	case a.kind == isNil || b.kind == isNil:
		return a.kind == b.kind
	case a.isText() && b.isText():
		return sameText(m, a, b)
	case a.kind == isBool || b.kind == isBool:
		x, ok := m.asBool(a)
		y, ok2 := m.asBool(b)
		return ok && ok2 && x == y
	case a.isContainer() || b.isContainer():
		x, ok := m.asText(a)
		y, ok2 := m.asText(b)
		return ok && ok2 && bytes.Equal(x, y)
	}
	c, ok := order(m, a, b)
	return ok && c == 0
}

// sameText compares texts as they are written, and a field of the message that
// is a JSON string also by its content.
func sameText(m *machine, a, b value) bool {
	if len(a.text) == len(b.text) && m.spend(len(a.text)/searchRate) && bytes.Equal(a.text, b.text) {
		return true
	}
	x, ok := m.asText(a)
	y, ok2 := m.asText(b)
	return ok && ok2 && bytes.Equal(x, y)
}

// order compares two values that have an order: numbers, times, lengths of
// time, texts. A text is read as what it is compared with.
func order(m *machine, a, b value) (c int, ok bool) {
	switch {
	case a.kind == isTime || b.kind == isTime:
		return orderBy(m.asTime, a, b)
	case a.kind == isDuration || b.kind == isDuration:
		return orderBy(m.asLength, a, b)
	case a.isNumber() || b.isNumber():
		x, ok := m.asNumber(a)
		if !ok {
			return 0, false
		}
		y, ok := m.asNumber(b)
		return compareNumbers(x, y), ok
	case a.isText() && b.isText():
		x, ok := m.asText(a)
		y, ok2 := m.asText(b)
		return bytes.Compare(x, y), ok && ok2 && m.spend(min(len(x), len(y))/searchRate)
	}
	return 0, false
}

func orderBy(read func(value) (int64, bool), a, b value) (int, bool) {
	x, ok := read(a)
	y, ok2 := read(b)
	return cmp.Compare(x, y), ok && ok2
}

func compareNumbers(a, b value) int {
	if a.kind == isInt && b.kind == isInt {
		return cmp.Compare(a.n, b.n)
	}
	return cmp.Compare(a.real(), b.real())
}

// real gives a number as a floating-point one.
func (v value) real() float64 {
	if v.kind == isInt {
		return float64(v.n)
	}
	return v.float()
}

// asBool gives v as a boolean: one, or the text "true" or "false".
func (m *machine) asBool(v value) (b, ok bool) {
	v = m.resolved(v)
	switch {
	case v.kind == isBool:
		return v.n != 0, true
	case v.isText() && (string(v.text) == "true" || string(v.text) == "false"):
		return string(v.text) == "true", true
	}
	return false, false
}

// contains is what in asks of an array (an element), an object or the headers
// (a name) and a text (a part of it).
func contains(m *machine, in, v value) (found bool) {
	in = m.resolved(in)
	switch in.kind {
	case isArray:
		for w := m.walk(in); !found && m.spend(testWork) && w.next(); {
			found = equal(m, m.json(w.Rest()), v)
		}
	case isObject:
		name, ok := m.asText(v)
		if !ok {
			return false
		}
		for w := m.walk(in); !found && w.next(); {
			found = bytes.Equal(w.Name(), name)
		}
	case isHeaders:
		name, ok := m.asText(v)
		if !ok || !m.spend(headerWork*len(m.record.Headers)) {
			return false
		}
		for i := range m.record.Headers {
			found = found || bytes.Equal(m.record.Headers[i].Key, name)
		}
	case isText, isField:
		part, ok := m.asText(v)
		return ok && m.spend(len(in.text)/searchRate) && bytes.Contains(in.text, part)
	}
	return found
}
