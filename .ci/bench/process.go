package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// usage is what one run of a process took.
type usage struct {
	wall time.Duration // from exec to exit
	cpu  time.Duration
	rss  int64 // bytes, the largest it had

	broker time.Duration // what the brokers took meanwhile
	others float64       // what all other programs took, as a share of the machine
	idle   float64       // what nobody took, as a share of the machine
}

// runTimeout is after how long a process is given up.
const runTimeout = 3 * time.Minute

// run runs a process whose output goes nowhere.
func run(ctx context.Context, cmd *exec.Cmd) (usage, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	m := startMeter()
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return usage{}, fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	killed := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	limit := time.AfterFunc(runTimeout, func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	wall := time.Since(began)
	killed()
	limit.Stop()
	if err != nil {
		return usage{}, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, stderr.String())
	}
	return m.stop(wall, cmd.ProcessState), nil
}

// meter measures the machine while a process runs.
type meter struct {
	began time.Time
	machineTime
}

func startMeter() meter { return meter{time.Now(), now()} }

// stop gives what the process took, which ran for wall.
func (m meter) stop(wall time.Duration, state *os.ProcessState) usage {
	u := usage{wall: wall, cpu: state.UserTime() + state.SystemTime(), rss: peakRSS(state)}
	after := now()
	if all := after.all - m.all; all > 0 {
		u.broker = after.children - m.children
		u.others = max(0, float64(after.busy-m.busy-(after.own-m.own)-u.broker)/float64(all))
		u.idle = 1 - float64(after.busy-m.busy)/float64(all)
	}
	return u
}

// environment is ours without the settings of whoever measures, for a program
// on a terminal.
func environment() []string {
	env := []string{"TERM=xterm-256color", "COLORTERM=truecolor", "KTM_STATE=off"}
	for _, setting := range os.Environ() {
		name, _, _ := strings.Cut(setting, "=")
		if !strings.HasPrefix(name, "KTM_") && name != "TERM" && name != "COLORTERM" && name != "TMUX" && name != "NO_COLOR" {
			env = append(env, setting)
		}
	}
	return env
}
