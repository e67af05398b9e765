package expr

import (
	"math"
	"time"
)

// timeForms are the ways to write a time; those without a zone are local.
var timeForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly,
}

// longestTime is the number of bytes that a time in one of the forms has at most.
const longestTime = 40

// parseTime reads a time, as milliseconds since the Unix epoch.
func parseTime(b []byte) (ms int64, ok bool) {
	if len(b) < len(time.DateOnly) || len(b) > longestTime || !isDigit(rune(b[0])) {
		return 0, false
	}
	for _, form := range timeForms {
		if t, err := time.ParseInLocation(form, string(b), time.Local); err == nil {
			return t.UnixMilli(), true
		}
	}
	return 0, false
}

// asTime gives v as a time: one, a number of milliseconds since the epoch, or
// a text in one of the forms.
func (m *machine) asTime(v value) (ms int64, ok bool) {
	v = m.resolved(v)
	switch {
	case v.kind == isTime || v.kind == isInt:
		return v.n, true
	case v.kind == isFloat:
		return truncated(v.float()), true
	case v.isText():
		return parseTime(v.text)
	}
	return 0, false
}

// asLength gives v as a length of time: one, or a number of milliseconds.
func (m *machine) asLength(v value) (ms int64, ok bool) {
	if v.kind == isDuration {
		return v.n, true
	}
	v, ok = m.asNumber(v)
	if v.kind == isFloat {
		return truncated(v.float()), ok
	}
	return v.n, ok
}

// truncated is f without what is behind the point, as far as an int64 goes.
func truncated(f float64) int64 {
	switch {
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64:
		return math.MinInt64
	}
	return int64(f)
}

// comparable looks at what is known of two operands of a comparison: a text
// beside a time must be one, and is read once. Where the two can never compare,
// that is a mistake.
func (p *parser) comparable(left, right node) (l, r node) {
	if right.shape == shapeTime && left.shape != shapeTime {
		right, left = p.comparable(right, left)
		return left, right
	}
	if left.shape == shapeTime && right.shape == shapeLength {
		p.fail(right.pos, "a time is compared with a time, and this is a length of time", "write timestamp > now() - 5m for the last five minutes")
	}
	if left.shape == shapeLength && right.shape == shapeNumber && right.constant != nil {
		p.fail(right.pos, "a length of time is compared with one, and this is a number", "write its unit, as in now() - timestamp > 5m")
	}
	if left.shape == shapeTime && right.shape == shapeText && right.constant != nil {
		ms, ok := parseTime(right.constant.text)
		if !ok {
			p.fail(right.pos, "this is no time", `write "2026-11-23T12:00:00Z", "2026-11-23 12:00" (local time), or now() - 5m`)
		}
		right = constant(instant(ms), shapeTime, token{pos: right.pos, end: right.end})
	}
	return left, right
}
