//go:build unix

package ui

import (
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
)

// suspendMsg asks the program to stop itself as the shell's job control wants.
type suspendMsg struct{}

// stops receives SIGTSTP sent from outside (kill -TSTP): the terminal must be
// given back before the process stops, so the default action must not run.
var stops = make(chan os.Signal, 1)

// watchSuspend turns SIGTSTP into a suspendMsg until the returned function is
// called.
func watchSuspend(p *tea.Program) (stop func()) {
	signal.Notify(stops, syscall.SIGTSTP)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-stops:
				p.Send(suspendMsg{})
			case <-done:
				return
			}
		}
	}()
	return func() { signal.Stop(stops); close(done) }
}

// suspend gives the terminal back and stops the process group, as ctrl+z does
// in every other program. The signal must have its default action for that.
func suspend() tea.Msg {
	signal.Stop(stops)
	return tea.SuspendMsg{}
}

// resumed watches for the signal again after fg.
func resumed() { signal.Notify(stops, syscall.SIGTSTP) }
