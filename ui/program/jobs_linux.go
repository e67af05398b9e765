package program

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
)

// JobControl says whether somebody can continue this process group once it is
// stopped: a shell in the same session. The kernel asks the same before it lets
// SIGTSTP stop a group ("orphaned process group"), but not for SIGSTOP. Without
// one (ktm is the command of a window, a container, an ssh call) a stopped
// program is a dead one.
func JobControl() bool {
	group, session := syscall.Getpgrp(), 0
	for pid := os.Getpid(); pid > 1; {
		p, ok := readProcess(pid)
		switch {
		case !ok:
			return false
		case session == 0:
			session = p.session
		case p.session != session:
			return false
		case p.group != group:
			return true
		}
		pid = p.parent
	}
	return false
}

type process struct{ parent, group, session int }

// readProcess reads /proc/PID/stat; proc(5) tells the fields. The command's
// name in parentheses may hold anything.
func readProcess(pid int) (p process, ok bool) {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return p, false
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 4 {
		return p, false
	}
	for i, to := range []*int{&p.parent, &p.group, &p.session} {
		if *to, err = strconv.Atoi(string(fields[i+1])); err != nil {
			return p, false
		}
	}
	return p, true
}
