package numbers

import (
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/tally"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// drawSizes is the distribution of sizes in exactly height lines.
func (p *Pane) drawSizes(width, height int) []string {
	f := &p.figures
	lines := []string{p.title(width, "message size", "key, value and headers")}
	var notes []string
	if f.Tombstones > 0 {
		notes = append(notes, format.Plural(f.Tombstones, "tombstone"))
	}
	return p.distribution("size", lines, width, height, &f.Sizes, &p.sizes, sizeMarks, format.Bytes, notes, "no messages yet")
}

// drawDelays is the distribution of delays in exactly height lines.
func (p *Pane) drawDelays(width, height int) []string {
	f := &p.figures
	lines := []string{p.title(width, "delay", "from "+p.stamps()+" to here")}
	empty := "of messages that come from now on"
	if f.Ahead > 0 {
		empty = "all of them are from the future"
	}
	var notes []string
	switch {
	case f.MostAhead >= clocksDiffer:
		lines = append(lines, p.skewed(width)...)
	case f.Ahead > 0:
		notes = append(notes, format.Count(f.Ahead)+" up to "+delay(int64(f.MostAhead/time.Millisecond))+" in the future")
	}
	if n := f.Stamps[model.NoTimestamp]; n > 0 {
		notes = append(notes, format.Count(n)+" without a timestamp")
	}
	return p.distribution("delay", lines, width, height, &f.Delays, &p.delays, delayMarks, delay, notes, empty)
}

// stamps names who set the timestamps, in Kafka's words.
func (p *Pane) stamps() string {
	s := &p.figures.Stamps
	create, broker := s[model.CreateTime], s[model.LogAppendTime]
	switch {
	case create > 0 && broker > 0:
		return model.CreateTime.String() + " (" + percent(create, create+broker) + ") or " + model.LogAppendTime.String()
	case create > 0:
		return model.CreateTime.String()
	case broker > 0:
		return model.LogAppendTime.String()
	}
	return "timestamp"
}

// clocksDiffer is how far ahead of this machine's clock a timestamp is worth a
// warning. Clocks that are kept in step differ by some milliseconds.
const clocksDiffer = 100 * time.Millisecond

// skewed warns of timestamps that lie in the future.
func (p *Pane) skewed(width int) []string {
	f, t := &p.figures, p.theme
	whose := "a producer's"
	if f.Stamps[model.CreateTime] == 0 {
		whose = "a broker's"
	}
	l := paint.New(t, p.glyphs, width)
	l.Pad(1).Text(t.WarnBold, "clocks differ").Text(t.Warn, ": "+format.Count(f.Ahead)+" from the future, by up to "+delay(int64(f.MostAhead/time.Millisecond)))
	hint := paint.New(t, p.glyphs, width)
	hint.Pad(1).Text(t.Dim, "this machine's clock is behind "+whose)
	return []string{l.Pad(width).String(), hint.Pad(width).String()}
}

// distribution draws percentiles, a plot and its axis under lines.
func (p *Pane) distribution(name string, lines []string, width, height int, h *tally.Histogram, s *scale, marks [][]mark, write func(int64) string, notes []string, empty string) []string {
	t := p.theme
	l := paint.New(t, p.glyphs, width)
	l.Pad(1)
	if h.Total() == 0 {
		l.Text(t.Dim, empty)
		return p.fill(append(lines, l.Pad(width).String()), width, height)
	}
	s.take(h)
	for _, q := range [...]struct {
		name  string
		value int64
	}{{"p50", h.Quantile(0.5)}, {"p99", h.Quantile(0.99)}, {"max", h.Max()}} {
		text, name := write(q.value), name+q.name
		p.widths[name] = max(p.widths[name], len(text))
		l.Text(t.Dim, q.name+" ").Text(t.Bold, text).Pad(l.Cols() + p.widths[name] - len(text) + 3)
	}
	for _, n := range notes {
		if l.Room() >= len(n)+2 {
			l.Text(t.Dim, n+"  ")
		}
	}
	lines = append(lines, l.Pad(width).String())
	rows := max(0, min(height-len(lines)-1, mostRows))
	if rows == 0 {
		return p.fill(lines, width, height)
	}
	for _, text := range p.plot(s.columns(h, width-2), rows) {
		lines = append(lines, paint.New(t, p.glyphs, width).Pad(1).Text(t.Accent, text).Pad(width).String())
	}
	l = paint.New(t, p.glyphs, width).Pad(1)
	s.axis(l, t.Dim, width-2, marks)
	return p.fill(append(lines, l.Pad(width).String()), width, height)
}

// mostRows keeps a plot from towering over the rest.
const mostRows = 10
