package detail

import (
	"bytes"
	"strconv"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// label is the width of the left column.
const label = 14

// facts is all that is known besides the value, a blank line first.
func (p *Pane) facts() part {
	r := &p.record
	s := &stack{parts: []part{painted{""}, p.key()}}
	i := 0
	s.next = func() part {
		i++
		switch {
		case i <= len(r.Headers):
			name := ""
			if i == 1 {
				name = "headers"
			}
			return p.header(name, &r.Headers[i-1])
		case i == len(r.Headers)+1:
			return painted(p.rest())
		default:
			return nil
		}
	}
	return s
}

// rest is what comes below the headers: those that are missing, times, sizes
// and the place.
func (p *Pane) rest() (lines []string) {
	r, t := &p.record, p.theme
	add := func(name string, paint func(l *paint.Line)) { lines = append(lines, p.fact(name, paint)) }
	if w := r.Whole; w != nil && w.HeaderCount > len(r.Headers) {
		add("", func(l *paint.Line) {
			l.Text(t.Dim, "and "+format.Plural(int64(w.HeaderCount-len(r.Headers)), "more header"))
		})
	}
	if r.Timestamp < 0 {
		add("time", func(l *paint.Line) { l.Text(t.Null, "none") })
	} else {
		add("time", func(l *paint.Line) {
			l.Text(t.Ink, r.Time().Format("2006-01-02 15:04:05.000 -07:00")).Text(t.Dim, "  "+timeWord(r.TimestampType))
		})
		add("", func(l *paint.Line) {
			l.Text(t.Dim, r.Time().UTC().Format("2006-01-02T15:04:05.000Z")+"  "+strconv.FormatInt(r.Timestamp, 10)+p.age())
		})
	}
	add("size", func(l *paint.Line) {
		l.Text(t.Dim, "key ").Text(t.Ink, size(r.Key, p.keySize())).Text(t.Dim, "  value ").Text(t.Ink, size(r.Value, p.valueSize()))
		l.Text(t.Dim, "  with headers ").Text(t.Ink, format.Bytes(p.wholeSize()))
	})
	if r.Batch.Known() {
		add("batch", p.batch)
	}
	add("format", p.format)
	add("position", func(l *paint.Line) {
		l.Text(t.Dim, "topic ")
		l.Foreign(t.Ink, []byte(r.Topic), l.Room()-40)
		l.Text(t.Dim, "  partition ").Text(t.Ink, strconv.Itoa(int(r.Partition)))
		l.Text(t.Dim, "  offset ").Text(t.Ink, format.Count(r.Offset))
	})
	return append(lines, "")
}

// age says how old the message was when it was opened. One from the future tells
// that the clocks are apart.
func (p *Pane) age() string {
	if p.opened.IsZero() {
		return ""
	}
	if age := p.opened.Sub(p.record.Time()); age >= 0 {
		return "  " + format.Span(age) + " old"
	}
	return "  " + format.Span(p.record.Time().Sub(p.opened)) + " ahead of the clock here"
}

func (p *Pane) fact(name string, content func(l *paint.Line)) string {
	l := paint.New(p.theme, p.glyphs, p.width)
	l.Text(p.theme.Dim, heading(name)).Pad(label)
	content(l)
	return l.String()
}

// heading is a name as it stands in the left column.
func heading(name string) string { return "   " + name }

// A field of up to so many bytes is painted at once and tinted where it is
// JSON; a larger one is a document of its own, laid out as it is read.
const smallField = 16 << 10

// key shows the key in full: as many lines as it needs.
func (p *Pane) key() part {
	name := "key" + [...]string{"", " raw", " hex"}[p.settings.Key]
	if p.reading == nil {
		return painted{p.fact(name, func(l *paint.Line) { l.Text(p.theme.Dim, p.decoding()) })}
	}
	text := p.reading.Key.Text
	var why painted
	switch p.settings.Key {
	case Hex:
		if len(p.record.Key) > 0 {
			return p.newDump(query.Key, p.reading.key, heading(name), label, false)
		}
	case Raw:
		text = p.reading.key
	default:
		why = p.reason(p.reading.Key, label)
	}
	if len(bytes.TrimLeft(text, " ")) > 0 {
		return &stack{parts: []part{p.wrapped(query.Key, name, text, 0), why}}
	}
	if p.record.Key != nil && text == nil {
		text = []byte{}
	}
	return painted{p.fact(name, func(l *paint.Line) { p.bytes(l, query.Key, text) })}
}

// header shows a header in full: on one line where key and value fit together,
// else the value on lines of its own.
func (p *Pane) header(name string, h *model.Header) part {
	h = &model.Header{Key: h.Key, Value: p.reader.Header(h.Key, h.Value)}
	if len(h.Value) > 0 && (p.settings.Key == Hex || p.settings.Key == Decoded && !isText(h.Value)) {
		return &stack{parts: []part{p.wrapped(query.HeaderKey, name, h.Key, 0), p.newDump(query.HeaderValue, h.Value, "", label+2, false)}}
	}
	fits := false
	line := p.fact(name, func(l *paint.Line) {
		fits = l.Marked(p.theme.Dim, h.Key, p.marker.Spans(query.HeaderKey, h.Key, 4*p.width), l.Room()-1)
		l.Text(p.theme.Ink, "  ")
		fits = p.bytes(l, query.HeaderValue, h.Value) && fits
	})
	if fits {
		return painted{line}
	}
	key := p.wrapped(query.HeaderKey, name, h.Key, 0)
	if len(h.Value) == 0 {
		return &stack{parts: []part{key, painted{p.fact("", func(l *paint.Line) { p.bytes(l.Pad(label+2), query.HeaderValue, h.Value) })}}}
	}
	return &stack{parts: []part{key, p.wrapped(query.HeaderValue, "", h.Value, 2)}}
}

// wrapped shows a field that may be long, further in by some columns.
func (p *Pane) wrapped(field query.Field, name string, b []byte, further int) part {
	if len(b) > smallField {
		return p.newText(field, heading(name), b, label+further)
	}
	var lines painted
	v := paint.ValueOf(b)
	for v.Mark(p.marker.All(field, b)); v.More(); name = "" {
		lines = append(lines, p.fact(name, func(l *paint.Line) {
			l.Pad(label + further)
			l.Value(&v, max(safetext.MinWidth, l.Room()-1))
		}))
	}
	return lines
}

// bytes writes a small field on one line: null, empty, or its text. It is
// false when that did not fit.
func (p *Pane) bytes(l *paint.Line, field query.Field, b []byte) bool {
	switch {
	case b == nil:
		l.Text(p.theme.Null, p.glyphs.Null+" null")
	case len(b) == 0:
		l.Text(p.theme.Null, `""`).Text(p.theme.DimItalic, " empty")
	default:
		return l.Field(p.theme.Ink, b, p.marker.Spans(field, b, 4*p.width), l.Room()-1)
	}
	return true
}

// size is that of a field that has n bytes as a whole.
func size(b []byte, n int64) string {
	if b == nil {
		return "null"
	}
	return format.Bytes(n)
}

func timeWord(t model.TimestampType) string {
	if t == model.LogAppendTime {
		return "log-append time"
	}
	return "create time"
}
