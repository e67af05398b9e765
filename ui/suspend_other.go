//go:build !unix

package ui

import tea "charm.land/bubbletea/v2"

// suspendMsg exists where there is job control.
type suspendMsg struct{}

func watchSuspend(*tea.Program) (stop func()) { return func() {} }

func suspend() tea.Cmd { return nil }

func jobControl() bool { return false }
