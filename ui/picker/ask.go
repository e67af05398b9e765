package picker

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

// How often is asked.
const (
	listEvery   = 10 * time.Second // which topics there are
	figureEvery = 2 * time.Second  // what is in those on the screen
	turnEvery   = 10 * time.Second // and in all, where the order needs it
	idle        = 250 * time.Millisecond
	firstRetry  = time.Second
	lastRetry   = 8 * time.Second
)

// mostAtOnce is how many partitions are asked about with one question.
const mostAtOnce = 2000

// listedMsg is the answer to which topics there are.
type listedMsg struct {
	pane   *Pane
	topics []model.Topic
	err    error
}

// figuredMsg is the answer to what is in some topics.
type figuredMsg struct {
	pane    *Pane
	figures map[string]model.TopicFigures
	err     error
}

// idleMsg says that some time has passed.
type idleMsg struct{ pane *Pane }

// Begin begins to ask.
func (p *Pane) Begin() tea.Cmd { return p.next() }

// next asks what is to be asked now, or waits. It is nil while something is
// under way.
func (p *Pane) next() tea.Cmd {
	if p.busy || p.closed {
		return nil
	}
	p.busy = true
	now := p.Now()
	if p.fault != nil && (p.retry.IsZero() || now.Before(p.retry)) {
		return p.idle()
	}
	if p.topics == nil || now.Sub(p.listed) >= listEvery {
		return func() tea.Msg {
			topics, err := p.Source.Topics()
			return listedMsg{p, topics, err}
		}
	}
	if names := p.due(now); len(names) > 0 {
		return func() tea.Msg {
			figures, err := p.Source.Figures(names)
			return figuredMsg{p, figures, err}
		}
	}
	return p.idle()
}

func (p *Pane) idle() tea.Cmd {
	return tea.Tick(idle, func(time.Time) tea.Msg { return idleMsg{p} })
}

// due are the topics to be asked about now: those on the screen, then those of
// which nothing is known, then where the order needs it those that were asked
// about longest ago.
func (p *Pane) due(now time.Time) []string {
	var names []string
	partitions := 0
	room := func(r *row) bool {
		return len(names) == 0 || partitions+r.Partitions <= mostAtOnce
	}
	add := func(r *row) {
		names = append(names, r.Name)
		partitions += r.Partitions
	}
	for _, item := range p.list.Visible() {
		if r := p.shown[item]; room(r) && (!r.asked || now.Sub(r.figures.At) >= figureEvery) {
			add(r)
		}
	}
	if len(names) > 0 {
		return names
	}
	for _, r := range p.shown {
		if !r.asked && room(r) {
			add(r)
		}
	}
	if len(names) > 0 || p.sort != byRate {
		return names
	}
	for _, r := range p.shown {
		every := turnEvery
		if r.rate < 0 {
			every = figureEvery
		}
		if now.Sub(r.figures.At) >= every && room(r) {
			add(r)
		}
	}
	return names
}

// Take takes the answer to a question of this pane, and asks the next one.
func (p *Pane) Take(msg tea.Msg) (cmd tea.Cmd, owned bool) {
	switch msg := msg.(type) {
	case listedMsg:
		if msg.pane != p {
			return nil, false
		}
		p.answered(msg.err)
		if msg.err == nil {
			p.listed = p.Now()
			p.setTopics(append([]model.Topic{}, msg.topics...)) // not nil: they came
		}
	case figuredMsg:
		if msg.pane != p {
			return nil, false
		}
		p.answered(msg.err)
		for name, f := range msg.figures {
			if r := p.known[name]; r != nil {
				r.take(f)
			}
		}
		if p.sort != byName {
			p.arrange()
		}
	case idleMsg:
		if msg.pane != p {
			return nil, false
		}
		p.busy = false
	default:
		return nil, false
	}
	return p.next(), true
}

// answered notes how a question ended.
func (p *Pane) answered(err error) {
	p.busy = false
	if err == nil {
		p.fault, p.retries = nil, 0
		return
	}
	f, ok := errors.AsType[*model.Fault](err)
	if !ok {
		f = model.NewFault(model.FaultConnection, err.Error(), err)
	}
	p.fault, p.retry = f, time.Time{}
	if !f.Fatal {
		p.retry = p.Now().Add(min(firstRetry<<min(p.retries, 8), lastRetry))
		p.retries++
	}
}
