package ui_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// blocked waits until a thread of the process waits in a write to its terminal.
func blocked(t *testing.T, pid int) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		threads, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/wchan")
		for _, f := range threads {
			if where, _ := os.ReadFile(f); strings.Contains(string(where), "n_tty_write") || string(where) == "wait_woken" {
				return
			}
		}
	}
	t.Skip("this kernel does not tell where a thread waits")
}
