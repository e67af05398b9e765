package detail

import (
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// title names the message and says what it is. What is known of it comes before
// a long name.
func (p *Pane) title() string {
	t, r := p.theme, &p.record
	known := paint.New(t, p.glyphs, p.width)
	p.known(known)
	l := paint.New(t, p.glyphs, p.width)
	l.Pad(1).Rule(t.Accent, 3).Pad(4)
	room := p.width - known.Cols() - 2
	place := r.Topic + "/" + format.Count(int64(r.Partition)) + "@" + format.Count(r.Offset)
	l.Foreign(t.Bold, []byte(place), max(10, min(p.width/2, room-l.Cols())))
	var key []byte
	if p.reading != nil {
		key = p.reading.Key.Text
	}
	if room -= l.Cols() + 2; len(key) > 0 && room >= min(8, len(key)) {
		l.Text(t.Ink, "  ")
		l.Field(t.Key(r.Key), key, p.marker.Spans(query.Key, key, 4*p.width), min(p.width/4, room))
	}
	p.known(l)
	return l.Text(t.Dim, " ").Rule(t.Faint, p.width-1).String()
}

// known writes what the value was taken for, the number of headers, and how
// much of the message is here.
func (p *Pane) known(l *paint.Line) {
	t, r := p.theme, &p.record
	l.Text(t.Dim, "  "+p.kind)
	n := len(r.Headers)
	if r.Whole != nil {
		n = r.Whole.HeaderCount
	}
	if n > 0 && p.width >= 80 {
		l.Text(t.Dim, " "+p.glyphs.Middot+" "+format.Plural(int64(n), "header"))
	}
	if p.newer > 0 {
		l.Text(t.Warn, "  "+format.Count(p.newer)+" newer").Text(t.AccentBold, "  "+p.showNewer).Text(t.Dim, " shows it")
	}
	if h := &p.hunt; p.Finding() {
		l.Text(t.Dim, "  /").Foreign(t.Match, []byte(h.typed), max(8, p.width/8))
		switch {
		case h.none:
			l.Text(t.Warn, " not found")
		case h.delta != 0:
			l.Text(t.Dim, " searching")
		case h.round:
			l.Text(t.Dim, " round the end")
		}
	}
	if p.awaited && p.reading != nil {
		l.Text(t.Dim, "  "+p.decoding())
	}
	if !p.Cut() {
		return
	}
	l.Text(t.Warn, "  "+format.Bytes(int64(r.Size()))+" of "+format.Bytes(p.wholeSize()))
	switch {
	case p.state == loading:
		l.Text(t.Dim, "  loading it all")
	case p.Offers():
		l.Text(t.AccentBold, "  L").Text(t.Dim, " loads it all")
	}
}
