package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// WithSignals gives a context that SIGINT, SIGTERM, SIGHUP or SIGQUIT ends, with
// an [Interrupted] as its cause; a second one ends the process as if it were
// not caught. A signal that is ignored already stays so: nohup relies on it.
// stop gives the signals back.
//
// SIGQUIT is among them because Go's own answer to it leaves the terminal in
// raw mode; SIGABRT still brings the stacks of all goroutines.
func WithSignals(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	go func() {
		select {
		case s := <-signals:
			cancel(&Interrupted{Signal: s})
		case <-ctx.Done():
		}
		signal.Stop(signals)
	}()
	return ctx, func() { cancel(context.Canceled) }
}
