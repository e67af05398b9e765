package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/.ci/bench/terminal"
)

// The terminal that ktm runs in.
const screenWidth, screenHeight = 120, 40

// session is one ktm on a screen.
type session struct {
	*terminal.Terminal
	report string // file
	socket string // of its tmux; "" where there is none
}

// way is how ktm is connected with whoever looks.
type way struct {
	tmux      bool // tmux is in between
	perSecond int  // bytes the terminal takes; 0 = all
}

// watch starts ktm in a terminal.
func (p *place) watch(w way, args ...string) (*session, error) {
	s := &session{report: filepath.Join(p.dir, "report.json")}
	_ = os.Remove(s.report) // of the session before
	argv := append([]string{p.ktm, "--report", s.report}, args...)
	if w.tmux {
		s.socket = filepath.Join(p.dir, "tmux")
		argv = append([]string{"tmux", "-u", "-S", s.socket, "-f", "/dev/null", "new-session", "env", "TERM=tmux-256color"}, argv...)
		argv = append(argv, ";", "set-option", "-g", "status", "off", ";", "set-option", "-s", "escape-time", "0")
	}
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = environment()
	t, err := terminal.Start(cmd, terminal.Options{Width: screenWidth, Height: screenHeight, PerSecond: w.perSecond})
	if err != nil {
		return nil, err
	}
	s.Terminal = t
	return s, nil
}

// state is a condition: the header says so.
func state(word string) func(*terminal.Screen) bool {
	return func(s *terminal.Screen) bool { return strings.Contains(s.Row(0), "● "+word) }
}

// holds is a condition: some row says so.
func holds(text string) func(*terminal.Screen) bool {
	return func(s *terminal.Screen) bool { return s.Contains(text) }
}

// shows waits for a condition.
func (s *session) shows(ctx context.Context, ok func(*terminal.Screen) bool) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return s.Await(ctx, ok)
}

// press types a key and gives how long its effect took.
func (s *session) press(ctx context.Context, key string, effect func(*terminal.Screen) bool) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return s.Press(ctx, key, effect)
}

// quit leaves ktm and gives how long that took and its last state.
func (s *session) quit(ctx context.Context) (time.Duration, *os.ProcessState, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	pressed := time.Now()
	if err := s.Type("q"); err != nil {
		return 0, nil, err
	}
	state, at, err := s.Wait(ctx)
	if err != nil {
		return 0, nil, err
	}
	if code := state.ExitCode(); code != 0 {
		return 0, nil, fmt.Errorf("ktm ended with code %d; it shows\n%s", code, s.Text())
	}
	return at.Sub(pressed), state, nil
}

// close ends whatever still runs.
func (s *session) close() {
	if s.socket != "" {
		_ = exec.Command("tmux", "-S", s.socket, "kill-server").Run() // it may have ended
	}
	s.Close()
}

// account is what ktm says of itself with --report, as far as it matters here.
type account struct {
	Received int64
	Runs     []struct {
		Ended  time.Time
		Reason string
	}
	FirstRecordMS float64 `json:"first_record_ms"`
}

func (s *session) account() (account, error) {
	var a account
	text, err := os.ReadFile(s.report)
	if err != nil {
		return a, fmt.Errorf("ktm left no report: %w", err)
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, fmt.Errorf("the report of ktm: %w", err)
	}
	if len(a.Runs) == 0 {
		return a, errors.New("the report of ktm has no run")
	}
	return a, nil
}

// readAll runs ktm with its screen from the start of a topic to the end it had.
// An end stops ktm's consumer and leaves the screen, so the time is from exec to
// the end of the run as the report has it; processor and memory are those of
// the whole process, which is left as soon as the screen says that it stopped.
func (p *place) readAll(ctx context.Context, topic string, n int64) (usage, error) {
	m := startMeter()
	s, err := p.watch(way{}, "-b", p.cluster.Bootstrap(), "-o", "start", "-e", topic)
	if err != nil {
		return usage{}, err
	}
	defer s.close()
	if _, err := s.shows(ctx, state("stopped")); err != nil {
		return usage{}, err
	}
	_, last, err := s.quit(ctx)
	if err != nil {
		return usage{}, err
	}
	a, err := s.account()
	if err != nil {
		return usage{}, err
	}
	if a.Received != n {
		return usage{}, fmt.Errorf("ktm received %d of %d records", a.Received, n)
	}
	return m.stop(a.Runs[0].Ended.Sub(s.Started()), last), nil
}
