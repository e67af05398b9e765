package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// patience is how long anything may take that a fault needs to go on.
const patience = 2 * time.Minute

// screen is a ktm in a real terminal, which a tmux server of its own provides.
// It is asked over one connection in tmux's control mode, so that looking at
// it costs no new process.
type screen struct {
	socket string
	report string
	hands  sync.Mutex // held while the next key has another meaning than usual

	mu       sync.Mutex // one command at a time
	client   *exec.Cmd
	commands io.WriteCloser
	replies  chan reply
}

type reply struct {
	lines []string
	err   error
}

// size of a terminal in columns and lines.
type size struct{ width, height int }

func startScreen(ctx context.Context, program, dir string, args []string, of size) (*screen, error) {
	s := &screen{socket: filepath.Join(dir, "tmux"), report: filepath.Join(dir, "screen.json"), replies: make(chan reply)}
	width, height := strconv.Itoa(of.width), strconv.Itoa(of.height)
	run := []string{
		"-u", "-f", "/dev/null", "-S", s.socket, "new-session", "-d", "-s", "ktm", "-x", width, "-y", height,
		"env", "-u", "TMUX", "TERM=xterm-256color", program, "--lifetime", "0", "--report", s.report,
	}
	// Beside it runs a program that does nothing but echo keys: what it takes
	// to answer is what the machine takes.
	echo := []string{";", "new-session", "-d", "-s", "echo", "-x", width, "-y", height, "stty -icanon -echo; echo ready; exec cat"}
	cmd := exec.Command("tmux", append(slices.Concat(run, args, echo), ";",
		"set-option", "-g", "remain-on-exit", "on", ";", "set-option", "-g", "window-size", "manual")...)
	cmd.Env = environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("tmux: %w\n%s", err, out)
	}
	err := s.attach()
	if err == nil {
		_, _, err = s.awaitIn(ctx, "echo", patience, func(text string) bool { return strings.Contains(text, "ready") })
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *screen) attach() error {
	s.client = exec.Command("tmux", "-u", "-S", s.socket, "-C", "attach-session", "-t", "ktm", "-f", "no-output")
	commands, err := s.client.StdinPipe()
	if err != nil {
		return fmt.Errorf("tmux: %w", err)
	}
	out, err := s.client.StdoutPipe()
	if err != nil {
		return fmt.Errorf("tmux: %w", err)
	}
	if err := s.client.Start(); err != nil {
		return fmt.Errorf("tmux: %w", err)
	}
	s.commands = commands
	go s.follow(out)
	<-s.replies // to the command that attached
	return nil
}

// follow takes the answers out of what tmux writes: all between %begin and
// %end or %error.
func (s *screen) follow(out io.Reader) {
	defer close(s.replies)
	var r reply
	inside := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		line := lines.Text()
		switch {
		case !inside:
			if inside = strings.HasPrefix(line, "%begin "); inside {
				r = reply{}
			}
		case strings.HasPrefix(line, "%end "), strings.HasPrefix(line, "%error "):
			inside = false
			if line[1] == 'e' && line[2] == 'r' {
				r.err = fmt.Errorf("tmux: %s", strings.Join(r.lines, " "))
			}
			s.replies <- r
		default:
			r.lines = append(r.lines, line)
		}
	}
}

func (s *screen) do(command string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.WriteString(s.commands, command+"\n"); err != nil {
		return "", fmt.Errorf("tmux: %w", err)
	}
	r, ok := <-s.replies
	if !ok {
		return "", errors.New("tmux has ended")
	}
	return strings.Join(r.lines, "\n"), r.err
}

// press sends ktm one key, by its name in tmux.
func (s *screen) press(key string) error { return s.pressIn("ktm", key) }

// text is what stands on the screen.
func (s *screen) text() (string, error) { return s.textOf("ktm") }

func (s *screen) pressIn(session, key string) error {
	_, err := s.do("send-keys -t " + session + " '" + key + "'")
	return err
}

func (s *screen) textOf(session string) (string, error) { return s.do("capture-pane -p -t " + session) }

// look is the time between two looks.
const look = 10 * time.Millisecond

var errNotShown = errors.New("the screen does not show it")

// await looks until the screen is as ok wants it, and gives it and when that
// was seen.
func (s *screen) await(ctx context.Context, limit time.Duration, ok func(string) bool) (string, time.Time, error) {
	return s.awaitIn(ctx, "ktm", limit, ok)
}

func (s *screen) awaitIn(ctx context.Context, session string, limit time.Duration, ok func(string) bool) (string, time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		text, err := s.textOf(session)
		now := time.Now()
		if err != nil || ok(text) {
			return text, now, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return text, now, errNotShown
		}
	}
}

// pid is ktm's process.
func (s *screen) pid() (int, error) {
	text, err := s.do("display-message -p -t ktm '#{pane_pid}'")
	if err != nil {
		return 0, err
	}
	pid, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("tmux gives %q for a process id: %w", text, err)
	}
	return pid, nil
}

// shows waits for a pattern.
func (s *screen) shows(ctx context.Context, pattern string) error {
	text, _, err := s.await(ctx, patience, regexp.MustCompile(pattern).MatchString)
	if err != nil {
		return fmt.Errorf("%w: /%s/\n%s", err, pattern, text)
	}
	return nil
}

// quit leaves ktm and gives its report.
func (s *screen) quit(ctx context.Context) (report, error) {
	if err := s.press("q"); err != nil {
		return report{}, err
	}
	if err := s.ended(ctx); err != nil {
		return report{}, err
	}
	return readReport(s.report)
}

// ended waits until ktm has ended.
func (s *screen) ended(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		dead, err := s.do("display-message -p -t ktm '#{pane_dead}'")
		if err != nil || dead == "1" {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.New("ktm does not end when it is told to quit")
		}
	}
}

// close ends tmux and all in it. It may be called twice.
func (s *screen) close() error {
	out, err := exec.Command("tmux", "-S", s.socket, "kill-server").CombinedOutput()
	if s.client == nil {
		return nil
	}
	_ = s.commands.Close()
	_ = s.client.Wait() // it was cut off
	s.client = nil
	if err != nil {
		return fmt.Errorf("ending tmux: %w\n%s", err, out)
	}
	return nil
}
