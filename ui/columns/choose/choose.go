package choose

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/choice"
	"github.com/kafkathreadmanager/ktm/ui/columns"
	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Options are what a pane needs; all of them.
type Options struct {
	Keys    *keys.Map
	Reader  *decoded.Reader
	Columns func() []columns.Column     // those in force
	Cells   func(f field.Field) int     // how wide one of them is at present
	Change  func(list []columns.Column) // puts others in force
	Reset   func()                      // puts the usual ones in force
	Close   func()                      // closes the pane
	Count   func(p *Pane) tea.Cmd       // has the fields counted: [Pane.CountIn]
}

// Pane is the open list.
type Pane struct {
	Options
	glyphs *theme.Glyphs
	list   *choice.List
	theme  *theme.Theme
	width  int
	height int

	counting bool
	messages int // that were counted
	found    map[field.Field]field.Counted
	order    []field.Field // of found, the most frequent first
	rows     []field.Field // as they are in the list
	wrong    error         // why the last key did nothing
}

var (
	errLastColumn  = errors.New("one column has to stay")
	errManyColumns = fmt.Errorf("there are %d columns already: hide one first", columns.MaxColumns)
)

// New makes the list of the columns that there are. [Pane.CountIn] adds those that
// could be.
func New(t *theme.Theme, g *theme.Glyphs, o Options) *Pane {
	p := &Pane{Options: o, theme: t, glyphs: g, found: map[field.Field]field.Counted{}}
	p.list = choice.New(t, g, false, func(r rune) bool { return r != '<' && r != '>' && r != '|' })
	p.arrange()
	return p
}

// arrange lists what there is anew; the cursor stays on its field.
func (p *Pane) arrange() {
	p.rows = nil
	add := func(f field.Field) {
		if !slices.Contains(p.rows, f) {
			p.rows = append(p.rows, f)
		}
	}
	for _, c := range p.Columns() {
		if !c.Hidden {
			add(c.Field)
		}
	}
	for _, f := range p.order {
		add(f)
	}
	for k := field.Time; k < field.InValue; k++ {
		add(field.Of(k))
	}
	for _, c := range p.Columns() {
		add(c.Field)
	}
	names := make([]string, len(p.rows))
	for i, f := range p.rows {
		names[i] = f.String()
	}
	p.list.SetNames(names, p.list.Typed() == "")
}

// Take takes in what was counted.
func (p *Pane) Take(msg tea.Msg) (tea.Cmd, bool) {
	m, ok := msg.(countedMsg)
	if !ok || m.of != p {
		return nil, false
	}
	p.counting, p.messages = false, m.messages
	p.order = nil
	for _, c := range m.fields {
		p.found[c.Field] = c
		p.order = append(p.order, c.Field)
	}
	p.arrange()
	return nil, true
}

// current is the field under the cursor.
func (p *Pane) current() (field.Field, bool) {
	i, ok := p.list.Current()
	if !ok {
		return field.Field{}, false
	}
	return p.rows[i], true
}

// typed is the whole name that was typed, if it is one and not in the list.
func (p *Pane) typed() (field.Field, bool) {
	f, err := field.Parse(p.list.Typed())
	return f, err == nil && !slices.Contains(p.rows, f)
}

func (p *Pane) shown(f field.Field) bool {
	i := columns.At(p.Columns(), f)
	return i >= 0 && !p.Columns()[i].Hidden
}

// Press takes a key.
func (p *Pane) Press(msg tea.KeyPressMsg) (cmd tea.Cmd, owned bool) {
	k, wrong := p.Options.Keys, p.wrong
	p.wrong = nil
	f, ok := p.current()
	switch {
	case !ok && key.Matches(msg, k.ColumnLeft, k.ColumnRight, k.Narrower, k.Wider):
	case key.Matches(msg, k.ShowColumn):
		if ok {
			p.wrong = p.toggle(f)
		}
	case key.Matches(msg, k.AddColumn):
		if whole, is := p.typed(); is {
			p.wrong = p.toggle(whole)
			cmd = p.Count(p) // it may be one that is only counted when it is asked for
		} else if ok && p.shown(f) {
			p.Close() // space has added it: it is not to be taken off again
		} else if ok {
			p.wrong = p.toggle(f)
		} else if _, err := field.Parse(p.list.Typed()); err != nil {
			p.wrong = err
		}
	case key.Matches(msg, k.ColumnLeft):
		p.move(f, -1)
	case key.Matches(msg, k.ColumnRight):
		p.move(f, 1)
	case key.Matches(msg, k.Narrower):
		p.widen(f, -2)
	case key.Matches(msg, k.Wider):
		p.widen(f, 2)
	case key.Matches(msg, k.UsualColumns):
		p.Reset()
		p.arrange()
	case key.Matches(msg, k.Back) && p.list.Clear():
		p.arrange()
		if ok {
			p.list.Point(f.String())
		}
	case key.Matches(msg, k.Columns):
		p.Close()
	default:
		before := p.list.Typed()
		owned = p.list.Press(msg)
		if p.list.Typed() != before {
			p.arrange() // in the order of the list again, or by how well they match
		} else if !owned {
			p.wrong = wrong
		}
		return nil, owned
	}
	return cmd, true
}

// toggle shows a field in a column of its own, or hides it.
func (p *Pane) toggle(f field.Field) error {
	list := p.Columns()
	switch {
	case !p.shown(f) && len(list) >= columns.MaxColumns && columns.At(list, f) < 0:
		return errManyColumns
	case !p.shown(f):
		list = columns.With(list, f)
	case columns.Shown(list) == 1:
		return errLastColumn
	default:
		list = columns.Without(list, f)
	}
	p.change(f, list)
	return nil
}

func (p *Pane) move(f field.Field, delta int) {
	if list, ok := columns.Moved(p.Columns(), f, delta); ok {
		p.change(f, list)
	}
}

// widen sets the width of a column, from what it takes now.
func (p *Pane) widen(f field.Field, delta int) {
	if !p.shown(f) {
		return
	}
	list := slices.Clone(p.Columns())
	c := &list[columns.At(list, f)]
	from := c.Width
	if from == 0 {
		from = p.Cells(f)
	}
	if c.Width = from + delta; c.Width < columns.MinWidth || c.Width > columns.MaxWidth {
		return
	}
	p.change(f, list)
}

// change puts a list in force; the cursor is on f then.
func (p *Pane) change(f field.Field, list []columns.Column) {
	p.Change(list)
	p.arrange()
	p.list.Point(f.String())
}

// SetTheme repaints.
func (p *Pane) SetTheme(t *theme.Theme) { p.theme = t; p.list.SetTheme(t) }

// The lines around the list: title, prompt, blank, and below it one for words.
const around = 4

// SetSize gives the columns and lines that there are.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	p.list.SetSize(width, max(0, height-around))
}

// View draws exactly as many lines as the size has.
func (p *Pane) View(time.Time) []string {
	return p.list.Page(p.height, p.title(), "type to narrow, or a whole path: .user.id, header:trace", p.row, p.words())
}

func (p *Pane) title() string {
	t := p.theme
	l := paint.New(t, p.glyphs, p.width)
	l.Pad(1).Rule(t.Accent, 3).Text(t.AccentBold, " columns  ")
	l.Text(t.Bold, strconv.Itoa(columns.Shown(p.Columns()))).Text(t.Dim, " shown")
	switch {
	case p.counting:
		l.Text(t.Dim, "  looking for fields")
	case p.messages > 0:
		l.Text(t.Dim, "  "+format.Plural(int64(len(p.order)), "field")+" in "+format.Plural(int64(p.messages), "message"))
	default:
		l.Text(t.Dim, "  no messages yet")
	}
	return l.Text(t.Dim, " ").Rule(t.Faint, p.width-1).String()
}

// The widths of the number and of what was counted, and that of a name at least.
const (
	numberCells = 4
	countCells  = 14
	nameCells   = 16
)

// meanings say what the parts are that every message has.
var meanings = map[field.Kind]string{
	field.Time: "when it was written", field.Topic: "which of several", field.Partition: "of its topic",
	field.Offset: "its place in the partition", field.Key: "as it is", field.Value: "as it is, in the room that is left",
}

// row paints a field: which column it is, in how many messages, and what it was in
// the last of them.
func (p *Pane) row(l *paint.Line, item int, spans []query.Span) {
	t, f := p.theme, p.rows[item]
	ink, name := t.Ink, max(nameCells, p.width*2/5-numberCells)
	if n := p.number(f); n > 0 {
		l.Text(t.AccentBold, fmt.Sprintf("%2d", n))
		ink = t.Bold
	}
	l.Pad(choice.Margin + numberCells)
	l.Marked(ink, []byte(f.String()), spans, name)
	if i := columns.At(p.Columns(), f); i >= 0 && p.Columns()[i].Width > 0 && l.Room() > 5 {
		l.Text(t.Dim, "="+strconv.Itoa(p.Columns()[i].Width))
	}
	l.Pad(choice.Margin + numberCells + name + 5)
	if f.Kind() < field.InValue {
		l.Text(t.Dim, meanings[f.Kind()])
		return
	}
	c, ok := p.found[f]
	if !ok {
		if p.messages > 0 {
			l.Text(t.Dim, fmt.Sprintf("in 0 of %d", p.messages))
		}
		return
	}
	at := l.Cols()
	l.Text(t.Dim, fmt.Sprintf("in %d of %d", c.Count, p.messages)).Pad(at + countCells + 2)
	switch {
	case l.Room() < 4:
	case c.Type == field.Null:
		l.Text(t.Null, p.glyphs.Null+" null")
	case len(c.Example) == 0:
		l.Text(t.Null, `""`)
	default:
		l.Foreign(t.Ink, c.Example, l.Room()-1)
	}
}

// number is which column a field is, from 1; 0 = it is not shown.
func (p *Pane) number(f field.Field) (n int) {
	for _, c := range p.Columns() {
		if c.Hidden {
			continue
		}
		if n++; c.Field == f {
			return n
		}
	}
	return 0
}

// words is the last line: what is wrong, or what enter does.
func (p *Pane) words() string {
	t := p.theme
	l := paint.New(t, p.glyphs, p.width).Pad(choice.Margin)
	whole, is := p.typed()
	_, match := p.current()
	_, err := field.Parse(p.list.Typed())
	switch {
	case p.wrong != nil:
		l.Foreign(t.Bad, []byte(p.wrong.Error()), l.Room()-1)
	case is:
		l.Text(t.Dim, p.Options.Keys.AddColumn.Help().Key+" adds ").Foreign(t.Bold, []byte(whole.String()), l.Room()-1)
	case !match && err != nil:
		l.Foreign(t.Warn, []byte(err.Error()), l.Room()-1)
	}
	return l.String()
}

// Scroll moves the cursor by lines.
func (p *Pane) Scroll(delta int) { p.list.Scroll(delta) }

// Keys are what the footer shows.
func (p *Pane) Keys() []key.Binding { return p.Options.Keys.OfColumns() }
