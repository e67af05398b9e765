package numbers

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/meter"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// order is how partitions are sorted.
type order uint8

const (
	byNumber order = iota
	byBehind
	byRate
	byReceived
	orders
)

// String is the word behind "by".
func (o order) String() string { return [orders]string{"number", "behind", "rate", "received"}[o] }

// part is a partition and how much of it comes.
type part struct {
	model.Position
	rate float64 // messages a second; < 0 = not known yet
}

func (p *Pane) sortBy(o order) {
	p.sort = o
	p.arrange()
}

// arrange sorts: by number, or the largest first.
func (p *Pane) arrange() {
	slices.SortStableFunc(p.parts, func(a, b part) int {
		switch p.sort {
		case byBehind:
			return cmp.Compare(b.Behind(), a.Behind())
		case byRate:
			return cmp.Compare(b.rate, a.rate)
		case byReceived:
			return cmp.Compare(b.Received, a.Received)
		}
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Partition, b.Partition))
	})
}

// takePositions brings the partitions up to date. Once a second they get new
// rates, and their new order; in between they stay where they are.
func (p *Pane) takePositions(now time.Time) {
	list := p.facts.Status.Positions
	since := now.Sub(p.rated)
	if len(list) == len(p.parts) && since < ratesLast && since >= 0 {
		at := make(map[model.TopicPartition]int, len(list))
		for i := range list {
			at[list[i].TopicPartition] = i
		}
		for i := range p.parts {
			if k, ok := at[p.parts[i].TopicPartition]; ok {
				p.parts[i].Position = list[k]
			}
		}
		return
	}
	received := make(map[model.TopicPartition]int64, len(list))
	p.parts = slices.Grow(p.parts[:0], len(list))
	p.many, p.longestTP = false, 0
	for i := range list {
		one := part{Position: list[i], rate: -1}
		if n, ok := p.before[one.TopicPartition]; ok && since > 0 {
			one.rate = max(0, float64(one.Received-n)/since.Seconds())
		}
		received[one.TopicPartition] = one.Received
		p.parts = append(p.parts, one)
		p.many = p.many || list[i].Topic != list[0].Topic
		p.longestTP = max(p.longestTP, len(one.String()))
	}
	p.before, p.rated = received, now
	p.arrange()
}

// skew says how uneven the partitions are: how many times the average the busiest
// one has; 0 where there is nothing to compare.
func (p *Pane) skew() (times float64, total, most int64) {
	for i := range p.parts {
		total += p.parts[i].Received
		most = max(most, p.parts[i].Received)
	}
	if total == 0 || len(p.parts) < 2 {
		return 0, total, most
	}
	return float64(most) * float64(len(p.parts)) / float64(total), total, most
}

// column is a figure of a partition.
type column struct {
	name   string
	wanted int // a column that is wanted less gives way first
	least  int // width
	sort   order
	text   func(p *Pane, one *part, now time.Time) string
}

// columns from the left. The bar stands behind received.
var columns = []column{
	{"start", 1, 7, orders, func(_ *Pane, one *part, _ time.Time) string { return offset(one.Start) }},
	{"end", 2, 7, orders, func(_ *Pane, one *part, _ time.Time) string { return offset(one.End) }},
	{"position", 4, 8, orders, func(_ *Pane, one *part, _ time.Time) string { return offset(one.Next) }},
	{"behind", 7, 6, byBehind, func(_ *Pane, one *part, _ time.Time) string {
		if one.End < 0 || one.Next < 0 {
			return "?"
		}
		return format.Count(one.Behind())
	}},
	{"per second", 6, 10, byRate, func(_ *Pane, one *part, _ time.Time) string { return rate(one.rate) }},
	{"received", 5, 8, byReceived, func(_ *Pane, one *part, _ time.Time) string { return format.Count(one.Received) }},
	{"last", 3, 8, orders, func(p *Pane, one *part, now time.Time) string { return p.last(one.TopicPartition, now) }},
}

// offset writes one; a question mark where it is not known.
func offset(n int64) string {
	if n < 0 {
		return "?"
	}
	return format.Count(n)
}

// rate writes messages a second, with a decimal where there are few; nothing while
// it is not known.
func rate(r float64) string {
	switch {
	case r < 0:
		return ""
	case r > 0 && r < 9.95:
		return strconv.FormatFloat(max(r, 0.1), 'f', 1, 64)
	}
	return format.Count(int64(r + 0.5))
}

// last is when the newest message was written, by its timestamp.
func (p *Pane) last(at model.TopicPartition, now time.Time) string {
	ms, ok := p.figures.Last[at]
	if !ok {
		return "-"
	}
	t := time.UnixMilli(ms)
	if y, m, d := t.Date(); y != now.Year() || m != now.Month() || d != now.Day() {
		if y == now.Year() {
			return t.Format("01-02")
		}
		return t.Format("2006-01")
	}
	return t.Format(time.TimeOnly)
}

// The widths of what stands between the columns, and of the bar with its percents.
const (
	columnGap = 2
	shareBar  = 8
	shareCols = columnGap + shareBar + 6
)

// visible chooses the columns for which there is room beside the name. A column
// keeps the width it once had.
func (p *Pane) visible(width int, texts [][]string) (list []int, name int) {
	for i, c := range columns {
		w := max(c.least, len(c.name), p.widths[c.name])
		for _, row := range texts {
			w = max(w, safetext.Width(row[i]))
		}
		p.widths[c.name] = w
	}
	name = max(len("partition"), 6)
	if p.many {
		name = max(name, min(p.longestTP, width/3))
	}
	room := width - 1 - name - shareCols
	for wanted := len(columns); wanted > 0; wanted-- {
		i := slices.IndexFunc(columns, func(c column) bool { return c.wanted == wanted })
		need := columnGap + p.widths[columns[i].name]
		if need > room {
			break // what is wanted less does not take its place
		}
		room -= need
		list = append(list, i)
	}
	slices.Sort(list)
	return list, name
}

// drawPartitions lists them in exactly height lines.
func (p *Pane) drawPartitions(width, height int, now time.Time) []string {
	times, total, most := p.skew()
	facts := []string{format.Count(int64(len(p.parts)))}
	switch {
	case times >= 1.2:
		facts = append(facts, "busiest "+p.glyphs.Times+strconv.FormatFloat(times, 'f', 1, 64)+" the average")
	case times > 0:
		facts = append(facts, "even")
	}
	if p.sort != byNumber {
		facts = append(facts, "by "+p.sort.String())
	}
	lines := []string{p.title(width, "partitions", facts...)}
	if len(p.parts) >= stripFrom && height > 8 {
		lines = append(lines, p.strip(width))
	}
	rows := max(0, height-len(lines)-1)
	first := p.clamp(p.partitionsPageNow(), len(p.parts), rows)
	seen := p.parts[first:min(len(p.parts), first+rows)]
	texts := make([][]string, len(seen))
	for i := range seen {
		for _, c := range columns {
			texts[i] = append(texts[i], c.text(p, &seen[i], now))
		}
	}
	list, name := p.visible(width, texts)
	lines = append(lines, p.partitionNames(width, list, name))
	for i := range seen {
		lines = append(lines, p.drawPartition(width, list, name, &seen[i], texts[i], total, most))
	}
	return p.fill(lines, width, height)
}

// partitionsPageNow is the page whose list is the partitions.
func (p *Pane) partitionsPageNow() page {
	if p.shownPage() == everything {
		return everything
	}
	return partitionsPage
}

func (p *Pane) partitionNames(width int, list []int, name int) string {
	l := paint.New(p.theme, p.glyphs, width)
	head := func(o order, text string) {
		if o == p.sort {
			l.Text(p.theme.AccentBold, text)
		} else {
			l.Text(p.theme.Dim, text)
		}
	}
	l.Pad(1)
	head(byNumber, "partition")
	l.Pad(1 + name)
	for _, i := range list {
		c := &columns[i]
		l.Pad(l.Cols() + columnGap + p.widths[c.name] - len(c.name))
		head(c.sort, c.name)
	}
	l.Text(p.theme.Dim, "  share")
	return l.Pad(width).String()
}

func (p *Pane) drawPartition(width int, list []int, name int, one *part, texts []string, total, most int64) string {
	t := p.theme
	l := paint.New(t, p.glyphs, width)
	number := strconv.Itoa(int(one.Partition))
	l.Pad(1)
	if p.many {
		l.Foreign(t.Ink, []byte(one.String()), name)
		l.Pad(1 + name)
	} else {
		l.Pad(1+name-len(number)).Text(t.Ink, number)
	}
	for _, i := range list {
		ink := t.Ink
		if text := texts[i]; text == "0" || text == "-" || text == "?" || columns[i].sort == orders {
			ink = t.Dim
		} else if columns[i].sort == byBehind {
			ink = t.Warn
		}
		l.Pad(l.Cols()+columnGap+p.widths[columns[i].name]-safetext.Width(texts[i])).Text(ink, texts[i])
	}
	l.Pad(l.Cols() + columnGap)
	p.bar(l, t.Accent, one.Received, most, shareBar)
	text := percent(one.Received, total)
	l.Pad(l.Cols()+5-len(text)).Text(t.Dim, text)
	return l.Pad(width).String()
}

// stripFrom is the number of partitions from which on a strip of them tells more
// than their lines do.
const stripFrom = 7

// strip shows all partitions in one line, in the order of their numbers: where
// they are more than it has cells, each cell the busiest of its share. It says what
// its scale begins and ends with.
func (p *Pane) strip(width int) string {
	list := p.facts.Status.Positions
	label := "  received of each"
	all := width - 2 - len(label) - rateCols
	room := min(all, len(list)*max(1, min(4, all/len(list))))
	values := make([]float64, room)
	for c := range values {
		from := c * len(list) / room
		to := max(from+1, (c+1)*len(list)/room)
		for _, one := range list[from:to] {
			values[c] = max(values[c], float64(one.Received))
		}
	}
	l := paint.New(p.theme, p.glyphs, width)
	scale := meter.ScaleOf(values)
	l.Pad(1).Text(p.theme.Accent, p.plotOn(scale, values, 1)[0])
	l.Text(p.theme.Dim, label)
	if high := " " + format.Count(int64(scale.Low)) + " to " + format.Count(int64(scale.High+0.5)); scale.High > 0 && len(high) < l.Room() {
		l.Text(p.theme.Dim, high)
	}
	return l.Pad(width).String()
}
