package ui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/ui/detail"
)

// chase is the way to another message with the key of the open one, over what is
// kept. It is gone in steps, so that keys come between.
type chase struct {
	delta   int64
	at      int64 // the sequence number to be looked at next
	compare bool  // the open message is compared with it, else it is opened
	self    bool  // the open message itself has to be passed first
	record  model.Record
}

// A step of a chase is short enough for keys to be answered, and looks at the
// clock every so many messages.
const (
	chaseTime  = 8 * time.Millisecond
	chaseClock = 512
)

// pressSame handles the keys for other messages of the same key; false for the
// others.
func (a *App) pressSame(msg tea.KeyPressMsg) bool {
	switch k := &a.keys.Same; {
	case a.detail.Record().Key == nil && key.Matches(msg, k.NextSame, k.PreviousSame):
		a.say(noKey)
	case key.Matches(msg, k.NextSame):
		a.reading.chase = &chase{delta: 1, at: max(a.opened+1, first(a.rowsWindow()))}
	case key.Matches(msg, k.PreviousSame):
		a.reading.chase = &chase{delta: -1, at: a.opened - 1}
	case key.Matches(msg, k.Compare):
		if a.reading.comparing {
			a.endCompare()
			return true
		}
		a.reading.comparing = true
		a.compare()
	default:
		return false
	}
	return true
}

// compare looks for the message that the open one is compared with: among all
// that are kept, also where matches are shown.
func (a *App) compare() {
	a.detail.Compare()
	a.reading.chase = &chase{delta: -1, at: a.opened - 1, compare: true}
	if w := a.window(); a.matches.Table() != nil && w != nil {
		a.reading.chase.at, a.reading.chase.self = w.First()+int64(w.Len())-1, true
	}
}

// endCompare shows the value again.
func (a *App) endCompare() {
	a.reading.comparing, a.reading.chase = false, nil
	a.detail.StopComparing()
}

// rowsWindow is what the rows are of.
func (a *App) rowsWindow() *history.Window {
	if a.matches.Table() != nil {
		return a.matches.Window()
	}
	return a.window()
}

func first(w *history.Window) int64 {
	if w == nil {
		return 0
	}
	return w.First()
}

// chasing makes the next step of a chase.
func (a *App) chasing() tea.Cmd {
	c := a.reading.chase
	if c == nil || a.detail == nil {
		a.reading.chase = nil
		return nil
	}
	w, open := a.rowsWindow(), a.detail.Record()
	if open.Key == nil {
		c.at = -1 // null is no key that others could share
	}
	if c.compare {
		w = a.window()
	}
	begun := time.Now()
	for n := 1; w != nil && c.at >= w.First() && c.at < w.First()+int64(w.Len()); n++ {
		if n%chaseClock == 0 && time.Since(begun) > chaseTime {
			return nil
		}
		seq := c.at
		c.at += c.delta
		if c.same(w, int(seq-w.First()), open) {
			a.reading.chase = nil
			return a.caught(c, seq)
		}
	}
	a.reading.chase = nil
	switch {
	case c.compare:
		a.detail.Compared(nil)
	case c.delta > 0:
		a.say(noLater)
	default:
		a.say(noEarlier)
	}
	return nil
}

// same says that a message is another one with the key of the open one; of those
// to compare with, an earlier one.
func (c *chase) same(w *history.Window, i int, open *model.Record) bool {
	m := w.Meta(i)
	itself := m.TopicPartition == open.TopicPartition && m.Offset == open.Offset
	if c.self {
		c.self = !itself
		return false
	}
	if itself || m.Topic != open.Topic || m.KeyLen != open.KeyLen() {
		return false
	}
	// A run that began anew brings messages again, and later ones before them.
	if c.compare && (m.Partition == open.Partition && m.Offset > open.Offset || m.Partition != open.Partition && m.Timestamp > open.Timestamp) {
		return false
	}
	w.Record(i, &c.record)
	return c.record.SameKey(open)
}

// comparedMsg is the end of a comparison of an open message.
type comparedMsg struct {
	at     model.TopicPartition
	offset int64
	is     *detail.Comparison
}

// caught opens the message that a chase came to, or compares it off the loop.
func (a *App) caught(c *chase, seq int64) tea.Cmd {
	if !c.compare {
		a.resume = false
		a.rows().Select(seq)
		a.show()
		return nil
	}
	before, open, reader := c.record.Clone(), *a.detail.Record(), a.session.Reader
	return guarded(func() tea.Msg {
		return comparedMsg{open.TopicPartition, open.Offset, detail.Compare(reader, &before, &open)}
	})
}

// compared shows a comparison, unless another message is open meanwhile.
func (a *App) compared(msg comparedMsg) {
	if a.detail == nil || !a.detail.Comparing() {
		return
	}
	if at, offset := a.detail.Message(); at == msg.at && offset == msg.offset {
		a.detail.Compared(msg.is)
	}
}
