package program

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/screen"
)

// ownFPS is how often a second Bubble Tea looks whether it has something for the
// terminal itself: modes, questions. Frames do not wait for it, and every look
// costs a sleeping program about 1/10,000 of a core.
const ownFPS = 10

// answerTimeout bounds how long an answer of the terminal is waited for at the
// end; a later one goes to the shell.
const answerTimeout = 200 * time.Millisecond

// quitTimeout bounds how long a terminal that takes no output may hold up the end.
const quitTimeout = 500 * time.Millisecond

// slowQuitTimeout bounds how long the end may take where no write to the terminal
// is what it waits for: then the machine is slow.
const slowQuitTimeout = 5 * time.Second

// hangupDelay is how much later than a write that fails the hangup of a terminal
// may be told. Who ignores it is not told at all.
const hangupDelay = 2 * time.Second

// Run shows a model until it quits or ctx ends, and leaves the terminal as it was.
// The feed is told when a frame stands on the terminal, and closed at the end. Run
// returns ctx's cause where that ended it, joined with ErrUnread where the terminal
// took no output, and a *PanicError for a bug. A terminal that can no longer be
// written to ends the screen, too.
func Run(ctx context.Context, m tea.Model, f *feed.Feed) error {
	out := newValve(os.Stdout)
	scr := screen.New(out)
	defer scr.Leave()
	defer scr.Close()
	f.After(scr.Settled)
	g := &guard{Model: m}
	p := newProgram(&canvas{g, scr, false}, passage{out, scr}, scr)
	go keepPainted(p, scr)
	stop := watchSuspend(p)
	defer stop()
	defer f.Close()
	var err, gone error
	ended := make(chan struct{}) // err is to be read when it is closed
	go func() {
		defer close(ended)
		_, err = p.Run()
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		if !quit(p, out, ended) {
			return errors.Join(context.Cause(ctx), ErrUnread)
		}
	case gone = <-out.failed:
		orderly := quit(p, out, ended)
		// A terminal that is closed says so twice, by a write that fails and by
		// SIGHUP, in any order. The signal is why we end.
		if !signal.Ignored(syscall.SIGHUP) {
			select {
			case <-ctx.Done():
			case <-time.After(hangupDelay):
			}
		}
		if !orderly && ctx.Err() != nil {
			return errors.Join(context.Cause(ctx), ErrUnread)
		}
		if !orderly {
			return fmt.Errorf("the terminal has gone: %w", gone)
		}
	}
	switch {
	case g.panicked != nil:
		return g.panicked
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case gone != nil:
		return fmt.Errorf("the terminal has gone: %w", gone)
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("a bug in the screen: %w", err)
	case err != nil && !errors.Is(err, tea.ErrProgramKilled):
		return fmt.Errorf("the terminal cannot be used: %w", err)
	}
	return nil
}

// newProgram makes the Bubble Tea program. It does not end before the terminal has
// answered what the screen asked it.
func newProgram(m tea.Model, out passage, scr *screen.Screen) (p *tea.Program) {
	p = tea.NewProgram(m, append(keys(scr.Answered),
		tea.WithOutput(out),
		tea.WithoutSignalHandler(), // ctx brings the signals, SIGHUP too
		tea.WithFPS(ownFPS),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if _, quits := msg.(tea.QuitMsg); !quits || !scr.Close() {
				return msg
			}
			go func() {
				scr.Rest(answerTimeout)
				p.Send(msg)
			}()
			return nil
		}),
	)...)
	return p
}

// keepPainted paints until the screen is closed; a panic ends the program in order.
func keepPainted(p *tea.Program, scr *screen.Screen) {
	defer func() {
		if v := recover(); v != nil {
			p.Send(&PanicError{Value: v, Stack: debug.Stack()})
		}
	}()
	scr.Run()
}

// quit ends the program from outside. It is false when the terminal took no
// output: then it was given up, and the screen could not be left in order.
func quit(p *tea.Program, out *valve, ended <-chan struct{}) (orderly bool) {
	go p.Quit() // it waits for the program's loop
	began := time.Now()
	for {
		took := time.Since(began)
		if took >= slowQuitTimeout || took >= quitTimeout && out.stuck(quitTimeout) {
			break
		}
		select {
		case <-ended:
			return true
		case <-time.After(quitTimeout / 10):
		}
	}
	out.giveUp()
	select {
	case <-ended: // the terminal's mode is restored
	case <-time.After(quitTimeout):
	}
	return false
}
