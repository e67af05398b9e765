package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/clip"
)

// openCopy asks what of the selected message, or of the open one, is to be
// copied.
func (a *App) openCopy() {
	var r model.Record
	if a.detail != nil {
		r = *a.detail.Record()
	} else if _, ok := a.rows().Selected(&r); ok {
		r = r.Clone() // rows move on while a person chooses
	} else {
		a.say("no message is selected")
		return
	}
	k := &a.keys
	a.menu = &menu{
		title: "copy",
		keys:  []key.Binding{k.CopyValue, k.CopyKey, k.CopyMessage, k.CopyKcat},
		take: func(chosen int) tea.Cmd {
			return a.copied([]func() (clip.Copy, error){
				func() (clip.Copy, error) { return clip.Part(a.session.Reader, &r, decoded.Value) },
				func() (clip.Copy, error) { return clip.Part(a.session.Reader, &r, decoded.Key) },
				func() (clip.Copy, error) { return clip.Message(a.session.Reader, &r) },
				func() (clip.Copy, error) { return clip.Kcat(a.cluster(), &r) },
			}[chosen]())
		},
	}
}

// copied has the terminal take a text, and says what it is.
func (a *App) copied(c clip.Copy, err error) tea.Cmd {
	if err != nil {
		a.say(err.Error())
		return nil
	}
	a.say(c.Name + " copied, " + format.Bytes(int64(len(c.Text))))
	return tea.SetClipboard(c.Text)
}

// cluster is how a command that is copied reaches the brokers.
func (a *App) cluster() clip.Cluster {
	return clip.Cluster{Brokers: a.session.Brokers, Properties: a.session.Properties, Nameless: a.session.Looks.Present}
}
