package detail

import (
	"strconv"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// batch says what the message came in, and what compression made of that.
func (p *Pane) batch(l *paint.Line) {
	t, b := p.theme, p.record.Batch
	l.Text(t.Ink, format.Plural(int64(b.Records), "message"))
	if b.Compression == model.NoCompression {
		l.Text(t.Dim, "  not compressed ").Text(t.Ink, format.Bytes(int64(b.Size)))
		return
	}
	l.Text(t.Dim, "  "+b.Compression.String()+" ").Text(t.Ink, format.Bytes(int64(b.Unpacked)))
	l.Text(t.Dim, " "+p.glyphs.Arrow+" ").Text(t.Ink, format.Bytes(int64(b.Size)))
	l.Text(t.Dim, "  "+percent(b.Size, b.Unpacked))
}

// percent is how much n is of all: "39 %".
func percent(n, all int32) string {
	share := (200*int64(n) + int64(all)) / (2 * max(1, int64(all)))
	if share == 0 {
		return "under 1 %"
	}
	return strconv.FormatInt(share, 10) + " %"
}
