package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

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

// Tell writes a message to the user: possibly foreign words as one harmless
// line, and the lines of its hint below; "" for none.
func Tell(w io.Writer, text, hint string) {
	_, _ = fmt.Fprintf(w, "ktm: %s\n", safetext.String(text))
	if hint == "" {
		return
	}
	for line := range strings.SplitSeq(hint, "\n") {
		_, _ = fmt.Fprintf(w, "%s\n", safetext.String(line))
	}
}
