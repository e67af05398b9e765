package ui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/keys"
)

// twice is how soon after a click another one on the same row makes two.
const twice = 500 * time.Millisecond

// clicked is the last click on a row.
type clicked struct {
	row int64
	at  time.Time
}

// clickable is a pane that takes clicks: on its lines, from 0, and whether it is
// the second one there. What it starts are commands.
type clickable interface {
	Click(line int, again bool) tea.Cmd
}

// shown is a key of the footer and the columns it takes.
type shown struct {
	key      key.Binding
	from, to int
}

// wheel scrolls what is under the mouse: the help, a list, the open message, or
// the table.
func (a *App) wheel(msg tea.MouseWheelMsg) {
	const rows = 3
	delta, side := 0, 0
	switch msg.Button {
	case tea.MouseWheelUp:
		delta = -rows
	case tea.MouseWheelDown:
		delta = rows
	case tea.MouseWheelLeft:
		side = -1
	case tea.MouseWheelRight:
		side = 1
	}
	switch {
	case a.help != nil:
		a.help.Turn(delta)
	case a.pane != nil:
		a.pane.Scroll(delta)
	case a.detail != nil && a.overDetail(msg.X, msg.Y):
		a.detail.Scroll(delta)
	case side != 0:
		a.rows().Sideways(side)
	default:
		a.rows().Scroll(delta)
	}
}

// click does what is under the mouse: a key of the footer, or a row, which is
// selected, and opened by a second click.
func (a *App) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft || a.tooSmall() || a.asked != nil {
		return nil
	}
	if b, ok := a.keyAt(msg.X, msg.Y); ok {
		return a.press(keys.Press(b.Keys()[0]))
	}
	if a.help != nil {
		a.help = nil
		return nil
	}
	if a.menu != nil {
		a.menu = nil
		return nil
	}
	line := msg.Y - a.top()
	if line < 0 || line >= a.share().table || a.detail != nil && a.pane == nil && a.overDetail(msg.X, msg.Y) {
		return nil
	}
	if a.pane != nil {
		if p, ok := a.pane.(clickable); ok {
			return p.Click(line, a.again(int64(line)))
		}
		return nil
	}
	row, ok := a.rows().Click(line)
	if !ok {
		return nil
	}
	again := a.again(row)
	switch {
	case a.detail != nil:
		a.resume = false
		a.show()
	case again:
		a.open()
	}
	return nil
}

// again says that a row was clicked for the second time.
func (a *App) again(row int64) bool {
	last := a.clicked
	a.clicked = clicked{row, a.now()}
	if last.row != row || a.now().Sub(last.at) > twice {
		return false
	}
	a.clicked = clicked{} // a third one begins anew
	return true
}

// keyAt is the key of the footer at a place on the screen.
func (a *App) keyAt(x, y int) (b key.Binding, ok bool) {
	if y != a.height-1 {
		return b, false
	}
	footer := a.footer() // notes where its keys are
	begin := 1
	if len(footer) == 1 {
		keys := a.keyHints
		if a.menu != nil {
			keys = a.menuHints
		}
		begin = a.width - 1 - keys(a.width-2).Cols()
	}
	for _, s := range a.hinted {
		if x >= begin+s.from && x < begin+s.to {
			return s.key, len(s.key.Keys()) > 0
		}
	}
	return b, false
}
