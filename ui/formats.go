package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/formats"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

// formatMsg is the end of setting a format, whose files may have been read.
type formatMsg struct {
	topic    string
	part     decoded.Part
	format   decode.Format
	recalled bool          // it was remembered from an earlier session
	menu     *formats.Pane // that chose it; nil for none
	err      error
}

// openFormats opens the menu for the message that is looked at.
func (a *App) openFormats() {
	r, ok := a.message()
	if !ok {
		a.say("no message is selected")
		return
	}
	a.openPane(formats.New(a.theme, a.glyphs, r, formats.Options{Keys: &a.keys, Reader: a.session.Reader, Set: a.setFormat}))
}

// setFormat has a part of a topic read by another format. The files that the
// format names are read off the program's loop.
func (a *App) setFormat(topic string, part decoded.Part, f decode.Format) tea.Cmd {
	r := a.session.Reader
	menu, _ := a.pane.(*formats.Pane)
	return guarded(func() tea.Msg {
		return formatMsg{topic: topic, part: part, format: f, menu: menu, err: r.Set(topic, part, f)}
	})
}

// formatItem is where the format of a part is remembered.
func formatItem(part decoded.Part) state.Item[string] {
	if part == decoded.Key {
		return state.KeyFormat
	}
	return state.ValueFormat
}

// topicState is what is remembered of a topic.
func (a *App) topicState(topic string) *state.Section {
	return a.session.State.Topic(state.Cluster(a.session.Brokers), topic)
}

// formatSet shows what a format makes of the messages, and has the filter look
// at them anew. What cannot be used is told, and what was before stays.
func (a *App) formatSet(msg formatMsg) tea.Cmd {
	menu := msg.menu
	open := menu != nil && a.pane == pane(menu) // it may be closed by now, and another one open
	if msg.err != nil {
		switch {
		case msg.recalled:
			what := fmt.Sprintf("%ss of %s are not read as %s, as they were the last time: %v", msg.part, msg.topic, msg.format, msg.err)
			a.faults.Add(model.NewFault(model.FaultNotice, what, nil))
		case open:
			menu.Wrong(msg.err)
		default:
			a.say(safetext.String(msg.err.Error()))
		}
		return nil
	}
	if !msg.recalled {
		if open {
			a.closePane()
		}
		a.say(fmt.Sprintf("%ss of %s are read as %s", msg.part, safetext.String(msg.topic), safetext.String(msg.format.String())))
		if msg.format == decode.Auto {
			formatItem(msg.part).Forget(a.topicState(msg.topic))
		} else {
			formatItem(msg.part).Set(a.topicState(msg.topic), msg.format.String())
		}
	}
	cmd := a.reread()
	if a.matches.Filter() != nil {
		return tea.Batch(cmd, a.matches.Search())
	}
	return cmd
}

// recallFormats puts the formats in force that topics had in an earlier session.
// What was asked for on the command line counts more.
func (a *App) recallFormats() tea.Cmd {
	var cmds []tea.Cmd
	for _, topic := range a.session.Topics {
		for _, part := range []decoded.Part{decoded.Key, decoded.Value} {
			text, ok := formatItem(part).Of(a.topicState(topic))
			if !ok || a.session.Reader.Format(topic, part) != decode.Auto {
				continue
			}
			f, err := decode.Parse(text)
			if err != nil {
				continue // by another version of ktm, or by hand
			}
			r := a.session.Reader
			cmds = append(cmds, guarded(func() tea.Msg {
				return formatMsg{topic: topic, part: part, format: f, recalled: true, err: r.Set(topic, part, f)}
			}))
		}
	}
	return tea.Batch(cmds...)
}

// reread shows anew what the same bytes may be now: a schema has come, or a
// format was set. The table looks by itself.
func (a *App) reread() tea.Cmd {
	if v := a.session.Reader.Version(); v != a.readAt {
		a.readAt = v
		if d := a.inView(); d != nil {
			d.Reread()
		}
	}
	return a.matches.Retry(a.now())
}
