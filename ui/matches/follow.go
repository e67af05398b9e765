package matches

import (
	"bytes"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
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

// Follow shows only messages with the key of r, and r among them where it is to
// stay selected. refused is why that cannot be; "" where it can.
func (m *Model) Follow(r *model.Record, stay bool) (cmd tea.Cmd, refused string) {
	if r.Whole != nil && int64(len(r.Key)) < r.Whole.Key {
		return nil, "only the beginning of this key is kept; it cannot be followed"
	}
	key := r.Key
	if len(key) > 0 && !m.reader.AsIs(r, decoded.Key) {
		if read := m.reader.Key(r); read.Err == nil {
			key = read.Text // what filters see
		}
	}
	is, err := query.Parse(query.KeyIs(key))
	if err != nil {
		return nil, "this key is too long for a filter"
	}
	under := m.is
	cmd = m.LookFor(is)
	m.following = following{is: is, under: under, seek: stay, at: r.TopicPartition, offset: r.Offset}
	if shown := m.reader.Shown(r, decoded.Key, decode.Result{Text: key}).Text; !bytes.Equal(shown, key) {
		m.following.shown = query.KeyIs(shown)
	}
	return cmd, ""
}

// Follows says that the filter in force is the one of a followed key, unchanged.
func (m *Model) Follows() bool {
	return m.following.is != nil && m.is == m.following.is
}

// Text is the filter in force as it may be seen; hidden says that it is not all of
// it. There must be one.
func (m *Model) Text() (text string, hidden bool) {
	if m.Follows() && m.following.shown != "" {
		return m.following.shown, m.following.shown != m.is.String()
	}
	return m.is.String(), false
}

// Leave takes the filter in force away. One for a key gives the place back to the
// filter before it.
func (m *Model) Leave() tea.Cmd {
	var under *query.Filter
	if m.Follows() {
		under = m.following.under
	}
	if under == nil {
		m.remember()
	}
	m.following = following{}
	return m.LookFor(under)
}

// seekFollowed puts the cursor on the message that was selected when its key
// began to be followed, as soon as all that is kept was looked at.
func (m *Model) seekFollowed(v sieve.View) {
	f := &m.following
	if !f.seek || f.is != nil && m.is != f.is || v.Backlog > 0 || v.Window == nil {
		return
	}
	f.seek = false
	if seq, ok := v.Window.Find(f.at, f.offset); ok {
		m.table.Select(seq)
	}
}
