package latest

import (
	"slices"
	"time"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/latest"
	"github.com/kafkathreadmanager/ktm/ui/columns"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// head is the number of lines above the rows: the title and the names.
const head = 2

// body is the number of lines for rows.
func (p *Pane) body() int {
	if p.detail != nil && p.above() > 0 && !p.beside() {
		return p.above() - head - 1
	}
	return max(1, p.height-head)
}

// seen is how much of a value is looked at for a row.
const seen = 64 << 10

// fresh is how long a change is shown.
const fresh = 700 * time.Millisecond

// View draws exactly as many lines as the pane has.
func (p *Pane) View(now time.Time) []string {
	if p.height <= 0 || p.width <= 0 {
		return nil
	}
	if p.detail != nil {
		p.find()
		p.detail.Newer(p.newer(), p.keys.Same.NextSame.Help().Key)
	}
	var lines []string
	switch {
	case p.detail == nil:
		lines = p.list(now, p.height)
	case p.beside():
		lines = paint.Beside(p.list(now, p.height), p.detail.View(), p.left+1)
	default:
		if p.above() > 0 {
			lines = append(p.list(now, p.above()-1), "")
		}
		lines = append(lines, p.detail.View()...)
	}
	lines = lines[:min(len(lines), p.height)]
	for len(lines) < p.height {
		lines = append(lines, "")
	}
	return lines
}

// list draws the title, the names and the rows in exactly height lines.
func (p *Pane) list(now time.Time, height int) []string {
	if v := p.reader.Version(); v != p.readAt {
		p.sheet.Forget()
		p.readAt = v
	}
	p.find()
	n := p.rows.Len()
	end := min(n, p.top+p.body())
	p.sheet.Begin()
	p.reads.Begin(p.sheet.Fields())
	shown := make([]*columns.Row, 0, end-p.top)
	p.seen = slices.Grow(p.seen[:0], end-p.top)[:end-p.top]
	p.rows.Read(p.top, p.seen, seen)
	for i := range p.seen {
		r := p.read(&p.seen[i], now)
		if r != nil {
			p.sheet.Measure(r, now)
		}
		shown = append(shown, r)
	}
	p.sheet.Settle()
	lines := []string{p.title(), p.sheet.Names(p.line)}
	for i, r := range shown {
		if len(lines) >= height {
			break
		}
		// The key of an open message may be forgotten: then it is that of no row.
		selected := p.top+i == p.cursor && (p.detail == nil || p.held >= 0)
		if r == nil {
			p.line.Reset(selected)
			lines = append(lines, p.line.Pad(1).Text(p.theme.Faint, "forgotten").String())
			continue
		}
		lines = p.sheet.Paint(lines, p.line, r, selected, now)
	}
	if n == 0 && height > head+1 {
		lines = append(lines, paint.New(p.theme, p.glyphs, p.left).Text(p.theme.Dim, " "+p.empty()).String())
	}
	lines = lines[:min(len(lines), height)]
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines
}

func (p *Pane) empty() string {
	if c := p.table.Counts(); c.Taken > 0 && c.Keyless == c.Taken {
		return "none of the messages has a key"
	}
	return "no keys yet; they appear here as messages arrive"
}

// read gives a row as it is to be painted; nil where its key was forgotten since.
func (p *Pane) read(r *latest.Row, now time.Time) *columns.Row {
	if r.ID < 0 {
		return nil
	}
	// What a row is read as is remembered by the message that it shows.
	read := p.reads.Read(r.Message, &r.Record)
	return &columns.Row{
		ID: r.Message, Record: &r.Record, Key: read.Key, Value: read.Value,
		Lead:  format.Count(r.Count),
		Fresh: !r.Changed.IsZero() && now.Sub(r.Changed) < fresh,
	}
}

// title is the line that says what this is, and how much of it there is.
func (p *Pane) title() string {
	t := p.theme
	c := p.table.Counts()
	l := paint.New(t, p.glyphs, p.left)
	l.Pad(1).Rule(t.Accent, 3).Text(t.AccentBold, " latest per key").Text(t.Dim, "  ")
	l.Text(t.Bold, format.Count(int64(c.Keys))).Text(t.Dim, " "+format.Noun(int64(c.Keys), "key")+", "+p.order.String()+" ")
	fact := func(n int64, text string) {
		if n > 0 {
			l.Text(t.Dim, "  ").Text(t.Bold, format.Count(n)).Text(t.Dim, " "+text+" ")
		}
	}
	fact(c.Tombstones, format.Noun(c.Tombstones, "tombstone"))
	fact(c.Keyless, "without a key")
	fact(c.Forgotten, format.Noun(c.Forgotten, "key")+" forgotten")
	fact(c.Skipped, "not looked at")
	if all := c.Taken + c.Waiting; c.Waiting > 0 {
		l.Text(t.Warn, "  reading "+format.Count(c.Taken*100/all)+" % ")
	}
	return l.Rule(t.Faint, p.left-1).String()
}
