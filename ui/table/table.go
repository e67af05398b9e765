package table

import (
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/ui/columns"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Table is the state of the pane. It is used by the program's loop only.
type Table struct {
	theme  *theme.Theme
	glyphs *theme.Glyphs
	line   *paint.Line

	window *history.Window // borrowed: the caller releases it
	rules  rules

	width, height int
	top, cursor   int64 // row numbers
	follow        bool

	sheet  *columns.Sheet
	record model.Record // reused
	row    columns.Row  // what is shown of it
	reads  *decoded.Rows
	readAt uint64 // the version of the reader that the sheet has read
}

// New makes an empty table that follows. manyTopics adds a topic column.
func New(t *theme.Theme, g *theme.Glyphs, manyTopics bool) *Table {
	tb := &Table{theme: t, glyphs: g, follow: true, sheet: columns.New(t, g, manyTopics)}
	tb.row.Record = &tb.record
	tb.Read(decoded.New())
	tb.SetTheme(t)
	return tb
}

// Another makes an empty table that follows, of the same size and looks.
func (t *Table) Another() *Table {
	n := New(t.theme, t.glyphs, false)
	n.sheet.Like(t.sheet)
	n.Read(t.reads.Reader())
	n.SetSize(t.width, t.height)
	return n
}

// SetColumns changes what stands side by side.
func (t *Table) SetColumns(list []columns.Column) {
	t.sheet.Set(list)
	t.settle()
}

// Cells is how wide the column of a field is; 0 where it has none.
func (t *Table) Cells(f field.Field) int { return t.sheet.Cells(f) }

// Mark has what a filter looks for stand out; nil for nothing.
func (t *Table) Mark(m *paint.Marker) { t.sheet.Mark(m) }

// Read has keys and values read by r, which a new table does by looking at them.
func (t *Table) Read(r *decoded.Reader) {
	t.reads = decoded.NewRows(r)
	t.sheet.Read(r)
}

// SetTheme changes the colours.
func (t *Table) SetTheme(th *theme.Theme) {
	t.theme = th
	t.sheet.SetTheme(th)
	t.line = paint.New(th, t.glyphs, t.width)
}

// SetSize gives the table its cells; the first line is the column names.
func (t *Table) SetSize(width, height int) {
	if width != t.width {
		t.line = paint.New(t.theme, t.glyphs, width)
		t.sheet.SetWidth(width)
	}
	t.width, t.height = width, height
	t.settle()
}

// SetWindow shows another view of the history. The table reads it until the
// next SetWindow; releasing the old one is the caller's.
func (t *Table) SetWindow(w *history.Window) {
	t.window = w
	t.rules.forget(t.firstSeq())
	t.settle()
}

// Rule is a line between records.
type Rule struct {
	After int64 // number of records before it, counted over the session
	Kind  RuleKind
	Text  string // foreign text allowed
}

// RuleKind says what a rule tells; it decides its colour.
type RuleKind uint8

// The kinds of rule.
const (
	RunRule    RuleKind = iota // a run begins
	MarkerRule                 // the user set a mark
	GapRule                    // records are missing here
)

// AddRule puts a rule in its place. Rules may come late, for a place that is
// already on the screen; the cursor stays on its row.
func (t *Table) AddRule(r Rule) {
	row := t.rules.add(r)
	if row <= t.cursor {
		t.cursor++
	}
	if row <= t.top {
		t.top++
	}
	t.settle()
}

// Clear forgets the rules; the records go with the next window.
func (t *Table) Clear() {
	t.rules = rules{dropped: t.rules.dropped + int64(len(t.rules.list))}
	t.sheet.Reset()
	t.follow = true
	t.settle()
}

// Selected gives the record under the cursor and its sequence number; false on
// a rule or an empty table. The record aliases the window.
func (t *Table) Selected(r *model.Record) (seq int64, ok bool) {
	if t.count() == 0 {
		return 0, false
	}
	_, seq, isRule := t.rules.at(t.cursor)
	if isRule {
		return 0, false
	}
	t.window.Record(int(seq-t.firstSeq()), r)
	return seq, true
}

// Seq is the sequence number of the record under the cursor; on a rule, that of the
// record behind it.
func (t *Table) Seq() (seq int64, isRule bool) {
	rule, seq, isRule := t.rules.at(t.cursor)
	if isRule {
		return rule.After, true
	}
	return seq, false
}

// Following says that the newest row is shown and stays shown.
func (t *Table) Following() bool { return t.follow }

// ToggleWrap shows values over several lines, or on one.
func (t *Table) ToggleWrap() { t.sheet.ToggleWrap(); t.settle() }

// TimeFormat is how times are shown.
func (t *Table) TimeFormat() columns.TimeFormat { return t.sheet.TimeFormat() }

// NextTimeFormat steps through local time, UTC, age and epoch.
func (t *Table) NextTimeFormat() columns.TimeFormat { return t.sheet.NextTimeFormat() }

// Late says that the last frame lacks texts or fields that the next one will have
// read.
func (t *Table) Late() bool { return t.sheet.Late() || t.reads.Late() }

// Sideways scrolls the values by steps.
func (t *Table) Sideways(steps int) { t.sheet.Sideways(steps) }

// SetTimeFormat shows times in the format that String calls so; false where there
// is none of that name.
func (t *Table) SetTimeFormat(name string) bool { return t.sheet.SetTimeFormat(name) }

// View draws exactly the height that SetSize gave, the column names first.
func (t *Table) View(now time.Time) []string {
	if t.height <= 0 || t.width <= 0 {
		return nil
	}
	lines := make([]string, 0, t.height)
	t.reads.Begin(t.sheet.Fields())
	rows := t.visible()
	t.measure(rows, now)
	lines = append(lines, t.sheet.Names(t.line))
	for row := rows.first; row < rows.end && len(lines) < t.height; row++ {
		lines = t.paintRow(lines, row, now)
	}
	lines = lines[:min(len(lines), t.height)]
	for len(lines) < t.height {
		lines = append(lines, "")
	}
	return lines
}
