package numbers

import (
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/meter"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// pageNames are what tab goes through.
var pageNames = [pages]string{"everything", "partitions", "keys", "sizes and delays"}

// drawSession says what came since the session began, in as many lines as the
// screen has for it.
func (p *Pane) drawSession() []string {
	lines := []string{p.pageTitle()}
	if p.height >= lowHeight {
		lines = append(lines, p.sessionLine(), p.filterLine())
	}
	if p.height >= tallHeight && p.facts.Rate != nil {
		rows := 1
		if p.height >= roomyHeight {
			rows = 3
		}
		lines = append(lines, p.ratePlot(rows)...)
	}
	if p.height >= roomyHeight {
		lines = append(lines, "")
	}
	return lines
}

// pageTitle names the pages, and the one that is seen.
func (p *Pane) pageTitle() string {
	t := p.theme
	l := paint.New(t, p.glyphs, p.width)
	l.Pad(1).Rule(t.Accent, 3).Text(t.AccentBold, " numbers ")
	for at := everything; at < pages; at++ {
		if at == everything && !p.roomy() {
			continue
		}
		ink := t.Dim
		if at == p.shownPage() {
			ink = t.Bold
		}
		l.Text(ink, "  "+pageNames[at])
	}
	return l.Text(t.Dim, "  ").Rule(t.Faint, p.width-1).String()
}

// sessionLine is the counters and rates.
func (p *Pane) sessionLine() string {
	t, s := p.theme, &p.facts.Status
	l := paint.New(t, p.glyphs, p.width)
	l.Pad(1)
	fact := func(name, text, unit string) {
		if l.Cols() > 1 {
			l.Text(t.Dim, "   ")
		}
		if name != "" {
			l.Text(t.Dim, name+" ")
		}
		l.Text(t.Bold, text).Text(t.Dim, unit)
	}
	if r := p.facts.Rate; r != nil {
		fact("", p.steady("now", format.Count(r.Rate())), "/s now")
		fact("", p.steady("10 s", format.Count(r.Over(10))), "/s over 10 s")
		fact("", p.steady("60 s", format.Count(r.Over(60))), "/s over 60 s")
	}
	if w := p.facts.Window; w != nil {
		fact("received", p.steady("received total", format.Count(w.Received())), "")
		if l.Room() > 28 {
			fact("", p.steady("bytes", format.Bytes(w.Bytes())), "")
		}
	}
	if s.Run > 0 && l.Room() > 12 {
		fact("", format.Plural(int64(s.Run), "run"), "")
	}
	return l.String()
}

// steady fills a text to the width that it has had, so that what stands behind it
// does not move.
func (p *Pane) steady(name, text string) string {
	w := max(p.widths["session "+name], len(text))
	p.widths["session "+name] = w
	for len(text) < w {
		text = " " + text
	}
	return text
}

// filterLine is what a filter found, and errors by kind.
func (p *Pane) filterLine() string {
	t, f := p.theme, &p.facts
	l := paint.New(t, p.glyphs, p.width-1)
	l.Pad(1)
	if f.Filtered {
		l.Text(t.Dim, "filter  scanned ").Text(t.Bold, format.Count(f.Scanned)).Text(t.Dim, "  matched ")
		l.Text(t.Bold, format.Count(f.Matched)).Text(t.Dim, "  "+percent(f.Matched, f.Scanned)+"  ")
		l.Text(t.Bold, format.Count(p.matched.Rate())).Text(t.Dim, "/s   ")
	}
	if len(f.Faults) == 0 {
		return l.Text(t.Dim, "no errors").String()
	}
	l.Text(t.BadBold, "errors")
	for _, k := range f.Faults {
		l.Text(t.Dim, "  "+string(k.FaultKind)+" ").Text(t.Bold, format.Count(k.Count))
	}
	return l.String()
}

// rateCols is the room for rates behind the picture.
const rateCols = 15

// ratePlot draws the rate of the last minute, and says where its scale begins and
// ends.
func (p *Pane) ratePlot(rows int) []string {
	past := p.facts.Rate.Past()
	label := "last minute"
	values := make([]float64, p.width-4-len(label)-rateCols)
	for i := range values {
		values[i] = float64(past[i*len(past)/len(values)])
	}
	scale := meter.ScaleOf(past)
	lines := p.plotOn(scale, values, rows)
	for i, text := range lines {
		l := paint.New(p.theme, p.glyphs, p.width)
		l.Pad(1).Text(p.theme.Accent, text)
		low, high := format.Count(int64(scale.Low)), format.Count(int64(scale.High+0.5))+"/s"
		switch {
		case i == 0 && i == len(lines)-1:
			l.Text(p.theme.Dim, "  "+label)
			if high = " " + low + " to " + high; scale.High > 0 && len(high) <= l.Room() {
				l.Text(p.theme.Dim, high)
			}
		case i == len(lines)-1:
			l.Text(p.theme.Dim, "  "+label)
			if scale.High > 0 {
				l.Text(p.theme.Dim, ", from "+low)
			}
		case i == 0 && scale.High > 0:
			l.Text(p.theme.Dim, "  to "+high)
		}
		lines[i] = l.String()
	}
	return lines
}
