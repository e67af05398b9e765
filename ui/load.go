package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

// loader reads the rest of the open message when it is asked for. What comes
// for a message that is no longer open is dropped.
type loader struct {
	ctx    context.Context // of the screen
	number int             // of the last load
	stop   context.CancelFunc
}

// cancel ends the load that is under way, if there is one.
func (l *loader) cancel() {
	if l.stop != nil {
		l.stop()
	}
	l.stop = nil
}

// loadedMsg is what a load brought.
type loadedMsg struct {
	number int
	record model.Record
	err    error
}

// loadWhole reads the open message from the brokers, off the program's loop.
func (a *App) loadWhole() tea.Cmd {
	a.load.cancel()
	ctx, stop := context.WithCancel(a.load.ctx)
	a.load.stop = stop
	a.load.number++
	a.detail.Loading()
	number, load := a.load.number, a.session.Load
	at, offset := a.detail.Message()
	return guarded(func() tea.Msg {
		r, err := load(ctx, at, offset)
		return loadedMsg{number, r, err}
	})
}

// loaded shows what came, unless nobody waits for it any more.
func (a *App) loaded(msg loadedMsg) {
	if a.detail == nil || a.load.stop == nil || msg.number != a.load.number {
		return
	}
	a.load.cancel()
	if msg.err == nil {
		a.detail.Whole(&msg.record)
		if a.reading.comparing {
			a.compare()
		}
		return
	}
	err := a.stage.error(msg.err)
	sentence, hint := "It cannot be read: "+err.Error(), ""
	if f, ok := errors.AsType[*model.Fault](err); ok && f.Text != "" {
		sentence, hint = f.Text, f.Hint
	}
	a.detail.Failed(sentence, hint)
}
