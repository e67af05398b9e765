package program

import (
	"fmt"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
)

// PanicError is a bug in the screen: Run ends with it, the terminal restored,
// instead of throwing a stack at the user. The stack is for the log; the caller
// writes it there.
type PanicError struct {
	Value any
	Stack []byte
}

// Error says what happened in one line.
func (e *PanicError) Error() string { return fmt.Sprintf("a bug in the screen: %v", e.Value) }

// Guarded is cmd with its panics caught; none, nil, is none. Commands run on
// goroutines of their own, where the guard cannot see them.
func Guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if v := recover(); v != nil {
				msg = &PanicError{Value: v, Stack: debug.Stack()}
			}
		}()
		return cmd()
	}
}

// guard stands between the program and its model and turns a panic into an
// orderly end.
type guard struct {
	tea.Model
	panicked *PanicError
}

func (g *guard) catch(quit *tea.Cmd) {
	if v := recover(); v != nil {
		if g.panicked == nil {
			g.panicked = &PanicError{Value: v, Stack: debug.Stack()}
		}
		*quit = tea.Quit
	}
}

// Update passes msg on.
func (g *guard) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	if g.panicked != nil {
		return g, tea.Quit
	}
	if p, ok := msg.(*PanicError); ok {
		g.panicked = p
		return g, tea.Quit
	}
	defer g.catch(&cmd)
	_, cmd = g.Model.Update(msg)
	return g, cmd
}

// View passes on; after a panic it is empty until the program has ended.
func (g *guard) View() (v tea.View) {
	if g.panicked != nil {
		return tea.NewView("")
	}
	var quit tea.Cmd
	defer g.catch(&quit)
	return g.Model.View()
}
