package table

import (
	"time"

	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// load puts the record of a row into t.row; false for a rule.
func (t *Table) load(row int64) (rule Rule, isRule bool) {
	rule, seq, isRule := t.rules.at(row)
	if !isRule {
		t.take(seq)
	}
	return rule, isRule
}

// take puts a record, and what it was read as, into t.row.
func (t *Table) take(seq int64) {
	t.window.Record(int(seq-t.firstSeq()), &t.record)
	read := t.reads.Read(seq, &t.record)
	t.row.ID, t.row.Key, t.row.Value = seq, read.Key, read.Value
}

// rowHeight is the number of lines a row takes when values are wrapped.
func (t *Table) rowHeight(row int64) int {
	if _, isRule := t.load(row); isRule {
		return 1
	}
	return t.sheet.Height(t.line, &t.row)
}

// measure lets the columns grow to what the visible rows need.
func (t *Table) measure(rows span, now time.Time) {
	if v := t.reads.Reader().Version(); v != t.readAt {
		t.sheet.Forget()
		t.readAt = v
	}
	t.sheet.Begin()
	for row := rows.first; row < rows.end; row++ {
		if _, isRule := t.load(row); !isRule {
			t.sheet.Measure(&t.row, now)
		}
	}
	t.sheet.Settle()
}

func (t *Table) paintRow(lines []string, row int64, now time.Time) []string {
	rule, isRule := t.load(row)
	selected := row == t.cursor
	if isRule {
		t.line.Reset(selected)
		return append(lines, t.paintRule(rule, selected))
	}
	return t.sheet.Paint(lines, t.line, &t.row, selected, now)
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
