package detail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model/diff"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// change is a row of what became of a value. The sign says what; the colour only
// repeats it.
type change struct {
	sign     string // "+", "-", "~", or "" for what is the same
	depth    int
	text     []byte
	to       []byte // what text was changed to; nil where sign is not "~"
	note     string // words of our own, in the place of text
	verbatim bool   // text is no JSON
}

// Bounds of what is shown.
const (
	mostChanges = 20_000 // rows
	context     = 2      // of what is the same, on either side of a change
)

// newChanges lays out what became of the value, and says it in a word.
func (p *Pane) newChanges() (part, string) {
	c := p.compared
	switch {
	case p.alone && p.record.Key == nil:
		return p.sentences(p.theme.Dim, indent, "This message has no key: there is nothing to compare it with."), "changes"
	case p.alone:
		return p.sentences(p.theme.Dim, indent, "This is the first message of its key that is kept: there is nothing to compare it with."), "changes"
	case c == nil:
		return p.sentences(p.theme.Dim, indent, "looking for the message before it of the same key"), "changes"
	}
	since := p.since(c)
	if c.node == nil {
		return append(since, p.sentences(p.theme.Warn, indent, "They cannot be compared: "+c.why+".")...), "changes"
	}
	return &stack{parts: []part{since, painted{""}, p.grow(c.rows)}}, "changes"
}

// since says what is compared, and how much is different.
func (p *Pane) since(c *Comparison) painted {
	text := "since " + c.before.Topic + "/" + format.Count(int64(c.before.Partition)) + "@" + format.Count(c.before.Offset)
	if c.before.Timestamp >= 0 && p.record.Timestamp >= c.before.Timestamp {
		text += ", " + format.Seconds(time.Duration(p.record.Timestamp-c.before.Timestamp)*time.Millisecond) + " earlier"
	}
	if c.node == nil {
		return p.sentences(p.theme.Dim, indent, text)
	}
	var found []string
	added, removed, changed := c.node.Count()
	for _, n := range []struct {
		n    int
		word string
	}{{changed, "changed"}, {added, "added"}, {removed, "removed"}} {
		if n.n > 0 {
			found = append(found, format.Count(int64(n.n))+" "+n.word)
		}
	}
	switch {
	case c.before.Value == nil && c.node.Kind == diff.Added:
		found = []string{"a value, and it was null"}
	case c.node.Kind == diff.Removed:
		found = []string{"null, and it was a value"}
	case found == nil:
		found = []string{"the same value"}
	}
	return p.sentences(p.theme.Dim, indent, text+": "+strings.Join(found, ", "))
}

// lay adds what became of a part.
func (c *Comparison) lay(rows []change, n *diff.Node, depth int) []change {
	if len(rows) >= mostChanges {
		if rows[len(rows)-1].note == "" {
			rows = append(rows, change{note: "and more than can be shown"})
		}
		return rows
	}
	switch n.Kind {
	case diff.Same:
		return append(rows, change{depth: depth, text: named(n.Name, n.New), verbatim: !c.json})
	case diff.Added:
		return c.block(rows, "+", named(n.Name, n.New), depth)
	case diff.Removed:
		return c.block(rows, "-", named(n.Name, n.Old), depth)
	case diff.Changed:
		if scalar(n.Old) && scalar(n.New) {
			return append(rows, change{sign: "~", depth: depth, text: named(n.Name, n.Old), to: n.New})
		}
		rows = c.block(rows, "-", named(n.Name, n.Old), depth)
		return c.block(rows, "+", named(n.Name, n.New), depth)
	}
	inner := depth
	if c.json {
		inner++
		rows = append(rows, change{depth: depth, text: named(n.Name, n.New[:1])})
	}
	for i := 0; i < len(n.Parts); {
		run := i
		for run < len(n.Parts) && n.Parts[run].Kind == diff.Same {
			run++
		}
		if run == i {
			rows = c.lay(rows, &n.Parts[i], inner)
			i++
			continue
		}
		rows = c.same(rows, n.Parts[i:run], inner, i > 0, run < len(n.Parts))
		i = run
	}
	if c.json {
		rows = append(rows, change{depth: depth, text: n.New[len(n.New)-1:]})
	}
	return rows
}

// same adds a run of parts that are the same: those beside a change, and how many
// others there are.
func (c *Comparison) same(rows []change, run []diff.Node, depth int, behind, before bool) []change {
	head, tail := 0, 0
	if behind {
		head = min(context, len(run))
	}
	if before {
		tail = min(context, len(run)-head)
	}
	if len(run)-head-tail == 1 {
		head++ // one more says as much as its number
	}
	for i := range run {
		switch {
		case i < head || i >= len(run)-tail:
			rows = c.lay(rows, &run[i], depth)
		case i == head:
			one := "line"
			switch {
			case c.json && run[i].Name != nil:
				one = "field"
			case c.json:
				one = "item"
			}
			rows = append(rows, change{depth: depth, note: format.Plural(int64(len(run)-head-tail), one) + " the same"})
		}
	}
	return rows
}

// block adds all lines of a part that was added or removed.
func (c *Comparison) block(rows []change, sign string, text []byte, depth int) []change {
	var buf bytes.Buffer
	value := text
	if c.json {
		if name := nameEnd(text); json.Indent(&buf, text[name:], "", "  ") == nil {
			value = append(text[:name:name], buf.Bytes()...)
		}
	}
	for line := range bytes.SplitSeq(value, []byte("\n")) {
		if len(rows) >= mostChanges {
			break
		}
		in := 0
		if c.json {
			in = len(line) - len(bytes.TrimLeft(line, " "))
		}
		rows = append(rows, change{sign: sign, depth: depth + in/2, text: line[in/2*2:], verbatim: !c.json})
	}
	return rows
}

// named is a part as it stands in an object.
func named(name, text []byte) []byte {
	if name == nil {
		return text
	}
	return fmt.Appendf(nil, "%s: %s", name, text)
}

// nameEnd is where the value begins in what named wrote; 0 where there is no name.
func nameEnd(text []byte) int {
	if len(text) == 0 || text[0] != '"' {
		return 0
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			if bytes.HasPrefix(text[i+1:], []byte(": ")) {
				return i + 3
			}
			return 0
		}
	}
	return 0
}

// columns is the width of a text as it is shown.
func columns(text []byte) int { return safetext.Width(safetext.String(string(text))) }

func scalar(text []byte) bool { return !paint.LooksJSON(text) }

// grow paints the rows as far as they are looked at.
func (p *Pane) grow(rows []change) part {
	return &growing{next: func() []string {
		if len(rows) == 0 {
			return nil
		}
		var lines []string
		lines, rows = p.change(rows[0]), rows[1:]
		return lines
	}}
}

// change paints a row, over as many lines as it needs.
func (p *Pane) change(c change) (lines []string) {
	t := p.theme
	l := paint.New(t, p.glyphs, p.width)
	in := min(indent+2*c.depth, p.width/2)
	width := max(safetext.MinWidth, p.width-in-1)
	begin := func(sign string, ink theme.Ink) { l.Reset(false); l.Pad(1).Text(ink, sign).Pad(in) }
	if c.note != "" {
		begin("", t.Dim)
		return append(lines, l.Text(t.Dim, p.glyphs.Ellipsis+" "+c.note).String())
	}
	switch c.sign {
	case "":
		begin("", t.Dim)
		if c.verbatim {
			l.Foreign(t.Dim, c.text, width)
		} else {
			v := paint.JSONLine(c.text)
			l.ValueCut(v, width)
		}
		return append(lines, l.String())
	case "~":
		if at := nameEnd(c.text); len(c.text)+len(c.to) < 4*width && columns(c.text)+columns(c.to)+4 < width {
			begin("~", t.WarnBold)
			l.Foreign(t.Dim, c.text[:at], width)
			l.Foreign(t.Bad, c.text[at:], width)
			l.Text(t.Dim, " "+p.glyphs.Arrow+" ")
			l.Foreign(t.OKBold, c.to, width)
			return append(lines, l.String())
		}
		lines = p.change(change{sign: "-", depth: c.depth, text: c.text})
		return append(lines, p.change(change{sign: "+", depth: c.depth, text: append(c.text[:nameEnd(c.text):nameEnd(c.text)], c.to...)})...)
	}
	ink, bold := t.OK, t.OKBold
	if c.sign == "-" {
		ink, bold = t.Bad, t.BadBold
	}
	rest := c.text
	for first := true; first || len(rest) > 0; first = false {
		sign := c.sign
		begin(sign, bold)
		rest = l.Some(ink, rest, width)
		lines = append(lines, l.String())
	}
	return lines
}

// growing is drawn a few lines at a time and keeps them.
type growing struct {
	painted
	next func() []string // the next lines, at least one; nil at the end
}

func (g *growing) count(limit int) int {
	for g.next != nil && len(g.painted) < limit {
		more := g.next()
		if more == nil {
			g.next = nil
		}
		g.painted = append(g.painted, more...)
	}
	return g.painted.count(limit)
}

func (g *growing) append(lines []string, from, n int) []string {
	g.count(from + n)
	return g.painted.append(lines, from, n)
}
