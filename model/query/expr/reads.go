package expr

import "strings"

// Read is a field of a message that an expression asks for by its name, such as
// value.total, and what it is compared with. Fields of the elements of an array,
// in a test, are none.
type Read struct {
	Pos, End int // where it stands in the text that was compiled, in bytes

	// Number and Text say that a literal of that kind is compared with it, by
	// anything but !=; Literal is the text. Both are false where it is something
	// else, or nothing.
	Number, Text bool
	Literal      string
}

// Reads are the fields that the expression asks for, in its order.
func (p *Program) Reads() []Read { return p.reads }

// compared notes what a field is compared with.
func (p *parser) compared(sign token, left, right node) {
	if !strings.Contains(" == < <= > >= ", " "+sign.text+" ") {
		return
	}
	if !left.path {
		left, right = right, left
	}
	if !left.path || right.constant == nil {
		return
	}
	for i := range p.reads {
		if r := &p.reads[i]; r.Pos == left.pos {
			r.Number, r.Text = right.shape == shapeNumber, right.shape == shapeText
			if r.Text {
				r.Literal = string(right.constant.text)
			}
		}
	}
}
