package latest

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/latest"
	"github.com/kafkathreadmanager/ktm/ui/detail"
)

// Press takes a key.
func (p *Pane) Press(msg tea.KeyPressMsg) (cmd tea.Cmd, owned bool) {
	k := p.keys
	if key.Matches(msg, k.FollowKey) {
		return p.followKey(), true
	}
	if p.detail != nil {
		return nil, p.pressDetail(msg)
	}
	page := max(1, p.body()-1)
	switch {
	case key.Matches(msg, k.Sort):
		for range k.Steps(msg, latest.Orders) {
			p.order = p.order.Next()
		}
		p.late = true
	case key.Matches(msg, k.Open):
		p.open()
	case key.Matches(msg, k.Time):
		p.sheet.NextTimeFormat()
	case key.Matches(msg, k.Wrap):
		p.sheet.ToggleWrap()
	case key.Matches(msg, k.Up):
		p.jump(-1)
	case key.Matches(msg, k.Down):
		p.jump(1)
	case key.Matches(msg, k.PageUp):
		p.jump(-page)
	case key.Matches(msg, k.PageDown):
		p.jump(page)
	case key.Matches(msg, k.HalfUp):
		p.jump(-page / 2)
	case key.Matches(msg, k.HalfDown):
		p.jump(page / 2)
	case key.Matches(msg, k.Top):
		p.jump(-p.rows.Len())
	case key.Matches(msg, k.Bottom):
		p.jump(p.rows.Len())
	case key.Matches(msg, k.Left):
		p.sheet.Sideways(-1)
	case key.Matches(msg, k.Right):
		p.sheet.Sideways(1)
	default:
		return nil, false
	}
	return nil, true
}

// pressDetail handles the keys of the open message.
func (p *Pane) pressDetail(msg tea.KeyPressMsg) bool {
	k, d := p.keys, p.detail
	switch {
	case key.Matches(msg, k.Back, k.Quit, k.Open):
		p.detail = nil
	case key.Matches(msg, k.Next):
		p.jump(1)
		p.open()
	case key.Matches(msg, k.Previous):
		p.jump(-1)
		p.open()
	case key.Matches(msg, k.Same.NextSame):
		if p.newer() > 0 {
			p.open()
		}
	case key.Matches(msg, k.Wrap):
		d.ToggleWrap()
	case key.Matches(msg, k.Reading.ValueView):
		d.NextValueView()
	case key.Matches(msg, k.Reading.KeyView):
		d.NextKeyView()
	case key.Matches(msg, k.DetailUp):
		d.Scroll(-1)
	case key.Matches(msg, k.DetailDown):
		d.Scroll(1)
	case key.Matches(msg, k.PageUp), key.Matches(msg, k.HalfUp):
		d.Page(-1)
	case key.Matches(msg, k.PageDown), key.Matches(msg, k.HalfDown):
		d.Page(1)
	case key.Matches(msg, k.DetailTop):
		d.Top()
	case key.Matches(msg, k.DetailEnd):
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
	p.hold()
	p.count = row.Count
	p.SetSize(p.width, p.height)
	p.detail.Show(&row.Record)
}

// newer is how many messages of the key that is open came since.
func (p *Pane) newer() int64 {
	if p.held < 0 || !p.rows.ReadOne(p.cursor, &p.now, 0) || p.now.ID != p.held {
		return 0
	}
	return p.now.Count - p.count
}

// followKey asks for the messages with the key under the cursor.
func (p *Pane) followKey() tea.Cmd {
	var row latest.Row
	if p.detail != nil {
		row.Record = p.detail.Record().Clone() // its key may be forgotten by now
	} else if !p.rows.ReadOne(p.cursor, &row, 0) {
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
