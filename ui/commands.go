package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/feed"
)

// recordsMsg carries what one frame brings. Every entry that its window has
// beyond the last one is the message of one invocation of the manager's
// callback; a frame carries them all, because a tea.Msg of its own for each
// would stall the program at some thousand records a second.
type recordsMsg struct{ feed.Batch }

// Urgent says that it tells of another phase.
func (m recordsMsg) Urgent() bool { return m.Phase }

// tickMsg moves the clock and carries the manager's latest figures.
type tickMsg struct {
	at     time.Time
	status model.Status
}

// sizeMsg comes when the terminal's size may have settled: no other came after
// so many.
type sizeMsg struct{ resizes int }

// controlledMsg is the end of a call to the controller.
type controlledMsg struct{ err error }

// Ticks move the clock: as often as tenths of a second are shown or records come,
// else each second. With nothing running only ages and notices change.
const (
	activeTick = 100 * time.Millisecond
	idleTick   = 500 * time.Millisecond
)

// awaitRecords waits for the next frame's worth of news.
func (a *App) awaitRecords() tea.Cmd {
	f := a.session.Feed
	return guarded(func() tea.Msg {
		if b, ok := f.Next(); ok {
			return recordsMsg{b}
		}
		return nil // the feed is closed: the program is ending
	})
}

// quietMsg is a tick after a second in which nothing came. It does not count any
// more where something came meanwhile.
type quietMsg struct {
	tickMsg
	number int
}

// pace is how fast the clock moves.
type pace struct {
	received int64 // at the last tick
	quiet    bool  // the next tick is a quietMsg
	number   int   // of it
}

// tick waits until the clock has to move.
func (a *App) tick() tea.Cmd {
	late := a.late() // cells that the next frame will have read
	news := a.received() != a.pace.received || a.matches.Found().Undecided > 0 || late
	a.pace.received = a.received()
	d := idleTick
	if late {
		d = activeTick
	}
	if a.status.Phase.Active() {
		d = activeTick
		if second, ok := a.nextSecond(); ok && !news {
			return a.quietTick(second)
		}
	}
	c := a.session.Controller
	return guarded(tea.Tick(d, func(at time.Time) tea.Msg { return tickMsg{at, c.Status()} }))
}

// nextSecond is when the clock shows another second; false while it shows tenths.
func (a *App) nextSecond() (in time.Duration, ok bool) {
	now := a.now()
	left, limited := a.status.Left(now)
	switch {
	case !limited:
		return time.Second - now.Sub(a.status.Started)%time.Second, true
	case left > time.Minute:
		return left%time.Second + time.Millisecond, true
	default:
		return 0, false
	}
}

func (a *App) quietTick(d time.Duration) tea.Cmd {
	a.pace.quiet = true
	a.pace.number++
	n, c := a.pace.number, a.session.Controller
	return guarded(tea.Tick(d, func(at time.Time) tea.Msg { return quietMsg{tickMsg{at, c.Status()}, n} }))
}

// hasten has the clock move as fast as it does with news, now that some came.
func (a *App) hasten() tea.Cmd {
	if !a.pace.quiet {
		return nil
	}
	a.pace.quiet = false
	a.pace.number++ // the tick that is under way does not count
	return a.tick()
}

// settledAfter is how long a size must last before the screen is painted anew. A
// terminal that is dragged moves and cuts lines by itself, each in its own way,
// and what is painted meanwhile may land on either side of that.
const settledAfter = 150 * time.Millisecond

// awaitSize waits until the terminal's size has settled.
func (a *App) awaitSize() tea.Cmd {
	if a.resizes == 1 {
		return nil // the first size is no change
	}
	n := a.resizes
	return guarded(tea.Tick(settledAfter, func(time.Time) tea.Msg { return sizeMsg{n} }))
}

// control calls the manager off the program's loop.
func (a *App) control(call func() error) tea.Cmd {
	return guarded(func() tea.Msg { return controlledMsg{call()} })
}

// begin starts the manager at once: brokers are asked while the terminal is being
// set up. Init brings what came of it.
func (a *App) begin() {
	if a.undecided() {
		return
	}
	start, came := a.control(a.session.Controller.Start), make(chan tea.Msg, 1)
	go func() { came <- start() }()
	a.begun = func() tea.Msg { return <-came }
}

// reopen begins a new run somewhere else: of other topics, or nil for the same,
// from a position that is the session's from now on.
func (a *App) reopen(topics []string, at model.Scope) tea.Cmd {
	a.session.Start = at
	if topics != nil {
		a.session.Topics = topics
	}
	s := a.session
	return tea.Batch(a.recallFormats(), a.control(func() error {
		if err := s.Reopen(topics, at); err != nil {
			return err
		}
		return s.Controller.Restart()
	}))
}
