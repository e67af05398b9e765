package expr

import (
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// Program is a compiled expression. One goroutine may use it at a time; Clone
// gives another its own.
type Program struct {
	run     eval
	reads   []Read
	machine machine
}

// Compile reads the expression in a text from a byte on. Positions of its
// errors count from the beginning of the text.
func Compile(text string, from int) (*Program, *Mistake) {
	p := &parser{tokens: lex(text, from)}
	n := p.parse()
	if p.err != nil {
		return nil, p.err
	}
	return &Program{run: n.eval, reads: p.reads, machine: machine{now: time.Now}}, nil
}

// Clone gives a program for another goroutine.
func (p *Program) Clone() *Program {
	return &Program{run: p.run, reads: p.reads, machine: machine{now: p.machine.now}}
}

// Eval says whether the expression holds for a message: it gives neither nil
// nor false. With an error it does not. Nothing of the record is kept.
func (p *Program) Eval(r *model.Record) (bool, error) {
	m := &p.machine
	m.record, m.element = r, field(r.Value)
	m.work, m.memory, m.err = maxWork, maxMemory, nil
	v := p.run(m)
	m.record, m.element = nil, value{}
	return m.err == nil && v.true(), m.err
}
