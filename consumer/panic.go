package consumer

import (
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/kafkathreadmanager/ktm/model"
)

// maxPanics calls of the callback in a row may panic; then the run fails.
const maxPanics = 10

// PanicError is a panic of the callback. It is the cause (Err) of a fault of
// the kind model.FaultCallback, and lies within the Err of a Status whose
// Reason is model.ReasonPanic.
type PanicError struct {
	Value any    // what was passed to panic
	Stack []byte // of the goroutine that panicked, as runtime/debug.Stack writes it
}

// Error says what was passed to panic.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Unwrap gives the value passed to panic where it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// errGoexit stands for the value of a panic where there was none.
var errGoexit = errors.New("the callback ended its goroutine (runtime.Goexit)")

// deliver hands the record to the callback. It is false when the callback
// panicked too often.
func (r *run) deliver() (goOn bool) {
	returned := false
	defer func() {
		if !returned {
			goOn = r.panicked(recover())
		}
	}()
	r.m.callback(&r.record)
	returned = true
	r.inARow = 0
	return true
}

// panicked counts and tells a panic of the callback. A nil value means
// runtime.Goexit, which cannot be undone: the goroutine is ending, and the run
// ends with it.
func (r *run) panicked(value any) (goOn bool) {
	cause := &PanicError{Value: value, Stack: debug.Stack()}
	if value == nil {
		cause.Value = errGoexit
	}
	r.panics++
	r.inARow++
	at := r.record.At(r.record.Offset)
	f := model.NewFault(model.FaultCallback, fmt.Sprintf("the callback panicked: %v", cause.Value), cause)
	f.Topic, f.Partition, f.Offset = r.record.Topic, r.record.Partition, r.record.Offset
	f.Hint = "the stack shows where; the message counts as delivered"
	r.callbacks.add(f, r.tell)
	switch {
	case value == nil:
		r.conclude(model.ReasonPanic, fmt.Errorf("at %s: %w", at, cause))
		return false
	case r.inARow == maxPanics:
		r.conclude(model.ReasonPanic, fmt.Errorf("the callback panicked %d times in a row, last at %s: %w", maxPanics, at, cause))
		return false
	}
	return true
}

// consumerPanicked fails the run after a panic that was not the callback's.
// The terminal of a whole program is not worth less than one run.
func (r *run) consumerPanicked(value any) {
	cause := &PanicError{Value: value, Stack: debug.Stack()}
	f := model.NewFault(model.FaultProtocol, fmt.Sprintf("the consumer panicked: %v", value), cause)
	f.Hint = "this is a bug in the consumer; the stack shows where"
	f.Fatal = true
	r.tell(f)
	r.fail(f)
}
