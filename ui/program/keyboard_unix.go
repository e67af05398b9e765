//go:build unix

package program

import (
	"errors"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// keys gives the options for Bubble Tea's input: the terminal's keys, by way of a keyboard. There
// are none where there is no terminal: Bubble Tea says so.
func keys(answered func()) []tea.ProgramOption {
	in := os.Stdin
	if !term.IsTerminal(int(in.Fd())) {
		tty, _, err := tea.OpenTTY()
		if err != nil {
			return nil
		}
		in = tty
	}
	k := &keyboard{File: in, answered: answered, ready: func(timeout time.Duration) bool { return readable(int(in.Fd()), timeout) }}
	return []tea.ProgramOption{tea.WithInput(k)}
}

// readable waits until there is something to read. It asks select and not poll,
// which does not know terminals on every macOS.
func readable(fd int, timeout time.Duration) bool {
	end := time.Now().Add(timeout)
	for {
		var set unix.FdSet
		set.Set(fd)
		wait := unix.NsecToTimeval(max(0, time.Until(end)).Nanoseconds())
		n, err := unix.Select(fd+1, &set, nil, nil, &wait)
		if !errors.Is(err, unix.EINTR) {
			return err == nil && n > 0
		}
	}
}
