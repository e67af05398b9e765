//go:build !unix

package program

import tea "charm.land/bubbletea/v2"

// SuspendMsg exists where there is job control.
type SuspendMsg struct{}

func watchSuspend(*tea.Program) (stop func()) { return func() {} }

// Suspend does nothing.
func Suspend() tea.Cmd { return nil }

// JobControl is false: nobody could go on with a stopped program.
func JobControl() bool { return false }
