package numbers

import (
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/tally"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// The widths of a key's share.
const (
	keyBar     = 8
	percentCol = 6
)

// drawKeys lists the most frequent keys in exactly height lines.
func (p *Pane) drawKeys(width, height int) []string {
	f, t := &p.figures, p.theme
	count := format.Count(int64(f.Distinct)) + " different"
	if f.Crowded {
		count = format.Count(int64(f.Distinct)) + " and more different"
	}
	lines := []string{p.title(width, "top keys", append(p.of(), count)...)}
	if f.NullKeys > 0 && height > 2 {
		l := paint.New(t, p.glyphs, width)
		l.Pad(1).Text(t.Null, p.glyphs.Null).Text(t.NullItalic, " null")
		p.share(l, width, format.Count(f.NullKeys), f.NullKeys)
		lines = append(lines, l.Pad(width).String())
	}
	rows := max(0, height-len(lines))
	first := 0
	if p.shownPage() == keysPage {
		first = p.clamp(keysPage, len(f.Keys), rows)
	}
	for i := first; i < min(len(f.Keys), first+rows); i++ {
		lines = append(lines, p.drawKey(width, &f.Keys[i]))
	}
	if f.Messages == 0 && rows > 0 {
		lines = append(lines, paint.New(t, p.glyphs, width).Text(t.Dim, " no messages yet").Pad(width).String())
	}
	return p.fill(lines, width, height)
}

// drawKey writes a key as rows do, and how often it came.
func (p *Pane) drawKey(width int, k *tally.Key) string {
	t := p.theme
	l := paint.New(t, p.glyphs, width)
	l.Pad(1)
	room := p.keyRoom(width)
	if len(k.Record.Key) == 0 {
		l.Text(t.NullItalic, "empty")
	} else {
		text := p.Reader.Glance(&k.Record, decoded.Key, 4*width).Text
		l.Field(t.Key(k.Record.Key), text, nil, room)
	}
	count := format.Count(k.Count)
	if k.Over > 0 {
		count = p.glyphs.AtMost + count
	}
	p.share(l, width, count, k.Count)
	return l.Pad(width).String()
}

// keyRoom is the width of keys beside their shares.
func (p *Pane) keyRoom(width int) int {
	return max(8, min(48, width-1-columnGap-p.countWidth()-columnGap-keyBar-percentCol))
}

// countWidth is the width of the counts.
func (p *Pane) countWidth() int { return max(6, format.CountWidth(p.figures.Messages)+1) }

// share writes a count, and its part of all messages.
func (p *Pane) share(l *paint.Line, width int, text string, n int64) {
	t := p.theme
	end := 1 + p.keyRoom(width) + columnGap + p.countWidth()
	l.Pad(end-len([]rune(text))).Text(t.Ink, text).Pad(end + columnGap)
	most := p.figures.NullKeys
	if len(p.figures.Keys) > 0 {
		most = max(most, p.figures.Keys[0].Count)
	}
	p.bar(l, t.Accent, n, most, keyBar)
	part := percent(n, p.figures.Messages)
	l.Pad(end+columnGap+keyBar+percentCol-1-len(part)).Text(t.Dim, part)
}
