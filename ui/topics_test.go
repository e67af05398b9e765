package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/picker"
)

// shop is what a cluster in a test tells of its topics.
type shop struct {
	ctx     context.Context // that it was opened with
	figures map[string]model.TopicFigures
}

func (s *shop) Topics() ([]model.Topic, error) {
	topics := []model.Topic{
		{Name: "__consumer_offsets", Partitions: 50, Replicas: 3, Internal: true},
		{Name: "clicks", Partitions: 24, Replicas: 3},
		{Name: "dev.payments.v1", Partitions: 3, Replicas: 1},
		{Name: "orders", Partitions: 3, Replicas: 3},
		{Name: "payments", Partitions: 3, Replicas: 3},
	}
	for i := range 40 {
		topics = append(topics, model.Topic{Name: fmt.Sprintf("team-%02d.events", i), Partitions: 1, Replicas: 3})
	}
	return topics, nil
}

func (s *shop) Figures(names []string) (map[string]model.TopicFigures, error) {
	found := map[string]model.TopicFigures{}
	for _, name := range names {
		f, ok := s.figures[name]
		if !ok {
			f = model.TopicFigures{Bytes: 0, Policy: "delete"}
		}
		f.At = start
		found[name] = f
	}
	return found, nil
}

// withTopics lets topics be chosen. reopened is what runs are to read.
func withTopics(s *shop, reopened *[]string) func(*Session) {
	s.figures = map[string]model.TopicFigures{
		"clicks":          {Messages: 81_402_113, Written: 91_402_113, Bytes: 21 << 30, Policy: "delete"},
		"orders":          {Messages: 1_234_567, Written: 2_000_000, Bytes: 512 << 20, Policy: "compact"},
		"dev.payments.v1": {Messages: 12, Written: 12, Bytes: 4 << 10, Policy: "delete"},
		"payments":        {Messages: 40_210, Written: -1, Missing: 1, Bytes: -1, Policy: "compact,delete"},
	}
	return func(session *Session) {
		session.Browse = func(ctx context.Context) picker.Source { s.ctx = ctx; return s }
		session.Reopen = func(topics []string, _ model.Scope) error {
			if topics != nil {
				*reopened = topics
			}
			return nil
		}
	}
}

// pick opens the picker and lets it ask until it waits.
func (d *driver) pick() *driver {
	d.t.Helper()
	cmd := d.send(keyPress("T"))
	for range 2 {
		cmd = d.send(cmd())
	}
	return d
}

// switches runs the commands of a choice: the end of the run, and the next one.
func (d *driver) switches(cmd tea.Cmd) {
	d.t.Helper()
	for cmd != nil {
		switch msg := cmd().(type) {
		case nil:
			return
		case tea.BatchMsg:
			for _, c := range msg {
				d.switches(c)
			}
			return
		default:
			cmd = d.send(msg)
		}
	}
}

func TestTopicsAreListedInThePlaceOfTheRows(t *testing.T) {
	var reopened []string
	s := &shop{}
	d := newDriver(t, 120, 36, withTopics(s, &reopened)).records(100)
	d.frame(d.status(model.Running))
	d.pick().sees("team-00.events", "81,402,113", "● orders", "esc back").seesNot("user-1")
	d.types("stop") // and not s, which stops
	if d.press("esc").sees("type to find"); len(d.control.calls) != 0 {
		t.Errorf("asked for %v", d.control.calls)
	}
	d.press("esc").sees("user-1").seesNot("team-00")
	if s.ctx.Err() == nil {
		t.Error("the connections are still open")
	}
	d.pick().press("enter").sees("user-1") // what is read already
	if reopened != nil || len(d.control.calls) != 0 {
		t.Errorf("reopened %v, asked for %v", reopened, d.control.calls)
	}
}

// Where to read is not taken before the topics it is for are there: the end of the
// change would put another place in its stead.
func TestAPositionWaitsForTheTopics(t *testing.T) {
	var reopened []string
	d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened)).records(100)
	d.frame(d.status(model.Running))
	cmd := d.pick().types("clicks").send(keyPress("enter"))
	d.press("o").types("@-1h").press("enter").sees("other topics are being opened", "@-1h")
	if len(d.control.calls) != 0 {
		t.Errorf("asked for %v", d.control.calls)
	}
	d.switches(cmd)
	d.press("enter").sees("from 1h ago").seesNot("being opened")
}

// What is looked for in an open message ends with it.
func TestOtherTopicsEndTheSearchInAMessage(t *testing.T) {
	var reopened []string
	d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened)).records(100)
	d.frame(d.status(model.Running))
	cmd := d.pick().types("clicks").send(keyPress("enter"))
	d.press("enter", "/").types("Os").sees("find")
	d.switches(cmd)
	d.types("x").seesNot("find Os")
	if d.app.asked != nil {
		t.Error("something is still being asked")
	}
}

// A name that is pasted is typed, and what cannot be in one is left out.
func TestANameIsPastedIntoAList(t *testing.T) {
	var reopened []string
	d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened)).records(100)
	d.frame(d.status(model.Running)).pick()
	d.send(tea.PasteMsg{Content: " dev.payments.v1\n\x1b[2J"})
	d.sees("dev.payments.v12J", "no topic matches").press("backspace", "backspace").sees("1 of ")
	d.press("?")
	d.send(tea.PasteMsg{Content: "x"}) // nobody sees where it goes
	d.press("esc").sees("1 of ")
}

// The old run is over, and its rows are gone, before anything of the new one is
// shown.
func TestOtherTopics(t *testing.T) {
	var reopened []string
	d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened)).records(100)
	d.frame(d.status(model.Running)).press("space", "enter")
	d.pick().types("clicks").press("space", "ctrl+u").types("dev").press("space")
	late := feed.Batch{Window: d.history.Window()}
	cmd := d.send(keyPress("enter"))
	d.sees("orders", "3 partitions") // nothing has ended yet
	d.records(7)                     // and they come until it has
	d.switches(cmd)
	if !slices.Equal(reopened, []string{"clicks", "dev.payments.v1"}) || !slices.Equal(d.control.calls, []string{"stop", "restart"}) {
		t.Errorf("reopened %v, asked for %v", reopened, d.control.calls)
	}
	d.sees("clicks, dev.payments.v1", "received 107", "shown 0", "cleared 107", "topic").seesNot("user-1", "orders", "frozen")
	d.send(recordsMsg{late}) // taken before
	d.seesNot("user-1")
	if title := d.app.View().WindowTitle; title != "ktm clicks, dev.payments.v1" {
		t.Errorf("the title is %q", title)
	}
	d.record(func(r *model.Record) { r.Topic = "clicks" })
	d.frame(d.status(model.Running, func(s *model.Status) {
		s.Run = 2 // the manager goes on counting what was read before
		s.Positions = append(s.Positions, model.Position{TopicPartition: model.TopicPartition{Topic: "clicks"}, Next: 1, End: 1})
	}))
	d.sees("1 partition ", "received 108", "run 2")
}

func TestTheFilterStaysForOtherTopics(t *testing.T) {
	var reopened []string
	d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened)).records(100)
	d.frame(d.status(model.Running)).press("/").types("user-3").press("enter").searched()
	d.pick().types("clicks")
	d.switches(d.send(keyPress("enter")))
	if got := strings.Count(d.view(), "user-3"); got != 1 { // the filter
		t.Errorf("user-3 is there %d times:\n%s", got, d.view())
	}
	for i := range 10 {
		d.record(func(r *model.Record) { r.Topic, r.Key = "clicks", fmt.Appendf(nil, "user-%d", i%5) })
	}
	for d.searched().app.matches.Found().Window.Len() < 2 { // they wait for the search of what was there before
	}
	d.sees("clicks", "matched 2")
	if got := strings.Count(d.view(), "user-3"); got != 3 { // the filter and two rows
		t.Errorf("user-3 is there %d times:\n%s", got, d.view())
	}
}

// A run that does not end keeps its topics.
func TestTopicsThatCannotBeLeft(t *testing.T) {
	var reopened []string
	d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened)).records(100)
	d.frame(d.status(model.Running))
	d.control.err = errors.New("run 1: the run has not ended yet")
	d.pick().types("clicks")
	d.switches(d.send(keyPress("enter")))
	d.sees("orders", "user-1", "the run has not ended yet").seesNot("clicks")
	if !slices.Equal(reopened, []string{"orders"}) {
		t.Errorf("the next run reads %v", reopened)
	}
}

// An offset is a place in one topic; other positions are not.
func TestWhereOtherTopicsBegin(t *testing.T) {
	scope := func(start model.Start, end model.End) model.Scope {
		return model.Scope{Span: model.Span{Start: start, End: end}}
	}
	oldest, own := model.Start{Kind: model.StartOldest}, map[int32]model.Span{0: {Start: model.Start{Kind: model.StartOffset}}}
	for _, tt := range []struct{ from, want model.Scope }{
		{scope(model.Start{Kind: model.StartOffset, N: 1042}, model.End{Kind: model.EndOffset, N: 1050}), model.DefaultScope},
		{scope(oldest, model.End{Kind: model.EndNewest}), scope(oldest, model.End{Kind: model.EndNewest})},
		{model.Scope{Span: model.Span{Start: oldest}, Apart: own, Closed: true}, scope(oldest, model.End{})},
	} {
		var reopened []string
		d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened), func(s *Session) { s.Start = tt.from })
		d.frame(d.status(model.Running))
		d.pick().types("clicks")
		d.switches(d.send(keyPress("enter")))
		d.sees("clicks", tt.want.String())
	}
}

// Without a topic nothing is started: one is chosen first, or esc ends ktm.
func TestNoTopicYet(t *testing.T) {
	var reopened []string
	open := func() (*driver, tea.Cmd) {
		d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened), func(s *Session) { s.Topics = nil })
		cmd := d.app.openTopics()
		for range 2 {
			cmd = d.send(cmd())
		}
		return d, cmd
	}
	d, _ := open()
	d.sees("choose a topic", "team-00.events", "esc quit", "enter read").seesNot("stopped", "no limit")
	if cmd := d.send(keyPress("esc")); cmd == nil || cmd() != tea.Quit() {
		t.Error("esc does not end ktm")
	}
	d, _ = open()
	d.switches(d.send(keyPress("enter")))
	if !slices.Equal(reopened, []string{"clicks"}) || !slices.Equal(d.control.calls, []string{"stop", "restart"}) {
		t.Errorf("reopened %v, asked for %v", reopened, d.control.calls)
	}
	d.sees("clicks")
}

func TestInitWithoutATopicStartsNothing(t *testing.T) {
	var reopened []string
	d := newDriver(t, 120, 36, withTopics(&shop{}, &reopened), func(s *Session) { s.Topics = nil })
	d.feed.Close()
	batch, ok := d.app.Init()().(tea.BatchMsg)
	if !ok {
		t.Fatal("no commands")
	}
	ended := make(chan struct{})
	for _, cmd := range batch {
		if cmd != nil {
			go func() { cmd(); ended <- struct{}{} }()
		}
	}
	for _, cmd := range batch {
		if cmd == nil {
			continue
		}
		select {
		case <-ended:
		case <-time.After(30 * time.Second):
			t.Fatal("a command does not end")
		}
	}
	if d.app.pane == nil || len(d.control.calls) != 0 {
		t.Errorf("asked for %v", d.control.calls)
	}
}

// The keys of the list of topics can be others, and the screen shows those.
func TestOtherKeysInTheListOfTopics(t *testing.T) {
	d := newDriver(t, 120, 36, withTopics(&shop{}, new([]string)), func(s *Session) {
		s.Looks.Keys = map[string][]string{"internal-topics": {"~"}, "choose-all": {"f2"}, "sort": {"ctrl+s"}}
	})
	d.pick().sees("f2 choose all", "ctrl+s sort", "~ internal ones", "internal hidden").seesNot("< >")
	d.press("*").sees("internal hidden").press("~").seesNot("internal hidden").press("ctrl+s").sees("by messages").press("f2").sees("chosen")
}
