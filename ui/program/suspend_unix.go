//go:build unix

package program

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
)

// SuspendMsg asks the program to stop itself as the shell's job control wants.
type SuspendMsg struct{}

// watchSuspend turns SIGTSTP from outside (kill -TSTP) into a SuspendMsg until
// the returned function is called: the terminal must be given back before the
// process stops, so the default action must not run.
func watchSuspend(p *tea.Program) (stop func()) {
	stops := make(chan os.Signal, 1)
	signal.Notify(stops, syscall.SIGTSTP)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-stops:
				p.Send(SuspendMsg{})
			case <-done:
				return
			}
		}
	}()
	return func() { signal.Stop(stops); close(done) }
}

// Suspend gives the terminal back, stops the process group as ctrl+z does in
// every other program, and takes the terminal again after fg.
func Suspend() tea.Cmd { return tea.Exec(stopped{}, nil) }

// stopped is a command that takes as long as the process is stopped.
type stopped struct{}

// Run stops the process group, the shell's job. SIGSTOP, because Go keeps its
// handler for SIGTSTP once it was watched, and tea.Suspend sends that one. The
// stop does not hit this thread at once: only SIGCONT says that it is over.
func (stopped) Run() error {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	if err := syscall.Kill(0, syscall.SIGSTOP); err != nil {
		return fmt.Errorf("stopping the process group: %w", err)
	}
	<-continued
	return nil
}

func (stopped) SetStdin(io.Reader)  {}
func (stopped) SetStdout(io.Writer) {}
func (stopped) SetStderr(io.Writer) {}
