package columns

import (
	"errors"
	"strconv"
	"time"

	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// wrapLines is how many lines a wrapped row takes at most; the detail view
// shows the rest.
const wrapLines = 12

// Names is the line of column names.
func (s *Sheet) Names(l *paint.Line) string {
	l.Reset(false)
	dim := s.theme.Dim
	if s.lead != "" {
		l.Pad(1)
		s.right(l, 1, leadCells-2, s.lead)
	}
	for i := range s.columns {
		c := &s.columns[i]
		if c.cells == 0 {
			continue
		}
		l.Pad(c.at)
		switch c.Field.Kind() {
		case field.Time:
			l.Text(dim, s.times.String())
		case field.Partition, field.Offset:
			s.right(l, c.at, c.cells, string(c.title))
		case field.Topic, field.Key, field.Value:
			l.Text(dim, string(c.title))
		default:
			s.name(l, c)
		}
	}
	if s.left > 0 {
		note := "+" + strconv.Itoa(s.left)
		l.Pad(s.width - len(note) - 1)
		l.Text(s.theme.Warn, note)
	}
	return l.String()
}

// name writes the name of a column: its end where it is too long, since that says
// more of a path.
func (s *Sheet) name(l *paint.Line, c *column) {
	title := c.title
	for cut := title; s.cols(title, c.cells+1) > c.cells && len(cut) > 1; {
		cut = cut[1:]
		title = append([]byte(s.glyphs.Ellipsis), cut...)
	}
	if c.numbers {
		l.Pad(c.at + c.cells - s.cols(title, c.cells))
	}
	l.Foreign(s.theme.Dim, title, c.cells)
}

// right puts one of our own words at the right edge of a column.
func (s *Sheet) right(l *paint.Line, at, cells int, text string) {
	l.Pad(at + cells - len(text))
	l.Text(s.theme.Dim, text)
}

// Height is the number of lines a row takes.
func (s *Sheet) Height(l *paint.Line, r *Row) int {
	c := s.value()
	if !s.wrap || c == nil || len(r.Record.Value) == 0 {
		return 1
	}
	width := c.cells - len(sign(r.Value))
	if width <= 0 {
		return 1
	}
	n := 0
	for v := paint.ValueOf(r.Value.Text); v.More() && n < wrapLines; n++ {
		l.Reset(false)
		l.Value(&v, width)
	}
	return max(1, n)
}

// Paint appends the lines of a row.
func (s *Sheet) Paint(lines []string, l *paint.Line, r *Row, selected bool, now time.Time) []string {
	l.Reset(selected)
	if selected {
		l.Text(s.theme.Accent, s.glyphs.Cursor)
	}
	ink := s.theme.Dim
	if r.Fresh {
		ink = s.theme.AccentBold
		if !selected {
			l.Text(ink, s.glyphs.Dot)
		}
	}
	l.Pad(1)
	if s.lead != "" {
		l.Pad(1 + leadCells - 2 - len(r.Lead))
		l.Text(ink, r.Lead)
	}
	s.paths.read(r, s.reader != nil && s.reader.Concealing())
	var rest paint.Value
	for i := range s.columns {
		c := &s.columns[i]
		if c.cells == 0 {
			continue
		}
		l.Pad(c.at)
		switch c.Field.Kind() {
		case field.Time:
			main, small := s.times.text(r.Record, now)
			l.Text(s.theme.Dim, main).Text(s.theme.Faint, small)
		case field.Topic:
			topic := []byte(r.Record.Topic)
			l.Marked(s.theme.Key(topic), topic, s.marker.Spans(query.Topic, topic, seen(c.cells)), c.cells)
		case field.Partition:
			s.right(l, c.at, c.cells, strconv.Itoa(int(r.Record.Partition)))
		case field.Offset:
			s.right(l, c.at, c.cells, format.Count(r.Record.Offset))
		case field.Key:
			s.key(l, r, c.cells)
		case field.Value:
			rest = s.valueCell(l, r, c.cells)
		default:
			s.own(l, c, s.cell(r, i, c.Field))
		}
	}
	lines = append(lines, l.String())
	if rest.More() {
		lines = s.continued(lines, l, rest, selected)
	}
	return lines
}

// seen is about how many bytes of a text are on the screen in so many columns.
func seen(cols int) int { return 256 + 4*max(0, cols) }

func (s *Sheet) key(l *paint.Line, r *Row, cells int) {
	switch {
	case r.Record.Key == nil:
		l.Text(s.theme.Null, s.glyphs.Null)
	case len(r.Record.Key) == 0:
		l.Text(s.theme.Null, `""`)
	default:
		end := l.Cols() + cells
		s.paintSign(l, r.Key)
		room := end - l.Cols()
		l.Field(s.theme.Key(r.Record.Key), r.Key.Text, s.marker.Spans(query.Key, r.Key.Text, seen(room)), room)
	}
}

// valueCell paints the value, and gives what goes on the lines below.
func (s *Sheet) valueCell(l *paint.Line, r *Row, cells int) (rest paint.Value) {
	end := l.Cols() + cells
	switch {
	case r.Record.Value == nil:
		l.Text(s.theme.Null, s.glyphs.Null+" ").Text(s.theme.NullItalic, nullWord(r))
		return rest
	case len(r.Record.Value) == 0:
		l.Text(s.theme.Null, `""`).Text(s.theme.DimItalic, " empty")
		return rest
	}
	s.paintSign(l, r.Value)
	width := min(end-l.Cols(), l.Room()-1)
	v := paint.ValueOf(r.Value.Text)
	if s.wrap {
		v.Mark(s.marker.Spans(query.Value, r.Value.Text, seen(width*wrapLines)))
		l.Value(&v, width)
		return v
	}
	v.Mark(s.marker.Spans(query.Value, r.Value.Text, seen(s.skip+width)))
	v.Skip(s.skip)
	l.ValueCut(v, width)
	return rest
}

func nullWord(r *Row) string {
	if r.Record.Key == nil {
		return "null"
	}
	return "tombstone"
}

// continued paints the lines below the first of a wrapped value.
func (s *Sheet) continued(lines []string, l *paint.Line, v paint.Value, selected bool) []string {
	c := s.value()
	width := min(c.cells, s.width-c.at-1)
	for n := 2; v.More() && width > 0; n++ {
		l.Reset(selected)
		if selected {
			l.Text(s.theme.Accent, s.glyphs.Cursor)
		}
		l.Pad(c.at)
		if n == wrapLines {
			l.ValueCut(v, width)
			return append(lines, l.String())
		}
		l.Value(&v, width)
		lines = append(lines, l.String())
	}
	return lines
}

// own paints a field or a header: what is missing is blank, what is null says so.
func (s *Sheet) own(l *paint.Line, c *column, x cell) {
	t := s.theme
	switch {
	case x.state == field.Missing:
		return
	case x.state == field.Unknown:
		l.Text(t.Faint, s.glyphs.Ellipsis)
		return
	case x.kind == field.Null:
		l.Text(t.Null, s.glyphs.Null+" ").Text(t.NullItalic, "null"[:min(4, max(0, c.cells-2))])
		return
	}
	spans := s.marker.Spans(query.Value, x.text, seen(c.cells))
	switch x.kind {
	case field.Number:
		if n := len(x.text); n <= c.cells {
			l.Pad(c.at + c.cells - n)
		}
		l.Marked(t.Number, x.text, spans, c.cells)
	case field.Bool:
		l.Marked(t.Number, x.text, spans, c.cells)
	case field.String:
		if len(x.text) == 0 {
			l.Text(t.Null, `""`)
			return
		}
		l.Field(t.Ink, x.text, spans, c.cells)
	default:
		v := paint.ValueOf(x.text)
		v.Mark(spans)
		l.ValueCut(v, c.cells)
	}
}

// sign stands before what is shown raw because it could not be read, or not yet;
// "" for all else. The open message tells why.
func sign(r decode.Result) string {
	switch {
	case r.Err == nil:
		return ""
	case r.Pending:
		return "? "
	default:
		return "! "
	}
}

func (s *Sheet) paintSign(l *paint.Line, r decode.Result) {
	if errors.Is(r.Err, decoded.ErrLate) {
		l.Text(s.theme.Faint, s.glyphs.Ellipsis)
		return
	}
	ink := s.theme.BadBold
	if r.Pending {
		ink = s.theme.Warn
	}
	l.Text(ink, sign(r))
}
