package detail

import (
	"github.com/kafkathreadmanager/ktm/model"
)

// state is how it stands with the rest of a message that is cut.
type state uint8

const (
	offered state = iota // a key loads it
	loading
	gone // it cannot be had any more
)

// Cut says that the pane has only the beginning of its message.
func (p *Pane) Cut() bool { return p.record.Whole != nil }

// Offers says that the whole of the message can be loaded now.
func (p *Pane) Offers() bool { return p.Cut() && p.loadable && p.state == offered }

// Message is where the message lies.
func (p *Pane) Message() (at model.TopicPartition, offset int64) {
	return p.record.TopicPartition, p.record.Offset
}

// Loading says that the whole message is on its way.
func (p *Pane) Loading() {
	p.state = loading
	p.tell("", "")
}

// Failed says why the message cannot be had whole, and what to look at; hint may
// be "". What there is of it stays.
func (p *Pane) Failed(sentence, hint string) {
	p.state = offered
	p.tell(sentence, hint)
}

// Whole puts the whole message in the place of its beginning. The pane keeps r
// and what it points to. If it is another message (the topic was created anew
// meanwhile), that is told and the beginning stays.
func (p *Pane) Whole(r *model.Record) {
	if r.Timestamp != p.record.Timestamp || int64(r.Size()) != p.wholeSize() {
		p.state = gone
		p.tell("At this offset lies another message now: the topic was created anew.", "The rest of this one cannot be read any more.")
		return
	}
	p.take(r)
}

// take shows r without copying it.
func (p *Pane) take(r *model.Record) {
	p.record = *r
	p.decode()
	p.lay()
}

// tell writes a note above the content.
func (p *Pane) tell(sentence, hint string) {
	if p.sentence == sentence && p.hint == hint {
		return
	}
	p.sentence, p.hint = sentence, hint
	p.lay()
	p.Top()
}

// notes says why the message cannot be had whole, and why its value is not
// decoded.
func (p *Pane) notes() painted {
	lines := p.sentences(p.theme.Bad, indent, p.sentence)
	lines = append(lines, p.sentences(p.theme.Dim, indent, p.hint)...)
	if p.settings.Value == Decoded && !p.comparing && p.reading != nil {
		lines = append(lines, p.reason(p.reading.Value, indent)...)
	}
	if lines != nil {
		lines = append(lines, "")
	}
	return lines
}

// The sizes of the whole message and of its fields, also where only their
// beginning is here.

func (p *Pane) wholeSize() int64 {
	if w := p.record.Whole; w != nil {
		return w.Size()
	}
	return int64(p.record.Size())
}

func (p *Pane) keySize() int64 {
	if w := p.record.Whole; w != nil {
		return w.Key
	}
	return int64(len(p.record.Key))
}

func (p *Pane) valueSize() int64 {
	if w := p.record.Whole; w != nil {
		return w.Value
	}
	return int64(len(p.record.Value))
}

func (p *Pane) valueCut() bool { return p.valueSize() > int64(len(p.record.Value)) }
