package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// pipe is a ktm that writes what it reads as JSON lines to us.
type pipe struct {
	cmd    *exec.Cmd
	report string
	stderr bytes.Buffer
	done   sync.WaitGroup
	err    error // what could not be understood of its output
}

// startPipe runs ktm; every record it hands over goes into the ledger.
func startPipe(program, dir string, args []string, l *ledger) (*pipe, error) {
	p := &pipe{report: filepath.Join(dir, "pipe.json")}
	p.cmd = exec.Command(program, append([]string{"-J", "--report", p.report}, args...)...)
	p.cmd.Env = environment()
	p.cmd.Stderr = &p.stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("ktm in a pipe: %w", err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("ktm in a pipe: %w", err)
	}
	p.done.Go(func() { p.err = take(out, l) })
	return p, nil
}

// take reads JSON lines to their end.
func take(out io.Reader, l *ledger) error {
	lines := bufio.NewScanner(out)
	for lines.Buffer(nil, 1<<20); lines.Scan(); {
		var m struct {
			Partition  int32
			Offset     int64
			Key, Value string
		}
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			return fmt.Errorf("ktm in a pipe wrote %q: %w", lines.Bytes(), err)
		}
		l.hand(newEntry(m.Partition, m.Offset, []byte(m.Key), []byte(m.Value)))
	}
	return lines.Err()
}

// stop interrupts ktm and gives its report.
func (p *pipe) stop() (report, error) {
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		return report{}, fmt.Errorf("ktm in a pipe ended before it was told to: %w\n%s", err, p.stderr.String())
	}
	p.wait()
	if p.err != nil {
		return report{}, p.err
	}
	return readReport(p.report)
}

// wait returns once ktm has ended, and gives its exit code.
func (p *pipe) wait() int {
	p.done.Wait()
	_ = p.cmd.Wait() // the code says it
	return p.cmd.ProcessState.ExitCode()
}

// environment is ours without the settings of whoever plays, and without what
// earlier sessions have left.
func environment() []string {
	env := []string{"KTM_STATE=off"}
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "KTM_") {
			env = append(env, setting)
		}
	}
	return env
}
