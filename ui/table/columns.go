package table

import (
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// columns are the widths. They grow with what is seen and shrink only when the
// table is cleared or resized: a column that follows every row up and down
// makes the whole table tremble.
type columns struct {
	manyTopics bool

	time, topic, part, offset, key int
}

// Smallest widths: those of the column names, with room for usual content.
func (c *columns) reset() {
	c.time, c.topic, c.part, c.offset, c.key = 12, 0, 4, 9, 10
	if c.manyTopics {
		c.topic = 8
	}
}

// Below these widths of the terminal the less important columns go.
const (
	minForOffset = 60
	minForPart   = 50
)

func (t *Table) showOffset() bool { return t.width >= minForOffset }
func (t *Table) showPart() bool   { return t.width >= minForPart }

// growStep makes a column of free text grow a few cells at a time.
const growStep = 4

func grow(have *int, need, most int) {
	if need > *have {
		*have = min((need+growStep-1)/growStep*growStep, max(*have, most))
	}
}

// measure lets the columns grow to what the visible rows need.
func (t *Table) measure(rows span, now time.Time) {
	c := &t.columns
	widest := max(10, t.width/5)
	var scratch []byte
	cols := func(b []byte) int {
		var n int
		scratch, n, _ = safetext.Append(scratch[:0], b, widest)
		return n
	}
	for row := rows.first; row < rows.end; row++ {
		_, seq, isRule := t.rules.at(row)
		if isRule {
			continue
		}
		t.take(seq)
		r := &t.record
		c.time = max(c.time, t.times.width(r, now))
		c.part = max(c.part, format.CountWidth(int64(r.Partition)))
		c.offset = max(c.offset, format.CountWidth(r.Offset))
		grow(&c.key, cols(t.shown.Key.Text)+len(t.sign(t.shown.Key)), widest)
		if c.manyTopics {
			grow(&c.topic, cols([]byte(r.Topic)), widest)
		}
	}
}

// TimeFormat is how timestamps are shown.
type TimeFormat uint8

// The formats, in the order in which a key steps through them.
const (
	LocalTime TimeFormat = iota
	UTCTime
	Age
	EpochTime
	timeFormats
)

// String names the format for the column head.
func (f TimeFormat) String() string {
	return [...]string{"time", "time UTC", "age", "epoch ms"}[f]
}

// width is what the record's time takes; a day other than today's needs more.
func (f TimeFormat) width(r *model.Record, now time.Time) int {
	main, rest := f.text(r, now)
	return len(main) + len(rest)
}

// text writes a record's time in two parts: the second is of less weight.
func (f TimeFormat) text(r *model.Record, now time.Time) (main, rest string) {
	if r.Timestamp < 0 {
		return "-", ""
	}
	at := r.Time()
	switch f {
	case Age:
		d := now.Sub(at)
		if d < 0 {
			return "in " + format.Span((-d).Round(time.Second)), ""
		}
		return format.Seconds(d), ""
	case EpochTime:
		s := itoa(r.Timestamp)
		return s[:max(0, len(s)-3)], s[max(0, len(s)-3):]
	case UTCTime:
		at, now = at.UTC(), now.UTC()
	}
	if y, m, d := at.Date(); y != now.Year() || m != now.Month() || d != now.Day() {
		if y != now.Year() {
			return at.Format("2006-01-02"), at.Format(" 15:04")
		}
		return at.Format("01-02"), at.Format(" 15:04:05")
	}
	return at.Format("15:04:05"), at.Format(".000")
}

// names is the line of column names.
func (t *Table) names() string {
	l, c := t.line, &t.columns
	l.Reset(false)
	dim := t.theme.Dim
	l.Text(dim, " "+t.times.String()).Pad(1 + c.time + 2)
	if c.topic > 0 {
		at := l.Cols()
		l.Text(dim, "topic").Pad(at + c.topic + 2)
	}
	if t.showPart() {
		right(l, c.part, "part")
		l.Pad(l.Cols() + 1)
	}
	if t.showOffset() {
		right(l, c.offset, "offset")
	}
	l.Pad(l.Cols() + 2)
	at := l.Cols()
	l.Text(dim, "key").Pad(at + c.key + 1)
	l.Text(dim, "value")
	return l.String()
}

// right puts one of our own words at the right edge of a column.
func right(l *paint.Line, width int, s string) {
	l.Pad(l.Cols() + width - len(s))
	l.Text(l.Theme().Dim, s)
}
