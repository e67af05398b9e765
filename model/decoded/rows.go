package decoded

import (
	"bytes"
	"errors"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
)

// Row is what a record of a table was read as.
type Row struct{ Key, Value decode.Result }

// ErrLate is in a result that the frame had no time for; the next ones have it.
var ErrLate = errors.New("it is read in a moment")

// Rows remembers what the rows of a table were read as, by a number of theirs, and
// bounds what a frame reads. It is used by one goroutine.
type Rows struct {
	reader  *Reader
	version uint64
	most    int // bytes of text of a part
	known   map[int64]*[2]known
	bytes   int // of texts that are kept
	work    int // bytes read in this frame
	late    bool
}

// known is what a part of a row was read as. Where the text is the beginning of
// the record's bytes, only how long it is is kept: the bytes are the caller's.
type known struct {
	result decode.Result
	there  bool
	own    bool // the text is the record's
	length int  // of the text
	of     int  // and of the bytes that it was read from
}

// NewRows makes an empty memory in front of a reader.
func NewRows(r *Reader) *Rows {
	return &Rows{reader: r, most: lineText, known: map[int64]*[2]known{}}
}

// Reader is the reader that is asked.
func (c *Rows) Reader() *Reader { return c.reader }

const (
	// mostRows is more than a screen has, twice.
	mostRows = 512
	// mostBytes bounds the texts that are remembered.
	mostBytes = 64 << 20
	// lineText bounds the text of a part, in bytes: what is behind it is not on
	// the screen, and JSON need not be valid to be shown.
	lineText = 16 << 10
	// fieldText bounds it where fields are looked for in it, and it is not the
	// bytes as they are.
	fieldText = 256 << 10
	// frameWork is how many bytes one frame reads, some milliseconds.
	frameWork = 512 << 10
)

// Begin starts a frame. fields says that its rows show fields of what is read, and
// so need more of it than a line.
func (c *Rows) Begin(fields bool) {
	c.work, c.late = 0, false
	most := lineText
	if fields {
		most = fieldText
	}
	if most != c.most {
		c.most = most
		c.forget()
	}
}

// Late says that parts of rows were not read in this frame for want of time.
func (c *Rows) Late() bool { return c.late }

func (c *Rows) forget() {
	clear(c.known)
	c.bytes = 0
}

// Read reads the record of a row. The results may point to bytes of the record. A
// part that comes too late for the frame has [ErrLate] in it, and no text.
func (c *Rows) Read(row int64, rec *model.Record) Row {
	if v := c.reader.Version(); v != c.version || len(c.known) >= mostRows || c.bytes > mostBytes {
		c.forget()
		c.version = v
	}
	k := c.known[row]
	if k == nil {
		k = new([2]known)
		c.known[row] = k
	}
	return Row{Key: c.read(&k[Key], rec, Key), Value: c.read(&k[Value], rec, Value)}
}

func (c *Rows) read(k *known, rec *model.Record, part Part) decode.Result {
	b := part.Of(rec)
	if k.there && k.of == len(b) {
		result := k.result
		if k.own {
			result.Text = b[:k.length]
		}
		return result
	}
	if c.work >= frameWork {
		c.late = true
		return decode.Result{Pending: true, Cut: true, Err: ErrLate}
	}
	most := c.most
	if c.reader.AsIs(rec, part) {
		most = lineText // fields are looked for in the bytes themselves
	}
	result := c.reader.Line(rec, part, most)
	c.work += min(len(b), most) + len(result.Text)
	*k = known{result: result, there: true, own: aliases(result.Text, b), length: len(result.Text), of: len(b)}
	if k.own {
		k.result.Text = nil
		return result
	}
	// It may lie elsewhere in the record's bytes: behind the id of a schema.
	k.result.Text = bytes.Clone(result.Text)
	c.bytes += len(result.Text)
	return k.result
}

// aliases says that a text is the beginning of the bytes it was read from.
func aliases(text, b []byte) bool { return len(text) > 0 && len(b) > 0 && &text[0] == &b[0] }
