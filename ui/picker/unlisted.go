package picker

import "github.com/kafkathreadmanager/ktm/model/names"

// unlisted is the whole name that is typed, where it may be that of a topic and
// none that is listed matches it: one that is still to be created.
func (p *Pane) unlisted() (name string, ok bool) {
	name = p.list.Typed()
	return name, p.list.Len() > 0 && p.list.Matching() == 0 && names.CheckTopic(name) == nil
}

// doubts says that a name needs a second enter: it may be a slip, and would take the
// rows of the topics that are read with it.
func (p *Pane) doubts(name string) bool {
	return len(p.Reading) > 0 && !p.reading[name] && p.known[name] == nil // an internal one may be hidden
}

// meant is the listed topic that a name may be a slip of; "" where none is near.
func (p *Pane) meant(name string) string {
	listed := make([]string, len(p.shown))
	for i, r := range p.shown {
		listed[i] = r.Name
	}
	return names.NearestTopic(name, listed)
}

// noMatch says what can be done where nothing that is listed matches.
func (p *Pane) noMatch() (hint string) {
	name, ok := p.unlisted()
	if !ok {
		return "esc shows all of them."
	}
	enter := "enter"
	switch {
	case p.sure == name:
		enter = "enter again"
	case p.doubts(name):
		enter = "enter twice"
	}
	hint = enter + " waits for " + name + " until it is created; esc shows all topics."
	if near := p.meant(name); near != "" {
		hint = "Did you mean " + near + "? " + hint
	}
	return hint
}
