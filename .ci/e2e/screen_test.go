//go:build !windows

package e2e

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/kafkathreadmanager/ktm/.ci/bench/terminal"
)

// screen is the program on a terminal, with somebody at its keys.
type screen struct {
	*terminal.Terminal
	t   *testing.T
	ctx context.Context
}

func onScreen(t *testing.T, env []string, args ...string) *screen {
	t.Helper()
	cmd := command(t, append([]string{"TERM=xterm-256color"}, env...), append(args, "--lifetime", "0")...)
	term, err := terminal.Start(cmd, terminal.Options{Width: 120, Height: 36})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(term.Close)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return &screen{term, t, ctx}
}

// sees waits until what stands on the screen is as the pattern says, and gives it.
func (s *screen) sees(pattern string) (text string) {
	s.t.Helper()
	is := regexp.MustCompile(pattern)
	if _, err := s.Await(s.ctx, func(screen *terminal.Screen) bool {
		text = screen.Text()
		return is.MatchString(text)
	}); err != nil {
		s.t.Fatalf("it does not come to show %s: %v", pattern, err)
	}
	return text
}

func (s *screen) types(keys string) {
	s.t.Helper()
	if err := s.Type(keys); err != nil {
		s.t.Fatal(err)
	}
}

// closes leaves a pane by esc, once its keys are there: the rows are there again,
// with theirs. (A key that comes with esc would be one with alt.)
func (s *screen) closes() {
	s.t.Helper()
	s.sees(`esc back`)
	s.types("\x1b")
	s.sees(`(stop|start) .* q quit`)
}

func (s *screen) quits() {
	s.t.Helper()
	s.types("q")
	state, _, err := s.Wait(s.ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	if state.ExitCode() != 0 {
		s.t.Errorf("it ended with %v:\n%s", state, s.Text())
	}
}

// row is a pattern for a row of the table.
func row(partition int, rest string) string {
	return fmt.Sprintf(`(?m)^.\d\d:\d\d:\d\d\.\d{3} +%d +[\d,]+ +%s`, partition, rest)
}
