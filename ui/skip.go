package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// unreadable is a place where a partition stands still: what lies there cannot
// be read.
type unreadable struct {
	model.TopicPartition
	offset int64
	asked  bool // it is being left out
}

// stuck are the partitions that stand still, the one that was told first at the
// front. Each is there once.
type stuck []unreadable

// note takes a fault into account. It is true when the place is known already:
// a consumer tells of it as long as it stands there.
func (s *stuck) note(f *model.Fault) (again bool) {
	if f.Kind != model.FaultCorrupt && f.Kind != model.FaultTooLarge || f.Topic == "" || f.Partition < 0 || f.Offset < 0 || f.Fatal {
		return false
	}
	u := unreadable{TopicPartition: model.TopicPartition{Topic: f.Topic, Partition: f.Partition}, offset: f.Offset}
	for i := range *s {
		if (*s)[i].TopicPartition == u.TopicPartition {
			again = (*s)[i].offset == u.offset
			(*s)[i] = u
			return again
		}
	}
	*s = append(*s, u)
	return false
}

// pass forgets the places that are behind their partition's position, and gives
// them.
func (s *stuck) pass(positions []model.Position) (passed []unreadable) {
	*s = slices.DeleteFunc(*s, func(u unreadable) bool {
		p, ok := positionOf(positions, u.TopicPartition)
		if ok = ok && p.Next > u.offset; ok {
			passed = append(passed, u)
		}
		return ok
	})
	return passed
}

// next is the place that a key would leave out: none while one is being left
// out, so that a second press by mistake does not reach the next place.
func (s stuck) next(positions []model.Position) (u unreadable, ok bool) {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i].asked {
			return unreadable{}, false
		}
		if p, known := positionOf(positions, s[i].TopicPartition); known && p.Next <= s[i].offset {
			u, ok = s[i], true
		}
	}
	return u, ok
}

// ask notes that the place in a partition is being left out, or no longer.
func (s stuck) ask(tp model.TopicPartition, asked bool) {
	for i := range s {
		if s[i].TopicPartition == tp {
			s[i].asked = asked
		}
	}
}

func positionOf(positions []model.Position, tp model.TopicPartition) (model.Position, bool) {
	i := slices.IndexFunc(positions, func(p model.Position) bool { return p.TopicPartition == tp })
	if i < 0 {
		return model.Position{}, false
	}
	return positions[i], true
}

// skippedMsg is the end of a call that was to leave a place out.
type skippedMsg struct {
	unreadable
	err error
}

// skip has the manager leave out the place that is offered.
func (a *App) skip() tea.Cmd {
	u, ok := a.stuck.next(a.status.Positions)
	if !ok {
		return nil
	}
	a.stuck.ask(u.TopicPartition, true)
	a.say("skipping " + a.placeOf(u))
	c := a.session.Controller
	return guarded(func() tea.Msg { return skippedMsg{u, c.Skip(u.TopicPartition, u.offset)} })
}

// skipped tells why a place could not be left out; that it was, the manager
// tells.
func (a *App) skipped(msg skippedMsg) {
	if msg.err == nil {
		return
	}
	a.say(a.stage.hush(safetext.String(msg.err.Error())))
	a.stuck.ask(msg.TopicPartition, false)
}

// offerSkip shows the key where it would do something.
func (a *App) offerSkip() {
	u, ok := a.stuck.next(a.status.Positions)
	ok = ok && a.status.Phase.Active()
	place, desc := "", "skip the batch"
	if ok {
		place, desc = u.At(u.offset), "skip "+a.placeOf(u)
	}
	a.keys.Skip.SetEnabled(ok)
	a.keys.Skip.SetHelp(a.keys.Skip.Help().Key, desc)
	a.faults.OfferSkip(place, a.keys.Skip.Help().Key)
}

// placeOf names a place in a few columns.
func (a *App) placeOf(u unreadable) string {
	return safetext.Truncate(u.At(u.offset), 40, a.glyphs.Ellipsis)
}
