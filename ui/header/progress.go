package header

import (
	"math"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/meter"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// progress draws how much of a backlog is read: a bar of so many cells, the
// percentage, and the time to go.
func progress(t *theme.Theme, g *theme.Glyphs, l *paint.Line, cells int, b *meter.Backlog) {
	share := b.Share()
	full := int(math.Floor(share * float64(cells))) // full only when it is
	l.Text(t.Accent, strings.Repeat(g.Full, full)).Text(t.Faint, strings.Repeat(g.Empty, cells-full))
	if cells > 0 {
		l.Text(t.Ink, " ")
	}
	l.Text(t.Bold, format.Count(int64(math.Floor(share*100)))).Text(t.Dim, " %")
	if d, ok := b.ToGo(); ok {
		l.Text(t.Dim, "   ").Text(t.Bold, format.Span(d)).Text(t.Dim, " to go")
	}
}
