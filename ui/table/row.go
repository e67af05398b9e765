package table

import (
	"strconv"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// wrapLines is how many lines a wrapped row takes at most; the detail view
// shows the rest.
const wrapLines = 12

// load puts the record of a row into t.record; false for a rule.
func (t *Table) load(row int64) (rule Rule, isRule bool) {
	rule, seq, isRule := t.rules.at(row)
	if !isRule {
		t.take(seq)
	}
	return rule, isRule
}

// take puts a record into t.record, and what it was read as into t.shown.
func (t *Table) take(seq int64) {
	t.window.Record(int(seq-t.firstSeq()), &t.record)
	t.shown = t.reads.Read(seq, &t.record)
}

// rowHeight is the number of lines a row takes when values are wrapped.
func (t *Table) rowHeight(row int64) int {
	_, isRule := t.load(row)
	if isRule || len(t.record.Value) == 0 {
		return 1
	}
	value := t.shown.Value
	width := t.width - t.valueColumn() - 1 - len(t.sign(value))
	if width <= 0 {
		return 1
	}
	n := 0
	for v := paint.ValueOf(value.Text); v.More() && n < wrapLines; n++ {
		t.line.Reset(false)
		t.line.Value(&v, width)
	}
	return max(1, n)
}

// valueColumn is where values begin.
func (t *Table) valueColumn() int {
	c := &t.columns
	at := 1 + c.time + 2 + c.key + 1 + 2
	if c.topic > 0 {
		at += c.topic + 2
	}
	if t.showPart() {
		at += c.part + 1
	}
	if t.showOffset() {
		at += c.offset
	}
	return at
}

func (t *Table) paintRow(lines []string, row int64, now time.Time) []string {
	rule, isRule := t.load(row)
	selected := row == t.cursor
	t.line.Reset(selected)
	if isRule {
		return append(lines, t.paintRule(rule, selected))
	}
	r := &t.record
	t.paintFixed(r, selected, now)
	value := t.shown.Value
	if len(r.Value) > 0 {
		t.paintSign(value)
	}
	width := t.line.Room() - 1
	switch {
	case r.Value == nil:
		word := "tombstone"
		if r.Key == nil {
			word = "null"
		}
		t.line.Text(t.theme.Null, t.glyphs.Null+" ").Text(t.theme.NullItalic, word)
	case len(r.Value) == 0:
		t.line.Text(t.theme.Null, `""`).Text(t.theme.DimItalic, " empty")
	case t.wrap:
		v := paint.ValueOf(value.Text)
		v.Mark(t.marker.Spans(query.Value, value.Text, seen(width*wrapLines)))
		return t.paintWrapped(lines, v, width, selected)
	default:
		v := paint.ValueOf(value.Text)
		v.Mark(t.marker.Spans(query.Value, value.Text, seen(t.skip+width)))
		v.Skip(t.skip)
		t.line.ValueCut(v, width)
	}
	return append(lines, t.line.String())
}

// seen is about how many bytes of a text are on the screen in so many columns.
func seen(cols int) int { return 256 + 4*max(0, cols) }

// paintFixed writes everything before the value.
func (t *Table) paintFixed(r *model.Record, selected bool, now time.Time) {
	l, c := t.line, &t.columns
	if selected {
		l.Text(t.theme.Accent, t.glyphs.Cursor)
	}
	l.Pad(1)
	main, rest := t.times.text(r, now)
	l.Text(t.theme.Dim, main).Text(t.theme.Faint, rest).Pad(1 + c.time + 2)
	if c.topic > 0 {
		at := l.Cols()
		l.Marked(t.theme.Key([]byte(r.Topic)), []byte(r.Topic), t.marker.Spans(query.Topic, []byte(r.Topic), seen(c.topic)), c.topic)
		l.Pad(at + c.topic + 2)
	}
	if t.showPart() {
		right(l, c.part, itoa(int64(r.Partition)))
		l.Pad(l.Cols() + 1)
	}
	if t.showOffset() {
		right(l, c.offset, format.Count(r.Offset))
	}
	l.Pad(l.Cols() + 2)
	at := l.Cols()
	switch {
	case r.Key == nil:
		l.Text(t.theme.Null, t.glyphs.Null)
	case len(r.Key) == 0:
		l.Text(t.theme.Null, `""`)
	default:
		key := t.shown.Key
		t.paintSign(key)
		room := at + c.key - l.Cols()
		l.Field(t.theme.Key(r.Key), key.Text, t.marker.Spans(query.Key, key.Text, seen(room)), room)
	}
	l.Pad(at + c.key + 1)
}

// sign stands before what is shown raw because it could not be read, or not yet;
// "" for all else. The open message tells why.
func (t *Table) sign(r decode.Result) string {
	switch {
	case r.Err == nil:
		return ""
	case r.Pending:
		return "? "
	default:
		return "! "
	}
}

func (t *Table) paintSign(r decode.Result) {
	ink := t.theme.BadBold
	if r.Pending {
		ink = t.theme.Warn
	}
	t.line.Text(ink, t.sign(r))
}

func (t *Table) paintWrapped(lines []string, v paint.Value, width int, selected bool) []string {
	at := t.line.Cols()
	for n := 1; ; n++ {
		if n == wrapLines {
			t.line.ValueCut(v, width)
			return append(lines, t.line.String())
		}
		t.line.Value(&v, width)
		lines = append(lines, t.line.String())
		if !v.More() || width <= 0 {
			return lines
		}
		t.line.Reset(selected)
		if selected {
			t.line.Text(t.theme.Accent, t.glyphs.Cursor)
		}
		t.line.Pad(at)
	}
}

func (t *Table) paintRule(r Rule, selected bool) string {
	ink, bold := t.theme.Accent, t.theme.AccentBold
	switch r.Kind {
	case MarkerRule:
		ink, bold = t.theme.Warn, t.theme.WarnBold
	case GapRule:
		ink, bold = t.theme.Bad, t.theme.BadBold
	}
	return ruleLine(t.line, t.glyphs, t.theme.Faint, ink, bold, r.Text, selected)
}

// ruleLine draws "── text ─────" over the whole line.
func ruleLine(l *paint.Line, g *theme.Glyphs, faint, ink, bold theme.Ink, text string, selected bool) string {
	if selected {
		l.Text(ink, g.Cursor)
	}
	l.Pad(1).Rule(ink, 3).Pad(4)
	l.Foreign(bold, []byte(text), l.Room()-4)
	l.Pad(l.Cols() + 1)
	return l.Rule(faint, l.Cols()+l.Room()-1).String()
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
