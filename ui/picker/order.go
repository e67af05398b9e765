package picker

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// order is what the topics are sorted by.
type order uint8

const (
	byName order = iota
	byMessages
	byBytes
	byRate
	orders
)

// less compares the topics by their order: names upwards, figures downwards with
// those that are not known at the end.
var less = [orders]func(a, b *row) int{
	byName:     func(*row, *row) int { return 0 },
	byMessages: func(a, b *row) int { return cmp.Compare(b.messages(), a.messages()) },
	byBytes:    func(a, b *row) int { return cmp.Compare(b.bytes(), a.bytes()) },
	byRate:     func(a, b *row) int { return cmp.Compare(b.rate, a.rate) },
}

func (r *row) messages() int64 {
	if !r.asked {
		return -1
	}
	return r.figures.Messages
}

func (r *row) bytes() int64 {
	if !r.asked {
		return -1
	}
	return r.figures.Bytes
}

func (p *Pane) sortBy(o order) {
	p.sort = o
	p.arrange()
}

// setTopics takes a new list; what is known of a topic stays.
func (p *Pane) setTopics(topics []model.Topic) {
	first := p.topics == nil
	p.topics = topics
	known := make(map[string]*row, len(topics))
	for _, t := range topics {
		r := p.known[t.Name]
		if r == nil {
			r = &row{rate: -1}
		}
		r.Topic = t
		known[t.Name] = r
	}
	p.known = known
	p.arrange()
	if first && len(p.Reading) > 0 {
		p.list.Point(p.Reading[0])
	}
}

// arrange makes the list of what is to be shown, in order.
func (p *Pane) arrange() {
	p.shown, p.hidden, p.widest = nil, 0, 0
	for _, t := range p.topics {
		if t.Internal && !p.all && !p.reading[t.Name] {
			p.hidden++
			continue
		}
		p.shown = append(p.shown, p.known[t.Name])
		p.widest = max(p.widest, safetext.Width(t.Name))
	}
	slices.SortStableFunc(p.shown, func(a, b *row) int {
		return cmp.Or(less[p.sort](a, b), strings.Compare(a.Name, b.Name))
	})
	names := make([]string, len(p.shown))
	for i, r := range p.shown {
		names[i] = r.Name
	}
	p.list.SetNames(names, p.sort != byName)
}
