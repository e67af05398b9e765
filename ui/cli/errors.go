package cli

import (
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// The exit codes besides those of signals.
const (
	exitAsked = 0 // an end that was asked for
	exitError = 1
	exitUsage = 2
)

// UsageError is a mistake in what was asked for, which trying again does not
// mend. The program exits with 2, as it does for a fault of kind config.
type UsageError struct {
	Text string // what is wrong, in one line
	Hint string // what to type instead; lines of our own, or ""
	Err  error  // the cause, if there is one beyond Text; never holds a secret
}

// Error is the text, with the cause.
func (e *UsageError) Error() string {
	if e.Err == nil {
		return e.Text
	}
	return e.Text + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *UsageError) Unwrap() error { return e.Err }

// ErrTold is an error that the user has been told of already. The program exits
// with 1 and adds nothing.
var ErrTold = errors.New("the reason was told")

// Interrupted is a signal that ended the program. It is not told to the user,
// who sent it; the exit code is 128 plus the signal's number.
type Interrupted struct{ Signal os.Signal }

// Error names the signal.
func (e *Interrupted) Error() string { return "interrupted: " + e.Signal.String() }

func (e *Interrupted) exitCode() int {
	if s, ok := e.Signal.(syscall.Signal); ok {
		return 128 + int(s)
	}
	return 128 + int(syscall.SIGINT)
}

// finish tells err to the user and gives the exit code that goes with it.
func finish(stderr io.Writer, err error) int {
	if err == nil {
		return exitAsked
	}
	if interrupted, ok := errors.AsType[*Interrupted](err); ok {
		return interrupted.exitCode()
	}
	if errors.Is(err, ErrTold) {
		return exitError
	}
	usage, isUsage := errors.AsType[*UsageError](err)
	fault, isFault := errors.AsType[*model.Fault](err)
	hint := ""
	switch {
	case isUsage:
		hint = usage.Hint
	case isFault:
		hint = fault.Hint
	}
	Tell(stderr, err.Error(), hint)
	if isUsage || isFault && fault.Kind == model.FaultConfig {
		return exitUsage
	}
	return exitError
}

// tellTimeout bounds how long a terminal that takes no output holds up a
// message, and with it the end of the program.
const tellTimeout = time.Second

// Tell writes a message to the user: possibly foreign words as one harmless
// line, and the lines of its hint below; "" for none.
func Tell(w io.Writer, text, hint string) {
	message := "ktm: " + safetext.String(text) + "\n"
	if hint != "" {
		for line := range strings.SplitSeq(hint, "\n") {
			message += safetext.String(line) + "\n"
		}
	}
	if f, ok := w.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		_, _ = io.WriteString(w, message)
		return
	}
	written := make(chan struct{})
	go func() {
		defer close(written)
		_, _ = io.WriteString(w, message)
	}()
	select {
	case <-written:
	case <-time.After(tellTimeout):
	}
}
