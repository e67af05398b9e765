//go:build !unix

package program

import tea "charm.land/bubbletea/v2"

// keys: on Windows keys are events, not bytes, and Bubble Tea reads them itself.
func keys(func()) []tea.ProgramOption { return nil }
