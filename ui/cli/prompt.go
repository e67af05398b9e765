package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/term"

	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// ErrNoTerminal says that nobody can be asked for a secret.
var ErrNoTerminal = errors.New("no terminal to ask on")

// askTerminal asks on the process's terminal, wherever its input and output
// go, and reads an answer without echo. When ctx ends first, the terminal is
// put back as it was; the read that is still waiting ends with the process.
func askTerminal(ctx context.Context, question string) (string, error) {
	in, out, err := openTerminal()
	if err != nil {
		return "", ErrNoTerminal
	}
	fd := int(in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", ErrNoTerminal
	}
	if _, err := io.WriteString(out, safetext.String(question)); err != nil {
		return "", fmt.Errorf("writing to the terminal: %w", err)
	}

	type answer struct {
		secret []byte
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		secret, err := term.ReadPassword(fd)
		answers <- answer{secret, err}
	}()
	select {
	case a := <-answers:
		_, _ = io.WriteString(out, "\n")
		_, _ = in.Close(), out.Close()
		return string(a.secret), a.err
	case <-ctx.Done():
		_ = term.Restore(fd, before)
		_, _ = io.WriteString(out, "\n")
		return "", fmt.Errorf("no answer: %w", context.Cause(ctx))
	}
}
