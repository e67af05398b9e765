package decoded

import (
	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
)

// Row is what a record of a table was read as.
type Row struct{ Key, Value decode.Result }

// Rows remembers what the rows of a table were read as, by a number of theirs.
// It is used by one goroutine.
type Rows struct {
	reader  *Reader
	version uint64
	known   map[int64]Row
}

// NewRows makes an empty memory in front of a reader.
func NewRows(r *Reader) *Rows { return &Rows{reader: r, known: map[int64]Row{}} }

// Reader is the reader that is asked.
func (c *Rows) Reader() *Reader { return c.reader }

const (
	// mostRows is more than a screen has, twice.
	mostRows = 512
	// plainRow bounds what is looked at of text in a row, in bytes: what is
	// behind it is not on the screen, and JSON need not be valid to be shown.
	plainRow = 16 << 10
)

// Read reads the record of a row. The results may point to bytes of the record.
func (c *Rows) Read(row int64, rec *model.Record) Row {
	if v := c.reader.Version(); v != c.version || len(c.known) >= mostRows {
		clear(c.known)
		c.version = v
	}
	if r, ok := c.known[row]; ok {
		return r
	}
	r := Row{Key: c.reader.Glance(rec, Key, plainRow), Value: c.reader.Glance(rec, Value, plainRow)}
	// What points to the record's bytes is not kept: they are the caller's.
	if !aliases(r.Key.Text, rec.Key) && !aliases(r.Value.Text, rec.Value) {
		c.known[row] = r
	}
	return r
}

// aliases says that a text is the beginning of the bytes it was read from.
func aliases(text, b []byte) bool { return len(text) > 0 && len(b) > 0 && &text[0] == &b[0] }
