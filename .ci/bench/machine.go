package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// machineTime is how long processors have worked, and for whom, where Linux
// tells; all zero elsewhere.
type machineTime struct {
	// Of all processors together. Programs with a low priority do not make
	// them busy: they get what nobody else wants.
	all, busy time.Duration
	own       time.Duration // this process and its children that have ended
	children  time.Duration // its children that run: the brokers
}

// tick is the unit of /proc: a hundredth of a second on every Linux that Go
// runs on.
const tick = 10 * time.Millisecond

func now() machineTime {
	var t machineTime
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return t
	}
	line, _, _ := strings.Cut(string(text), "\n")
	for i, field := range strings.Fields(line)[1:] {
		ticks, _ := strconv.ParseInt(field, 10, 64) // the kernel writes numbers
		const nice, idle, iowait, guest = 1, 3, 4, 8
		if i >= guest {
			break // counted in others already
		}
		t.all += time.Duration(ticks) * tick
		if i != nice && i != idle && i != iowait {
			t.busy += time.Duration(ticks) * tick
		}
	}
	pid := os.Getpid()
	t.own = processTime(pid, true)
	tasks, _ := filepath.Glob("/proc/self/task/*/children") // the pattern is good
	for _, file := range tasks {
		list, _ := os.ReadFile(file) // a thread that has ended has no children
		for _, child := range strings.Fields(string(list)) {
			if pid, err := strconv.Atoi(child); err == nil {
				t.children += processTime(pid, false)
			}
		}
	}
	return t
}

// processTime is what a process has worked, with or without its children that
// have ended; 0 where it cannot be told.
func processTime(pid int, withEnded bool) time.Duration {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	return statTime(string(text), withEnded)
}

// statTime reads a line of /proc/PID/stat. The second field is a name in
// brackets, in which there may be anything.
func statTime(line string, withEnded bool) time.Duration {
	fields := strings.Fields(line[strings.LastIndex(line, ")")+1:])
	const utime, stime, cstime = 11, 12, 14
	last := stime
	if withEnded {
		last = cstime
	}
	if len(fields) <= cstime {
		return 0
	}
	sum := int64(0)
	for i := utime; i <= last; i++ {
		n, _ := strconv.ParseInt(fields[i], 10, 64) // the kernel writes numbers
		sum += n
	}
	return time.Duration(sum) * tick
}

// residentBytes is how much memory a process has now; 0 where it cannot be told.
func residentBytes(pid int) int64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64) // the kernel writes numbers
	return pages * int64(os.Getpagesize())
}
