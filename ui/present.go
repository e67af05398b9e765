package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/header"
	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// pressedFor is how long the keys that were pressed are shown on a stage, and
// mostPressed how many of them.
const (
	pressedFor  = 2 * time.Second
	mostPressed = 5
)

// The smallest terminal with room for a large header.
const (
	largeWidth  = 70
	largeHeight = 20
)

// notePress remembers a key for those who watch. What is typed is seen anyway.
func (a *App) notePress(msg tea.KeyPressMsg) {
	if !a.session.Looks.Present || a.asked != nil {
		return
	}
	if a.now().Sub(a.pressedAt) > pressedFor {
		a.pressed = nil
	}
	a.pressed = append(a.pressed, keys.Word(msg.String(), a.session.ASCII))
	a.pressed = a.pressed[max(0, len(a.pressed)-mostPressed):]
	a.pressedAt = a.now()
}

// drawPressed is the line of the keys that were just pressed, at the right.
func (a *App) drawPressed() string {
	if len(a.pressed) == 0 || a.now().Sub(a.pressedAt) > pressedFor {
		return ""
	}
	l := paint.New(a.theme, a.glyphs, a.width/2)
	for _, k := range a.pressed {
		l.Foreign(a.theme.Badge, []byte(" "+k+" "), l.Room())
		l.Text(a.theme.Ink, " ")
	}
	return strings.Repeat(" ", max(0, a.width-l.Cols())) + l.String()
}

// headerLines is the height of the header with the countdown under it.
func (a *App) headerLines() int {
	if a.largeHeader() {
		return header.LargeLines + 1
	}
	return headerLines
}

func (a *App) largeHeader() bool {
	return a.session.Looks.Present && !a.session.ASCII && a.width >= largeWidth && a.height >= largeHeight
}

// drawHeader draws the lines above the countdown.
func (a *App) drawHeader(now time.Time) []string {
	if a.largeHeader() {
		return header.Large(a.theme, a.glyphs, a.width, a.facts(), now)
	}
	return header.View(a.theme, a.glyphs, a.width, a.facts(), now)
}
