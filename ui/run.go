package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
)

// defaultFPS is how many frames of records a second a person can tell apart
// from more; keys are answered at twice that.
const defaultFPS = 30

// quitTimeout bounds how long a terminal that no longer reads may hold up the end.
const quitTimeout = 500 * time.Millisecond

// Run shows the screen until the user quits or ctx ends, and leaves the
// terminal as it was. The manager is started at the beginning; stopping it
// afterwards is the caller's. Run returns ctx's cause where that ended it.
func Run(ctx context.Context, s Session) error {
	if s.FPS <= 0 {
		s.FPS = defaultFPS
	}
	app := New(s)
	g := &guard{Model: app}
	p := tea.NewProgram(g,
		tea.WithoutSignalHandler(), // ctx brings the signals, SIGHUP too
		tea.WithFPS(min(120, 2*s.FPS)),
	)
	stop := watchSuspend(p)
	defer stop()
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-done:
			return
		case <-ctx.Done():
		}
		p.Quit()
		select {
		case <-done:
		case <-time.After(quitTimeout):
			p.Kill()
		}
	}()
	_, err := p.Run()
	s.Feed.Close()
	switch {
	case g.panicked != nil:
		return g.panicked
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && !errors.Is(err, tea.ErrProgramKilled):
		return fmt.Errorf("the terminal cannot be used: %w", err)
	}
	return nil
}
