package detail

import (
	"bytes"
	"encoding/hex"
	"errors"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/diff"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// Comparison is what became of a message's value since the one before it with the
// same key.
type Comparison struct {
	before model.Record // without its bytes
	node   *diff.Node   // nil where they cannot be compared
	json   bool
	rows   []change // what is shown of it
	why    string   // they cannot
}

// Compare compares the values of two messages as what they are read as. It may be
// called from any goroutine; large values take a while.
func Compare(reader *decoded.Reader, before, now *model.Record) *Comparison {
	c := &Comparison{before: *before}
	c.before.Key, c.before.Value, c.before.Headers = nil, nil, nil
	if valueIsCut(before) || valueIsCut(now) {
		c.why = "only the beginning of one of the two is kept"
		return c
	}
	// As they are shown, so that what is masked stays so.
	a, b := reader.Glance(before, decoded.Value, diff.MaxSize+1), reader.Glance(now, decoded.Value, diff.MaxSize+1)
	var err error
	switch {
	case before.Value == nil && now.Value == nil:
		c.node = &diff.Node{}
	case before.Value == nil:
		c.node = &diff.Node{Kind: diff.Added, New: b.Text}
	case now.Value == nil:
		c.node = &diff.Node{Kind: diff.Removed, Old: a.Text}
	case paint.LooksJSON(a.Text) && paint.LooksJSON(b.Text):
		if c.node, err = diff.JSON(a.Text, b.Text); !errors.Is(err, diff.ErrJSON) {
			c.json = true
			break
		}
		fallthrough
	default:
		c.node, err = diff.Lines(byLine(a), byLine(b))
	}
	switch {
	case err != nil:
		c.node, c.why = nil, err.Error()
	case !c.node.Equal():
		c.rows = c.lay(nil, c.node, 0)
	}
	return c
}

func valueIsCut(r *model.Record) bool { return r.Whole != nil && r.Whole.Value > int64(len(r.Value)) }

// byLine is what was read by lines: of what is no text, so many bytes each.
func byLine(r decode.Result) []byte {
	if r.Kind != hexed {
		return r.Text
	}
	const line = 2 * 16
	var b []byte
	for text := r.Text; len(text) > 0; text = text[min(len(text), line):] {
		raw, _ := hex.DecodeString(string(text[:min(len(text), line)]))
		for i, c := range raw {
			if i > 0 {
				b = append(b, ' ')
			}
			b = hex.AppendEncode(b, []byte{c})
		}
		b = append(b, '\n')
	}
	return bytes.TrimSuffix(b, []byte("\n"))
}

// Compare has the pane show what became of the message since the one before it,
// and Compared tells that; until then it says that it is awaited.
func (p *Pane) Compare() {
	p.comparing, p.compared, p.alone = true, nil, false
	p.begin()
}

// Comparing says that changes are shown, or awaited.
func (p *Pane) Comparing() bool { return p.comparing }

// Compared shows changes; nil says that no message before this one is kept.
func (p *Pane) Compared(c *Comparison) {
	p.compared, p.alone = c, c == nil
	p.begin()
}

// StopComparing shows the value again.
func (p *Pane) StopComparing() {
	p.comparing, p.compared, p.alone = false, nil, false
	p.begin()
}
