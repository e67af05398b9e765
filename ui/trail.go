package ui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/query"
)

// trail leads over the matches of a filter among all messages: what happened
// around them is there. The filter is the one in force, or the last that was.
type trail struct {
	marked bool            // its matches are marked among all rows
	ask    *decoded.Filter // nil until one is asked
	of     *query.Filter   // that ask is of

	delta  int64 // of the way that is under way, over what is kept; 0 = none
	at     int64 // the sequence number that is looked at next
	record model.Record
}

const (
	noLaterMatch   = "no later match is kept"
	noEarlierMatch = "no earlier match is kept"
	walking        = "searching"
)

// adaptTrail ends the way, and the marks among all rows, where only matches are
// shown.
func (a *App) adaptTrail() {
	filtered := a.matches.Filter() != nil
	if filtered {
		a.trail.delta = 0
		a.unmark()
	}
	a.keys.AdaptMatches(filtered, a.matches.Last() != nil, a.trail.marked)
}

// pressWalk handles the keys for matches; false for the others.
func (a *App) pressWalk(msg tea.KeyPressMsg) (cmd tea.Cmd, ok bool) {
	switch k := &a.keys; {
	case key.Matches(msg, k.NextMatch):
		a.nextMatch(1)
	case key.Matches(msg, k.PreviousMatch):
		a.nextMatch(-1)
	case key.Matches(msg, k.Around) && a.matches.Filter() != nil:
		return a.around(), true
	case key.Matches(msg, k.Around):
		return a.matchesOnly(), true
	case a.trail.marked && key.Matches(msg, k.Back):
		a.unmark()
	default:
		return nil, false
	}
	return nil, true
}

// around shows the selected match among all messages.
func (a *App) around() tea.Cmd {
	var r model.Record
	if _, ok := a.rows().Selected(&r); !ok {
		a.say("no message is selected")
		return nil
	}
	w := a.window()
	if w == nil {
		return nil
	}
	seq, ok := w.Find(r.TopicPartition, r.Offset)
	if !ok {
		a.say("forgotten among all messages; only the match is kept")
		return nil
	}
	cmd := a.matches.Aside()
	a.table.Select(seq)
	a.markMatches()
	a.say(a.keys.NextMatch.Help().Key + " " + a.keys.PreviousMatch.Help().Key + " walk the matches")
	return cmd
}

// matchesOnly puts the last filter in force again, with the cursor on the message
// that it is on now.
func (a *App) matchesOnly() tea.Cmd {
	var r model.Record
	if _, ok := a.table.Selected(&r); !ok || a.table.Following() {
		return a.matches.Again(nil)
	}
	return a.matches.Again(&r)
}

// markMatches shows where the filter's matches are among all rows; unmark ends it.
func (a *App) markMatches() { a.trail.marked = true; a.table.Mark(a.matches.LastMarker()) }

func (a *App) unmark() {
	if a.trail.marked {
		a.trail.marked = false
		a.table.Mark(nil)
	}
}

// nextMatch goes to another match. Where only matches are shown, that is another
// row.
func (a *App) nextMatch(delta int64) {
	if a.matches.Filter() != nil {
		a.rows().Move(int(delta))
		return
	}
	t := &a.trail
	if last := a.matches.Last(); t.of != last {
		t.of, t.ask = last, decoded.NewFilter(last, a.session.Reader, nil)
	}
	a.markMatches()
	seq, isRule := a.table.Seq()
	if t.delta, t.at = delta, seq+delta; isRule && delta > 0 {
		t.at = seq
	}
	a.walkOn()
	if t.delta != 0 {
		a.say(walking)
	}
}

// walkOn makes the next step of the way, which is short enough for keys to be
// answered.
func (a *App) walkOn() {
	t, all := &a.trail, a.window()
	begun := time.Now()
	for n := 1; t.delta != 0 && all != nil && t.at >= all.First() && t.at < all.First()+int64(all.Len()); n++ {
		if n%chaseClock == 0 && time.Since(begun) > chaseTime {
			return
		}
		seq := t.at
		t.at += t.delta
		all.Record(int(seq-all.First()), &t.record)
		if t.ask.Match(&t.record) {
			t.delta = 0
			a.table.Select(seq)
			a.unsay(noLaterMatch, noEarlierMatch, walking)
		}
	}
	if t.delta != 0 {
		a.say(map[bool]string{true: noLaterMatch, false: noEarlierMatch}[t.delta > 0])
	}
	t.delta, t.record = 0, model.Record{}
}
