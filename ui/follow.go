package ui

import (
	"bytes"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/model/sieve"
)

// following is the filter for one key that a key press put in force, and what it
// is to lead back to.
type following struct {
	is    *query.Filter // nil while there is none
	under *query.Filter // the filter that it took the place of; nil for none

	// The message that was selected is looked for among the matches, once they
	// are all there.
	seek   bool
	at     model.TopicPartition
	offset int64

	shown string // instead of the filter, which tells what is concealed; "" = the filter
}

// followKey shows only messages with the selected message's key, or what was
// shown before that.
func (a *App) followKey() tea.Cmd {
	if a.follows() {
		return a.leaveKey()
	}
	var r model.Record
	if a.detail != nil {
		r = *a.detail.Record()
		cmd := a.follow(&r, true)
		a.shut()
		return cmd
	}
	if _, ok := a.rows().Selected(&r); !ok {
		a.say("no message is selected")
		return nil
	}
	return a.follow(&r, !a.rows().Following())
}

// follow shows only messages with the key of r, and r among them where it is to
// stay selected.
func (a *App) follow(r *model.Record, stay bool) tea.Cmd {
	if r.Whole != nil && int64(len(r.Key)) < r.Whole.Key {
		a.say("only the beginning of this key is kept; it cannot be followed")
		return nil
	}
	key := r.Key
	if len(key) > 0 && !a.session.Reader.AsIs(r, decoded.Key) {
		if read := a.session.Reader.Key(r); read.Err == nil {
			key = read.Text // what filters see
		}
	}
	is, err := query.Parse(query.KeyIs(key))
	if err != nil {
		a.say("this key is too long for a filter")
		return nil
	}
	under := a.filter.is
	cmd := a.lookFor(is)
	a.filter.following = following{is: is, under: under, seek: stay, at: r.TopicPartition, offset: r.Offset}
	if shown := a.session.Reader.Shown(r, decoded.Key, decode.Result{Text: key}).Text; !bytes.Equal(shown, key) {
		a.filter.following.shown = query.KeyIs(shown)
	}
	return cmd
}

// follows says that the filter in force is the one of a followed key, unchanged.
func (a *App) follows() bool {
	return a.filter.following.is != nil && a.filter.is == a.filter.following.is
}

// filterText is the filter in force as it may be seen.
func (a *App) filterText() string {
	if a.follows() && a.filter.following.shown != "" {
		return a.filter.following.shown
	}
	return a.filter.is.String()
}

// leaveKey takes the filter in force away. One for a key gives the place back to
// the filter before it.
func (a *App) leaveKey() tea.Cmd {
	var under *query.Filter
	if a.follows() {
		under = a.filter.following.under
	}
	if under == nil {
		a.leftFilter()
	}
	a.filter.following = following{}
	return a.lookFor(under)
}

// seekFollowed puts the cursor on the message that was selected when its key
// began to be followed, as soon as all that is kept was looked at.
func (f *filter) seekFollowed(v sieve.View) {
	if !f.following.seek || f.following.is != nil && f.is != f.following.is || v.Backlog > 0 || v.Window == nil {
		return
	}
	f.following.seek = false
	if seq, ok := find(v.Window, f.following.at, f.following.offset); ok {
		f.table.Select(seq)
	}
}

// find gives the sequence number of a message in a window, the last one where it
// is there twice.
func find(w *history.Window, at model.TopicPartition, offset int64) (seq int64, ok bool) {
	for i := w.Len() - 1; i >= 0; i-- {
		if m := w.Meta(i); m.Offset == offset && m.TopicPartition == at {
			return w.First() + int64(i), true
		}
	}
	return 0, false
}
