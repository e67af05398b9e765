package program

import (
	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/ui/screen"
)

// canvas gives the frames of a model to the screen, and to Bubble Tea one that
// is always blank: so Bubble Tea handles the terminal, and the screen what stands
// on it.
type canvas struct {
	tea.Model
	screen *screen.Screen
	key    bool // the next frame answers a key, or tells a change of phase
}

// Urgent is a message whose frame may be one that somebody waits for.
type Urgent interface{ Urgent() bool }

// Update passes msg on, and tells the screen what it says of the terminal.
func (c *canvas) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	c.key = false
	switch msg := msg.(type) {
	case Urgent:
		c.key = msg.Urgent()
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseClickMsg, tea.MouseWheelMsg:
		c.key = true
	case tea.WindowSizeMsg:
		c.screen.SetSize(msg.Width, msg.Height)
		c.screen.Enter() // Bubble Tea would some time later
	case tea.ColorProfileMsg:
		c.screen.SetProfile(msg.Profile)
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeSynchronizedOutput && msg.Value == ansi.ModeReset {
			c.screen.SetSynchronized()
		}
	case uv.UnknownCsiEvent:
		if msg == screen.Answer { // where no keyboard took it out
			c.screen.Answered()
			return c, nil
		}
	}
	_, cmd := c.Model.Update(msg)
	return c, cmd
}

// View shows the model's frame.
func (c *canvas) View() tea.View {
	v := c.Model.View()
	c.screen.Show(v.Content, c.key)
	v.Content = " " // nothing at all would have no height
	return v
}

// passage is the terminal for Bubble Tea.
type passage struct {
	*valve
	screen *screen.Screen
}

// Write writes beside what the screen paints.
func (p passage) Write(b []byte) (int, error) { return p.screen.Pass(b) }
