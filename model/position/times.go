package position

import (
	"fmt"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// mostColons is how many there are in two times with seconds and zones.
const mostColons = 7

// parseTimes reads what stands behind an @: a time, or two of them with a colon
// between. Times have colons too, so every place where one could divide is
// tried; what can be read in two ways is refused.
func parseTimes(w within, now time.Time) (model.Span, *Error) {
	if strings.Trim(w.text, " :") == "" {
		return model.Span{}, w.wrong(0, "a time is missing behind the @", timeForms)
	}
	if strings.Count(w.text, ":") > mostColons {
		return model.Span{}, w.wrong(0, "these are more than two times", timeForms)
	}
	if i := strings.Index(w.text, ":@"); i >= 0 {
		return divided(w.to(i), w.from(i+2), now)
	}
	type reading struct {
		span    model.Span
		divides int
	}
	var found []reading
	var mistake *Error
	for i := range len(w.text) + 1 {
		left, right := w, within{}
		switch {
		case i == 0: // nothing divides
		case w.text[i-1] == ':':
			left, right = w.to(i-1), w.from(i)
		default:
			continue
		}
		s, err := divided(left, right, now)
		switch {
		case err == nil:
			found = append(found, reading{s, i})
		case mistake == nil || err.Pos > mistake.Pos:
			mistake = err
		}
	}
	switch len(found) {
	case 0:
		return model.Span{}, mistake
	case 1:
		return found[0].span, nil
	}
	one, other := found[0].divides, found[1].divides
	if one == 0 {
		one = other
	}
	return model.Span{}, w.wrong(one-1, "this can be read in two ways", "type @"+w.text[:one]+"@"+w.text[one:]+" or @"+w.text[:other]+"@"+w.text[other:])
}

// divided reads two times; either may be missing.
func divided(left, right within, now time.Time) (model.Span, *Error) {
	s := model.Span{Start: model.Start{Kind: model.StartOldest}}
	left = left.trim()
	if left.text != "" {
		m, err := parseMoment(left, now)
		if err != nil {
			return s, err
		}
		if s.Start, err = m.start(left, now); err != nil {
			return s, err
		}
	} else if right.text == "" {
		return s, left.wrong(0, "a time is missing behind the @", timeForms)
	}
	if right.text == "" {
		return s, nil
	}
	var err *Error
	s.End, err = parseEndTime(right, s.Start, now)
	return s, err
}

// parseEndTime reads where reading ends that began at start.
func parseEndTime(w within, start model.Start, now time.Time) (model.End, *Error) {
	w = w.trim()
	if w.text == "" {
		return model.End{}, w.wrong(0, "a time is missing behind the @", timeForms)
	}
	if kind, ok := words[strings.ToLower(w.text)]; ok && kind == model.StartNewest {
		return model.End{Kind: model.EndNewest}, nil
	}
	m, err := parseMoment(w, now)
	if err != nil {
		return model.End{}, err
	}
	return m.end(w, start, now)
}

// began is when reading begins in milliseconds since 1970, where it begins at a
// time.
func began(s model.Start, now time.Time) (ms int64, timed bool) {
	switch s.Kind {
	case model.StartTime:
		return s.N, true
	case model.StartAgo:
		return now.UnixMilli() - s.N, true
	}
	return 0, false
}

// start makes a start of a moment.
func (m moment) start(w within, now time.Time) (model.Start, *Error) {
	switch m.kind {
	case relative:
		return model.Start{Kind: model.StartAgo, N: m.ms}, nil
	case length:
		return model.Start{}, w.wrong(0, "a length of time ends a range", "so long ago is @-"+w.text)
	case daily:
		at := m.of(now)
		if at.After(now) {
			at = m.of(now.AddDate(0, 0, -1))
		}
		return model.Start{Kind: model.StartTime, N: at.UnixMilli()}, nil
	}
	return model.Start{Kind: model.StartTime, N: max(0, m.ms)}, nil // brokers know no time before 1970
}

// end makes an end of a moment.
func (m moment) end(w within, start model.Start, now time.Time) (model.End, *Error) {
	from, timed := began(start, now)
	e := model.End{Kind: model.EndTime, N: max(0, m.ms)}
	switch {
	case m.kind == relative:
		e = model.End{Kind: model.EndAgo, N: m.ms}
	case m.kind == length && !timed:
		return e, w.wrong(0, "a length of time is counted from a time", fmt.Sprintf("type @12:00:%s, or @-%s for so long ago", w.text, w.text))
	case m.kind == length && start.Kind == model.StartAgo:
		e = model.End{Kind: model.EndAgo, N: start.N - m.ms}
	case m.kind == length:
		e.N = start.N + m.ms
	case m.kind == daily && !timed:
		e.N = m.of(now).UnixMilli()
	case m.kind == daily:
		at := m.of(time.UnixMilli(from))
		if at.UnixMilli() <= from {
			at = m.of(time.UnixMilli(from).AddDate(0, 0, 1))
		}
		e.N = at.UnixMilli()
	}
	to := e.N
	if e.Kind == model.EndAgo {
		to = now.UnixMilli() - e.N
	}
	if timed && to <= from {
		return e, w.wrong(0, "the range ends before it begins", "type the earlier time first")
	}
	return e, nil
}
