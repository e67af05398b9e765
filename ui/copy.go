package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/clip"
)

// openCopy asks what of the selected message, or of the open one, is to be
// copied.
func (a *App) openCopy() {
	r, ok := a.message()
	if !ok {
		a.say("no message is selected")
		return
	}
	k, reader, cluster := &a.keys, a.session.Reader, a.cluster()
	a.menu = &menu{
		title: "copy",
		keys:  []key.Binding{k.CopyValue, k.CopyKey, k.CopyMessage, k.CopyKcat},
		take: func(chosen int) tea.Cmd {
			copies := []func() (clip.Copy, error){
				func() (clip.Copy, error) { return clip.Part(reader, &r, decoded.Value) },
				func() (clip.Copy, error) { return clip.Part(reader, &r, decoded.Key) },
				func() (clip.Copy, error) { return clip.Message(reader, &r) },
				func() (clip.Copy, error) { return clip.Kcat(cluster, &r) },
			}
			return guarded(func() tea.Msg { // decoding may take a while
				c, err := copies[chosen]()
				return copiedMsg{c, err}
			})
		},
	}
}

// copiedMsg is a text to be copied, or why there is none.
type copiedMsg struct {
	is  clip.Copy
	err error
}

// copied has the terminal take a text, and says what it is.
func (a *App) copied(msg copiedMsg) tea.Cmd {
	if msg.err != nil {
		a.say(msg.err.Error())
		return nil
	}
	a.say(msg.is.Name + " copied, " + format.Bytes(int64(len(msg.is.Text))))
	return tea.SetClipboard(msg.is.Text)
}

// cluster is how a command that is copied reaches the brokers.
func (a *App) cluster() clip.Cluster {
	return clip.Cluster{Brokers: a.session.Brokers, Properties: a.session.Properties, Nameless: a.session.Looks.Present}
}
