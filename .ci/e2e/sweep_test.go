package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// folderPrefix begins the names of the folders with a built program. The number
// of the process that built it follows, and a dash.
const folderPrefix = "ktm-e2e-"

// sweep removes the folders below temp of runs that are over. One that is
// killed, or runs into go test's limit, cannot remove its own.
func sweep(temp string) error {
	folders, err := filepath.Glob(filepath.Join(temp, folderPrefix+"*-*"))
	if err != nil {
		return fmt.Errorf("looking for folders left behind: %w", err)
	}
	for _, folder := range folders {
		owner, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(folder), folderPrefix), "-")
		pid, err := strconv.Atoi(owner)
		if err != nil || runs(pid) {
			continue
		}
		_ = os.RemoveAll(folder) // another user's stays
	}
	return nil
}

// runs says that there is a process of this number that may be ours.
func runs(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	return runtime.GOOS == "windows" || p.Signal(syscall.Signal(0)) == nil // Windows has told already
}

func TestSweepRemovesWhatKilledRunsLeave(t *testing.T) {
	over := exec.Command("go", "version")
	if err := over.Run(); err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	dead := fmt.Sprintf("%s%d-1", folderPrefix, over.Process.Pid)
	kept := []string{fmt.Sprintf("%s%d-2", folderPrefix, os.Getpid()), folderPrefix + "other-3"}
	for _, name := range append(slices.Clone(kept), dead) {
		if err := os.Mkdir(filepath.Join(temp, name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(temp, name, "ktm.exe"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := sweep(temp); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(temp)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if slices.Sort(kept); !slices.Equal(left, kept) {
		t.Errorf("left: %q, want %q", left, kept)
	}
}
