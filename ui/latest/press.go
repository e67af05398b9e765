package latest

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/latest"
	"github.com/kafkathreadmanager/ktm/ui/detail"
)

// keys are those of the pane.
type keys struct {
	order, open, follow, times, wrap, next, previous, back                 key.Binding
	up, down, pageUp, pageDown, halfUp, halfDown, top, bottom, left, right key.Binding
}

func newKeys() keys {
	bind := func(help, desc string, names ...string) key.Binding {
		return key.NewBinding(key.WithKeys(names...), key.WithHelp(help, desc))
	}
	return keys{
		order: bind("< >", "order", "<", ">"), open: bind("enter", "open", "enter"), follow: bind("K", "follow its key", "K"),
		times: bind("t", "time format", "t"), wrap: bind("w", "wrap", "w"),
		next: bind("n", "next", "n", "tab"), previous: bind("p", "previous", "p", "shift+tab"), back: bind("esc", "back", "esc", "q", "enter"),
		up: bind("k", "up", "k", "up"), down: bind("j", "down", "j", "down"),
		pageUp: bind("pgup", "page up", "pgup", "ctrl+b"), pageDown: bind("pgdn", "page down", "pgdown", "ctrl+f"),
		halfUp: bind("ctrl+u", "half a page up", "ctrl+u"), halfDown: bind("ctrl+d", "half a page down", "ctrl+d"),
		top: bind("g", "top", "g", "home"), bottom: bind("G", "bottom", "G", "end"),
		left: bind("h", "left", "h", "left"), right: bind("l", "right", "l", "right"),
	}
}

// Press takes a key.
func (p *Pane) Press(msg tea.KeyPressMsg) (cmd tea.Cmd, owned bool) {
	k := &p.keys
	if key.Matches(msg, k.follow) {
		return p.followKey(), true
	}
	if p.detail != nil {
		return nil, p.pressDetail(msg)
	}
	page := max(1, p.body()-1)
	switch {
	case key.Matches(msg, k.order):
		p.order = p.order.Next()
		if msg.String() == "<" {
			p.order = p.order.Next() // of three, two on is one back
		}
		p.late = true
	case key.Matches(msg, k.open):
		p.open()
	case key.Matches(msg, k.times):
		p.sheet.NextTimeFormat()
	case key.Matches(msg, k.wrap):
		p.sheet.ToggleWrap()
	case key.Matches(msg, k.up):
		p.jump(-1)
	case key.Matches(msg, k.down):
		p.jump(1)
	case key.Matches(msg, k.pageUp):
		p.jump(-page)
	case key.Matches(msg, k.pageDown):
		p.jump(page)
	case key.Matches(msg, k.halfUp):
		p.jump(-page / 2)
	case key.Matches(msg, k.halfDown):
		p.jump(page / 2)
	case key.Matches(msg, k.top):
		p.jump(-p.rows.Len())
	case key.Matches(msg, k.bottom):
		p.jump(p.rows.Len())
	case key.Matches(msg, k.left):
		p.sheet.Sideways(-1)
	case key.Matches(msg, k.right):
		p.sheet.Sideways(1)
	default:
		return nil, false
	}
	return nil, true
}

// pressDetail handles the keys of the open message.
func (p *Pane) pressDetail(msg tea.KeyPressMsg) bool {
	k, d := &p.keys, p.detail
	switch {
	case key.Matches(msg, k.back):
		p.detail = nil
	case key.Matches(msg, k.next):
		p.jump(1)
		p.open()
	case key.Matches(msg, k.previous):
		p.jump(-1)
		p.open()
	case key.Matches(msg, k.up):
		d.Scroll(-1)
	case key.Matches(msg, k.down):
		d.Scroll(1)
	case key.Matches(msg, k.pageUp), key.Matches(msg, k.halfUp):
		d.Page(-1)
	case key.Matches(msg, k.pageDown), key.Matches(msg, k.halfDown):
		d.Page(1)
	case key.Matches(msg, k.top):
		d.Top()
	case key.Matches(msg, k.bottom):
		d.End()
	default:
		return false
	}
	return true
}

// whole is how much of a value is opened.
const whole = 16 << 20

// open shows the message under the cursor.
func (p *Pane) open() {
	var row latest.Row // of its own: it may be read off the program's loop
	if !p.rows.ReadOne(p.cursor, &row, whole) {
		return
	}
	if p.detail == nil {
		p.detail = detail.New(p.theme, p.glyphs, p.reader, false)
		p.detail.Clock(p.clock)
	}
	p.detail.SetSize(p.width, p.height-p.above())
	p.detail.Show(&row.Record)
}

// followKey asks for the messages with the key under the cursor.
func (p *Pane) followKey() tea.Cmd {
	var row latest.Row
	if !p.rows.ReadOne(p.cursor, &row, 0) {
		return nil
	}
	r := &row.Record
	if r.Whole != nil && int64(len(r.Key)) == r.Whole.Key {
		r.Whole = nil // only the value was left out
	}
	return func() tea.Msg { return FollowMsg{r} }
}

// jump moves the cursor.
func (p *Pane) jump(delta int) {
	p.move(delta)
	p.hold()
}

func (p *Pane) move(delta int) {
	n := p.rows.Len()
	before := p.cursor
	p.cursor = max(0, min(p.cursor+delta, n-1))
	if delta == 0 { // the view moved: the cursor stays in it
		p.top = max(0, min(p.top, n-p.body()))
		p.cursor = max(p.top, min(before, p.top+p.body()-1))
		p.cursor = max(0, min(p.cursor, n-1))
	}
	p.settle(n)
}

func (p *Pane) settle(n int) {
	p.top = max(0, min(p.top, p.cursor, n-p.body()))
	p.top = max(p.top, p.cursor-p.body()+1)
}

// hold has the cursor belong to the key it is on.
func (p *Pane) hold() {
	p.held = p.rows.ID(p.cursor)
}

// find takes the rows as they are now, and brings the cursor to where its key is.
func (p *Pane) find() {
	p.rows = p.table.Rows()
	n := p.rows.Len()
	if p.held >= 0 {
		if at, ok := p.rows.Find(p.held, p.cursor); ok {
			p.cursor = at
		} else {
			p.held = -1
		}
	}
	p.cursor = max(0, min(p.cursor, n-1))
	p.settle(n)
}
