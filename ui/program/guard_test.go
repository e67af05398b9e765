package program

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// broken is a model that panics where it is told to.
type broken struct{ in string }

func (b broken) Init() tea.Cmd { return nil }

func (b broken) Update(tea.Msg) (tea.Model, tea.Cmd) {
	switch b.in {
	case "update":
		panic("update")
	case "command":
		return b, Guarded(func() tea.Msg { panic("command") })
	}
	return b, nil
}

func (b broken) View() tea.View {
	if b.in == "view" {
		panic("view")
	}
	return tea.NewView("fine")
}

func TestAPanicEndsTheProgramInOrder(t *testing.T) {
	for _, in := range []string{"update", "view", "command"} {
		t.Run(in, func(t *testing.T) {
			g := &guard{Model: broken{in}}
			_, cmd := g.Update(nil)
			if in == "command" {
				_, cmd = g.Update(cmd())
			}
			g.View()
			if in == "view" { // a view has no command: the next message brings it
				_, cmd = g.Update(nil)
			}
			if g.panicked == nil || g.panicked.Value != in || len(g.panicked.Stack) == 0 {
				t.Fatalf("caught %+v", g.panicked)
			}
			if cmd == nil {
				t.Fatal("the program goes on")
			}
			if _, ok := cmd().(tea.QuitMsg); !ok {
				t.Error("the program goes on")
			}
			if v := g.View(); v.Content != "" {
				t.Errorf("after a panic the screen shows %q", v.Content)
			}
		})
	}
}
