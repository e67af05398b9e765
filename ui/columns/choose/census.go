package choose

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/history"
)

// What is looked at for the columns that could be: so many of the messages that are
// kept, evenly from the oldest to the newest, and so much of each.
const (
	sampled      = 100
	sampledBytes = 16 << 10
)

// countedMsg is the end of counting the fields of messages.
type countedMsg struct {
	of       *Pane
	messages int
	fields   []field.Counted
}

// CountIn counts the fields of some of the messages of a window, which is the
// caller's; nil = there are none. The pane takes the end of it ([Pane.Take]).
func (p *Pane) CountIn(w *history.Window) tea.Cmd {
	if w == nil || w.Len() == 0 {
		return nil
	}
	p.counting = true
	w, reader := w.Share(), p.Reader
	var wanted []field.Field
	for _, c := range p.Columns() {
		wanted = append(wanted, c.Field)
	}
	return func() tea.Msg {
		defer w.Release()
		var c field.Census
		c.Want(wanted...)
		var r model.Record
		n := min(sampled, w.Len())
		for i := range n {
			w.Record((i+1)*w.Len()/n-1, &r)
			key, value := reader.Glance(&r, decoded.Key, sampledBytes), reader.Glance(&r, decoded.Value, sampledBytes)
			c.Add(key.Text, value.Text, reader.Masked(&r).Headers)
		}
		return countedMsg{p, c.Messages(), c.Fields()}
	}
}
