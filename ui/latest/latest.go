// Package latest is the pane that shows the latest message of each key, updated in
// place, like a table of the compacted topic.
//
// # Model
//
// The pane shows a [latest.Table] of package model/latest. Each frame's window is
// given to it ([Pane.Feed]); what is new in it is taken in by a command, one at a
// time and a piece at a time, so that keys never wait for it, however many messages
// come. A row stays under the cursor by its key. A message that is open stays as it
// was opened, for somebody reads it, and so does the cursor on its key: how many came
// of it since is said in its title, with the key that shows the last one. Only the visible rows are read and
// painted. A row that changed a moment ago has a dot at its left.
package latest

import (
	"sync/atomic"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/latest"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/columns"
	"github.com/kafkathreadmanager/ktm/ui/detail"
	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Pane is the open view. It is used by the program's loop only; what it starts are
// commands.
type Pane struct {
	theme  *theme.Theme
	glyphs *theme.Glyphs
	line   *paint.Line
	sheet  *columns.Sheet
	reader *decoded.Reader
	reads  *decoded.Rows
	readAt uint64
	keys   *keys.Map
	clock  func() time.Time
	detail *detail.Pane // nil while closed

	table  *latest.Table
	limits latest.Options
	of     *query.Filter // whose matches are shown; nil for all messages
	order  latest.Order
	busy   bool         // a command is filling the table
	closed *atomic.Bool // for that command
	late   bool         // the rows are to be arranged again
	fading bool         // a frame is to come when what has changed is no longer new

	width, height int
	left          int // the width of the rows
	top, cursor   int
	held          int64        // the ID under the cursor
	count         int64        // messages of the key that is open, when it was opened
	now           latest.Row   // that key as it is now
	rows          latest.Rows  // as they were drawn: keys are about what is seen
	seen          []latest.Row // those in view
}

// FollowMsg asks for the messages with the key of a record.
type FollowMsg struct{ Record *model.Record }

// rest is how long a command waits before it tries again to arrange rows that were
// arranged a moment ago.
const rest = 50 * time.Millisecond

// fadedMsg comes when a change is no longer new.
type fadedMsg struct{}

// takenMsg is the end of a command that filled the table.
type takenMsg struct {
	of       *latest.Table
	arranged bool
}

// New makes the view of a table that is still empty, with the user's keys and columns.
func New(t *theme.Theme, g *theme.Glyphs, k *keys.Map, r *decoded.Reader, o latest.Options, list []columns.Column) *Pane {
	p := &Pane{theme: t, glyphs: g, reader: r, reads: decoded.NewRows(r), sheet: columns.New(t, g, false), keys: k, limits: o, held: -1, clock: time.Now}
	p.begin()
	p.sheet.Read(r)
	p.sheet.Lead("seen")
	p.sheet.Set(arranged(list))
	return p
}

// Clock has the pane take the time from now, to tell how old an open message is.
func (p *Pane) Clock(now func() time.Time) { p.clock = now }

// arranged puts the key and the time of its last message before the other columns,
// and leaves out where that message lies.
func arranged(list []columns.Column) []columns.Column {
	first := []columns.Column{{Field: field.Of(field.Key)}, {Field: field.Of(field.Time)}}
	var rest []columns.Column
	for _, c := range list {
		switch c.Field.Kind() {
		case field.Key:
			first[0] = c
			first[0].Hidden = false
		case field.Time:
			first[1] = c
		case field.Partition, field.Offset:
		default:
			rest = append(rest, c)
		}
	}
	return append(first, rest...)
}

// SetTimeFormat shows times in the format of that name.
func (p *Pane) SetTimeFormat(name string) { p.sheet.SetTimeFormat(name) }

// begin empties the view. What was being taken in is of no use any more.
func (p *Pane) begin() {
	p.table, p.closed = latest.New(p.limits), new(atomic.Bool)
	p.busy, p.late = false, false
	p.top, p.cursor, p.held, p.rows = 0, 0, -1, p.table.Rows()
	p.reads = decoded.NewRows(p.reader)
	p.sheet.Forget()
}

// Of has the view begin anew where what is given to it from now on are the matches
// of another filter than before, or all messages (nil). What the filter looks for
// stands out by m.
func (p *Pane) Of(is *query.Filter, m *paint.Marker) {
	if is == p.of {
		return
	}
	p.End()
	p.Shut()
	p.begin()
	p.of = is
	p.sheet.Mark(m)
}

// Shut closes the message that is open, if one is.
func (p *Pane) Shut() {
	if p.detail == nil {
		return
	}
	p.detail = nil
	p.SetSize(p.width, p.height)
}

// Selected is the message that is open, or the one under the cursor, to be kept;
// false where there is none.
func (p *Pane) Selected() (r model.Record, ok bool) {
	if p.detail != nil {
		return *p.detail.Record(), true
	}
	var row latest.Row
	ok = p.rows.ReadOne(p.cursor, &row, whole)
	return row.Record, ok
}

// Feed takes in what is new in a window, which is the caller's. It gives nothing to
// do while a command is doing that already: call it again with the next frame, and
// when that command has ended.
func (p *Pane) Feed(w *history.Window, now time.Time) tea.Cmd {
	if p.busy || w == nil || !p.late && !p.table.Behind(w) {
		return nil
	}
	const most = 50 * time.Millisecond
	p.busy = true
	own, table, order, closed := w.Share(), p.table, p.order, p.closed
	return func() tea.Msg {
		defer own.Release()
		for !table.Take(own, now, most) {
			if closed.Load() {
				return nil
			}
			table.Arrange(order)
		}
		if !table.Arrange(order) {
			time.Sleep(rest)
			return takenMsg{table, table.Arrange(order)}
		}
		return takenMsg{table, true}
	}
}

// End ends what a command is doing.
func (p *Pane) End() { p.closed.Store(true) }

// Take gives it the end of a command.
func (p *Pane) Take(msg tea.Msg) (cmd tea.Cmd, owned bool) {
	switch msg := msg.(type) {
	case takenMsg:
		if msg.of != p.table {
			return nil, false
		}
		p.busy, p.late = false, !msg.arranged
		if p.fading {
			return nil, true
		}
		p.fading = true
		return tea.Tick(fresh, func(time.Time) tea.Msg { return fadedMsg{} }), true
	case fadedMsg: // what has changed is drawn as it was before
		p.fading = false
		return nil, true
	}
	return nil, false
}

// Late says that the last frame lacks texts or fields that the next one will have
// read.
func (p *Pane) Late() bool { return p.sheet.Late() || p.reads.Late() }

// Detail is the message that is open; nil while none is.
func (p *Pane) Detail() *detail.Pane { return p.detail }

// SetTheme changes the colours.
func (p *Pane) SetTheme(t *theme.Theme) {
	p.theme = t
	p.sheet.SetTheme(t)
	p.line = paint.New(t, p.glyphs, p.left)
	if p.detail != nil {
		p.detail.SetTheme(t)
	}
}

// SetSize gives the pane its cells.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height, p.left = width, height, width
	if p.beside() {
		p.left = width * 2 / 5
		p.detail.SetSize(width-p.left-1, height)
	} else if p.detail != nil {
		p.detail.SetSize(width, height-p.above())
	}
	p.line = paint.New(p.theme, p.glyphs, p.left)
	p.sheet.SetWidth(p.left)
}

// split is the height from which on an open message leaves the rows in view, and
// rowsLeft how many lines of them stay. From besideWidth on it stands at their
// right.
const (
	split       = 20
	rowsLeft    = 9
	besideWidth = 160
)

// beside says that a message is open at the right of the rows.
func (p *Pane) beside() bool { return p.detail != nil && p.width >= besideWidth }

// above is the number of lines above an open message.
func (p *Pane) above() int {
	if p.height < split {
		return 0
	}
	return rowsLeft
}

// Scroll moves by lines, for the mouse wheel.
func (p *Pane) Scroll(delta int) {
	if p.detail != nil {
		p.detail.Scroll(delta)
		return
	}
	p.top += delta
	p.move(0)
	p.hold()
}

// Keys are what the footer shows.
func (p *Pane) Keys() []key.Binding {
	k := p.keys
	if p.detail != nil {
		return []key.Binding{k.Next, k.Previous, k.FollowKey, k.Reading.ValueView, k.Copy}
	}
	return []key.Binding{k.Sort, k.Open, k.FollowKey, k.Filter, k.Copy, k.Time, k.Wrap}
}
