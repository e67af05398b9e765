package account

import "syscall"

// PeakRSS is the largest resident set that this process has had, in bytes; 0
// where the system does not tell.
func PeakRSS() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return usage.Maxrss
}
