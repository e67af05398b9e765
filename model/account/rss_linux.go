package account

import (
	"bytes"
	"os"
	"strconv"
)

// PeakRSS is the largest resident set that this process has had, in bytes; 0
// where the system does not tell. It is not taken from getrusage, which on
// Linux counts the program that started this one too.
func PeakRSS() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, line, _ := bytes.Cut(status, []byte("VmHWM:"))
	fields := bytes.Fields(line)
	if len(fields) == 0 {
		return 0
	}
	kib, err := strconv.ParseInt(string(fields[0]), 10, 64)
	if err != nil {
		return 0
	}
	return kib << 10
}
