package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/ui/program"
)

// Run shows the screen until the user quits or ctx ends, and leaves the terminal
// as it was; its errors are those of [program.Run]. The manager is started at the
// beginning; stopping it afterwards is the caller's.
func Run(ctx context.Context, s Session) error {
	app := New(s)
	loads, stopLoads := context.WithCancel(ctx)
	defer stopLoads()
	defer app.exporter.finish()
	app.load.ctx = loads
	app.keys.Suspend.SetEnabled(program.JobControl())
	app.begin()
	return program.Run(ctx, app, s.Feed)
}

// guarded is cmd with its panics caught.
func guarded(cmd tea.Cmd) tea.Cmd { return program.Guarded(cmd) }
