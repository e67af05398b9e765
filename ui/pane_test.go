package ui

import (
	"errors"
	"slices"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// list is a pane that owns one key and one message.
type list struct {
	height  int
	scrolls int
	taken   []tea.Msg
	themed  bool
}

type listed struct{}

func (p *list) SetTheme(*theme.Theme) { p.themed = true }
func (p *list) SetSize(_, height int) { p.height = height }
func (p *list) View(time.Time) []string {
	return append([]string{"the list"}, make([]string, p.height-1)...)
}

func (p *list) Press(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	return func() tea.Msg { return listed{} }, msg.String() == "j"
}

func (p *list) Take(msg tea.Msg) (tea.Cmd, bool) {
	_, ok := msg.(listed)
	if ok {
		p.taken = append(p.taken, msg)
	}
	return nil, ok
}
func (p *list) Scroll(delta int) { p.scrolls += delta }
func (p *list) Keys() []key.Binding {
	return []key.Binding{key.NewBinding(key.WithKeys("j"), key.WithHelp("j", "of the list"))}
}

// clicks is a list that takes them.
type clicks struct {
	list
	line  int
	twice []bool
}

func (p *clicks) Click(line int, again bool) tea.Cmd {
	p.line, p.twice = line, append(p.twice, again)
	return nil
}

func TestAPaneTakesClicks(t *testing.T) {
	d := newDriver(t, 120, 36).records(100)
	d.frame(d.status(model.Running))
	p := &clicks{}
	d.app.openPane(p)
	d.clickAt(5, 7).clickAt(5, 7).clickAt(5, 9)
	if p.line != 6 || !slices.Equal(p.twice, []bool{false, true, false}) {
		t.Errorf("line %d, twice %v", p.line, p.twice)
	}
	d.app.openPane(&list{})
	d.clickAt(5, 7).sees("the list") // one that takes none
}

func TestAPaneStandsInThePlaceOfTheRows(t *testing.T) {
	d := newDriver(t, 120, 36).records(100)
	d.frame(d.status(model.Running))
	p := &list{}
	d.app.openPane(p)
	d.frame().sees("the list", "j of the list", "esc back", "received 100").seesNot("user-1")
	d.press("j")
	if len(p.taken) != 1 || !p.themed {
		t.Errorf("its command gave it %d messages, themed %t", len(p.taken), p.themed)
	}
	d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown, Y: 10})
	if p.scrolls != 3 {
		t.Errorf("the wheel moved it by %d lines", p.scrolls)
	}
	d.press("/", "C", "enter").sees("the list") // the rows' keys are not for what hides them
	d.press("s")
	if !slices.Equal(d.control.calls, []string{"stop"}) {
		t.Errorf("s asked for %v", d.control.calls)
	}
	d.press("q").sees("user-1").seesNot("the list")
}

func TestReopenBeginsARunSomewhereElse(t *testing.T) {
	var topics []string
	var at model.Scope
	var refused error
	d := newDriver(t, 120, 36, func(s *Session) {
		s.Reopen = func(names []string, scope model.Scope) error {
			topics, at = names, scope
			return refused
		}
	})
	d.frame(d.status(model.Running))
	oldest := model.Scope{Span: model.Span{Start: model.Start{Kind: model.StartOldest}}}
	d.run(d.app.reopen([]string{"payments"}, oldest))
	if !slices.Equal(topics, []string{"payments"}) || at.Span != oldest.Span || !slices.Equal(d.control.calls, []string{"restart"}) {
		t.Errorf("reopened %v from %v, asked for %v", topics, at, d.control.calls)
	}
	d.frame().sees("payments", oldest.String())
	refused = errors.New("that is no topic")
	d.run(d.app.reopen(nil, oldest))
	d.frame().sees("that is no topic")
	if len(d.control.calls) != 1 {
		t.Errorf("asked for %v", d.control.calls)
	}
}
