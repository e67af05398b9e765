package ui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// trail leads over the matches of a filter among all messages: what happened
// around them is there. The filter is the one in force, or the last that was.
type trail struct {
	is        *query.Filter // nil while there was none
	following following     // what belongs to it
	marker    *paint.Marker
	marked    bool            // its matches are marked among all rows
	ask       *decoded.Filter // nil until it is asked

	delta  int64 // of the way that is under way, over what is kept; 0 = none
	at     int64 // the sequence number that is looked at next
	record model.Record
}

const (
	noLaterMatch   = "no later match is kept"
	noEarlierMatch = "no earlier match is kept"
	walking        = "searching"
)

// leftFilter remembers the filter in force, which is about to be taken away.
func (a *App) leftFilter() {
	if f := &a.filter; f.is != nil {
		a.unmark()
		a.trail = trail{is: f.is, following: f.following, marker: f.marker}
	}
}

// pressWalk handles the keys for matches; false for the others.
func (a *App) pressWalk(msg tea.KeyPressMsg) (cmd tea.Cmd, ok bool) {
	switch k := &a.keys; {
	case key.Matches(msg, k.NextMatch):
		a.nextMatch(1)
	case key.Matches(msg, k.PreviousMatch):
		a.nextMatch(-1)
	case key.Matches(msg, k.Around) && a.filter.is != nil:
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
	seq, ok := find(w, r.TopicPartition, r.Offset)
	if !ok {
		a.say("forgotten among all messages; only the match is kept")
		return nil
	}
	a.leftFilter()
	a.filter.following = following{}
	cmd := a.lookFor(nil)
	a.table.Select(seq)
	a.markMatches()
	a.say(a.keys.NextMatch.Help().Key + " " + a.keys.PreviousMatch.Help().Key + " walk the matches")
	return cmd
}

// matchesOnly puts the last filter in force again, with the cursor on the message
// that it is on now.
func (a *App) matchesOnly() tea.Cmd {
	var r model.Record
	_, ok := a.table.Selected(&r)
	f, last := &a.filter, a.trail.following
	a.unmark()
	cmd := a.lookFor(a.trail.is)
	last.seek, last.at, last.offset = ok && !a.table.Following(), r.TopicPartition, r.Offset
	f.following = last
	return cmd
}

// markMatches shows where the filter's matches are among all rows; unmark ends it.
func (a *App) markMatches() { a.trail.marked = true; a.table.Mark(a.trail.marker) }

func (a *App) unmark() {
	if a.trail.marked {
		a.trail.marked = false
		a.table.Mark(nil)
	}
}

// nextMatch goes to another match. Where only matches are shown, that is another
// row.
func (a *App) nextMatch(delta int64) {
	if a.filter.is != nil {
		a.rows().Move(int(delta))
		return
	}
	t := &a.trail
	if t.ask == nil {
		t.ask = decoded.NewFilter(t.is, a.session.Reader, nil)
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
