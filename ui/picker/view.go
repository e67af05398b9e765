package picker

import (
	"strconv"
	"time"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/choice"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// headLines are the title, what is typed, and the column names.
const headLines = 3

// column is a figure beside the names.
type column struct {
	name  string
	width int
	from  int // the width of the screen from which on there is room for it
	sort  order
	text  func(p *Pane, r *row) string
}

// columns from the left. A narrow screen leaves out the less important ones.
var columns = []column{
	{"partitions", 12, 64, orders, func(_ *Pane, r *row) string { return format.Count(int64(r.Partitions)) }},
	{"messages", 15, 0, byMessages, (*Pane).messages},
	{"bytes", 11, 76, byBytes, func(_ *Pane, r *row) string { return known(r.bytes(), format.Bytes) }},
	{"per second", 12, 52, byRate, func(_ *Pane, r *row) string { return rate(r.rate) }},
	{"replicas", 10, 100, orders, func(_ *Pane, r *row) string { return known(int64(max(r.Replicas, 0)), format.Count) }},
	{"cleanup", 16, 112, orders, func(_ *Pane, r *row) string { return r.figures.Policy }},
}

// leastName is the narrowest that the column of names may be.
const leastName = 16

// messages writes an upper bound as such, and a figure of which partitions are
// missing with a plus.
func (p *Pane) messages(r *row) string {
	text := known(r.messages(), format.Count)
	switch {
	case text == "":
	case r.figures.Missing > 0:
		text += "+"
	case r.figures.Compacted():
		text = p.glyphs.AtMost + text
	}
	return text
}

func known(n int64, text func(int64) string) string {
	if n < 0 {
		return ""
	}
	return text(n)
}

// rate writes messages a second, with a decimal where there are few.
func rate(r float64) string {
	switch {
	case r < 0:
		return ""
	case r > 0 && r < 9.95:
		return strconv.FormatFloat(max(r, 0.1), 'f', 1, 64)
	}
	return format.Count(int64(r + 0.5))
}

// View draws exactly as many lines as the size has.
func (p *Pane) View(time.Time) []string {
	lines := []string{p.title(), p.list.Prompt("type to find a topic"), p.names()}
	rows := p.list.View(p.row)
	if p.list.Matching() == 0 {
		p.explain(rows)
	} else if last := len(rows) - 1; p.fault != nil && last > 0 {
		l := paint.New(p.theme, p.glyphs, p.width).Pad(1)
		l.Foreign(p.theme.Warn, []byte(p.fault.Text), l.Room()-1)
		rows[last] = l.String()
	}
	lines = append(lines, rows...)
	return lines[:max(0, min(p.height, len(lines)))]
}

// title says how many there are, of what, and in which order.
func (p *Pane) title() string {
	t := p.theme
	l := paint.New(t, p.glyphs, p.width)
	l.Pad(1).Rule(t.Accent, 3).Text(t.AccentBold, " topics ")
	var facts []string
	if p.topics != nil {
		count := format.Count(int64(p.list.Len()))
		if p.list.Typed() != "" {
			count = format.Count(int64(p.list.Matching())) + " of " + count
		}
		facts = append(facts, count)
	}
	if n := len(p.list.Marked()); n > 0 {
		facts = append(facts, format.Count(int64(n))+" chosen")
	}
	if p.sort != byName {
		facts = append(facts, "by "+p.sort.String())
	}
	if p.hidden > 0 {
		facts = append(facts, format.Count(int64(p.hidden))+" internal hidden")
	}
	if len(p.reading) > 0 {
		facts = append(facts, p.glyphs.Dot+" being read")
	}
	for i, fact := range facts {
		if i > 0 {
			l.Text(t.Faint, " "+p.glyphs.Middot+" ")
		}
		l.Text(t.Dim, fact)
	}
	if len(facts) > 0 {
		l.Text(t.Dim, " ")
	}
	return l.Rule(t.Faint, p.width-1).String()
}

// String is the word behind "by".
func (o order) String() string { return [orders]string{"name", "messages", "bytes", "rate"}[o] }

// visible are the columns for which there is room, and the width of the names.
func (p *Pane) visible() (list []column, name int) {
	rest := p.width - choice.Margin - 3
	for _, c := range columns {
		if p.width >= c.from {
			list = append(list, c)
			rest -= c.width
		}
	}
	return list, max(leastName, min(rest, max(p.widest, 2*leastName)))
}

// names is the line of column names; the one that is sorted by stands out.
func (p *Pane) names() string {
	l := paint.New(p.theme, p.glyphs, p.width)
	list, name := p.visible()
	l.Pad(choice.Margin + 2)
	l.Text(p.headInk(byName), "name").Pad(choice.Margin + 2 + name)
	for _, c := range list {
		right(l, p.headInk(c.sort), c.width, c.name)
	}
	return l.String()
}

func (p *Pane) headInk(o order) theme.Ink {
	if o == p.sort {
		return p.theme.AccentBold
	}
	return p.theme.Dim
}

// row paints a topic.
func (p *Pane) row(l *paint.Line, item int, spans []query.Span) {
	r, t := p.shown[item], p.theme
	list, name := p.visible()
	ink := t.Ink
	if p.reading[r.Name] {
		l.Text(t.OK, p.glyphs.Dot)
		ink = t.Bold
	} else if r.Internal {
		ink = t.Dim
	}
	l.Pad(choice.Margin + 2)
	l.Marked(ink, []byte(r.Name), spans, name)
	l.Pad(choice.Margin + 2 + name)
	for _, c := range list {
		text, ink := c.text(p, r), t.Ink
		if text == "0" || c.sort == orders {
			ink = t.Dim
		}
		right(l, ink, c.width, text)
	}
}

// right writes at the right edge of a column. Settings come from the broker.
func right(l *paint.Line, ink theme.Ink, width int, text string) {
	l.Pad(l.Cols() + max(0, width-len([]rune(text))))
	l.Foreign(ink, []byte(text), l.Room())
}

// explain says why there is nothing to choose from, where the rows would be.
func (p *Pane) explain(rows []string) {
	var sentence, hint string
	switch {
	case p.list.Len() > 0:
		sentence, hint = "no topic matches", p.noMatch()
		if p.sure != "" {
			sentence = "there is no topic " + p.sure
		}
	case p.fault != nil:
		sentence, hint = p.fault.Text, p.fault.Hint
		if p.fault.Fatal {
			hint += " " + p.On.AskAgain.Help().Key + " asks again."
		}
	case p.topics == nil:
		sentence = "asking " + p.Brokers + " for its topics"
	case p.hidden > 0:
		sentence, hint = "the cluster has internal topics only, as far as you may see", p.On.InternalTopics.Help().Key+" shows them."
	default:
		sentence, hint = "the cluster has no topics that you may see", "They appear here when they are created. To see them needs an ACL that allows DESCRIBE."
	}
	for i, text := range []string{sentence, hint} {
		if i+1 >= len(rows) {
			return
		}
		l := paint.New(p.theme, p.glyphs, p.width).Pad(choice.Margin + 2)
		ink := p.theme.Dim
		if i == 0 && p.fault != nil && p.list.Len() == 0 {
			ink = p.theme.Warn
		}
		l.Foreign(ink, []byte(text), l.Room()-1)
		rows[i+1] = l.String()
	}
}
