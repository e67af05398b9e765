package main

import (
	"os"
	"syscall"
)

// peakRSS is the largest memory that an ended process had, in bytes. Linux
// counts in what the process was before exec: us.
func peakRSS(state *os.ProcessState) int64 {
	if r, ok := state.SysUsage().(*syscall.Rusage); ok {
		return r.Maxrss << 10
	}
	return 0
}
