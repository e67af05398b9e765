//go:build unix

package ui_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// The tests of this file drive the built program in a real terminal, tmux,
// on its own demo broker.

// patience is how long the screen may take to show what a test waits for.
const patience = 30 * time.Second

// build makes the program once.
var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "ktm-ui-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "ktm")
	if out, err := exec.Command("go", "build", "-o", path, "github.com/kafkathreadmanager/ktm").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the program: %w\n%s", err, out)
	}
	return path, nil
})

// rounds is how often a test does what it does: once, or as often as
// KTM_ROUNDS says (.ci/signals sets it).
func rounds(t *testing.T) int {
	t.Helper()
	text := os.Getenv("KTM_ROUNDS")
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("KTM_ROUNDS=%q is not a number of rounds", text)
	}
	return n
}

// terminal is a tmux server of its own with one shell in it.
type terminal struct {
	t      *testing.T
	socket string
}

// open starts a shell and in it ktm.
func open(t *testing.T, width, height int, args string) *terminal {
	t.Helper()
	term := shell(t, width, height)
	term.starts("", args)
	return term
}

// shell starts a shell in a terminal of its own.
func shell(t *testing.T, width, height int) *terminal {
	t.Helper()
	kafkatest.Require(t, "tmux")
	term := &terminal{t, filepath.Join(t.TempDir(), "tmux")}
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", term.socket, "kill-server").Run() })
	term.tmux("-f", "/dev/null", "new-session", "-d", "-s", "ktm", "-x", strconv.Itoa(width), "-y", strconv.Itoa(height),
		"env -u TMUX TERM=xterm-256color PS1='$ ' sh")
	term.waits("$")
	return term
}

// starts types ktm into the shell, with variables in front; before and after
// it the shell prints the settings of its terminal, and at the end ktm's exit
// code.
func (term *terminal) starts(variables, args string) {
	term.t.Helper()
	program, err := build()
	if err != nil {
		term.t.Fatal(err)
	}
	// The words are put together by the shell, so that what is typed is not
	// taken for what is printed.
	term.types(`stty -a | cksum | sed 's/^/be''fore /'; ` + variables + " " + program + " " + args +
		`; echo "ex""it=$?"; stty -a | cksum | sed 's/^/af''ter /'`)
}

func (term *terminal) tmux(args ...string) string {
	term.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-u", "-S", term.socket}, args...)...).CombinedOutput()
	if err != nil {
		term.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// closes ends the terminal before the test does.
func (term *terminal) closes() { term.tmux("kill-server") }

func (term *terminal) types(line string) {
	term.t.Helper()
	term.tmux("send-keys", "-t", "ktm", "-l", line)
	term.press("Enter")
}

func (term *terminal) press(keys ...string) {
	term.t.Helper()
	for _, k := range keys {
		term.tmux("send-keys", "-t", "ktm", k)
	}
}

func (term *terminal) screen() string {
	term.t.Helper()
	return term.tmux("capture-pane", "-t", "ktm", "-p")
}

// waits until the screen shows what the pattern says and returns the screen.
func (term *terminal) waits(pattern string) string {
	term.t.Helper()
	re := regexp.MustCompile(pattern)
	return term.until("/"+pattern+"/", re.MatchString)
}

func (term *terminal) until(what string, ok func(screen string) bool) string {
	term.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	screen := ""
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		if screen = term.screen(); ok(screen) {
			return screen
		}
	}
	term.t.Fatalf("the screen does not show %s:\n%s", what, screen)
	return ""
}

// leaves checks that the program ended with the code, left the terminal as it
// was, and said in one line what happened; that line is returned.
func (term *terminal) leaves(code int) string {
	term.t.Helper()
	screen := term.waits(`after \d+ \d+`)
	if !strings.Contains(screen, fmt.Sprintf("exit=%d", code)) {
		term.t.Errorf("want exit code %d:\n%s", code, screen)
	}
	before, after := word(screen, `before (\d+ \d+)`), word(screen, `after (\d+ \d+)`)
	if before == "" || before != after {
		term.t.Errorf("the terminal was %q, is %q:\n%s", before, after, screen)
	}
	if got := term.tmux("display-message", "-p", "-t", "ktm", "#{alternate_on} #{mouse_any_flag} #{cursor_flag}"); got != "0 0 1\n" {
		term.t.Errorf("alternate screen, mouse, cursor are %q, want \"0 0 1\"", got)
	}
	return word(screen, `(?m)^(.*messages? in .*)$`)
}

func word(s, pattern string) string {
	if m := regexp.MustCompile(pattern).FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// received is the number in the footer.
func received(screen string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(word(screen, `received ([\d,]+)`), ",", ""))
	if err != nil {
		return -1
	}
	return n
}

// process is the program's process ID.
func (term *terminal) process() int {
	term.t.Helper()
	shell := strings.TrimSpace(term.tmux("display-message", "-p", "-t", "ktm", "#{pane_pid}"))
	out, err := exec.Command("pgrep", "-P", shell, "-x", "ktm").Output()
	if err != nil {
		term.t.Fatalf("the program's process: %v", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		term.t.Fatal(err)
	}
	return pid
}

func TestTerminalStartStopRestart(t *testing.T) {
	t.Parallel()
	term := open(t, 120, 36, "--demo=calm --lifetime 0")
	term.waits(`● running`)
	term.until("more than the backlog", func(s string) bool { return received(s) > 100 })
	term.press("s")
	stopped := received(term.waits(`● stopped`))
	term.press("s")
	term.waits(`run 2 .* goes on where it stopped`)
	term.until("more messages", func(s string) bool { return received(s) > stopped })
	term.press("r")
	term.waits(`● running  run 3`)
	term.press("q")
	if line := term.leaves(0); !strings.Contains(line, "nothing lost") {
		t.Errorf("the last line is %q", line)
	}
}

func TestTerminalExpiry(t *testing.T) {
	t.Parallel()
	term := open(t, 120, 36, "--demo=calm --lifetime 2s")
	screen := term.waits(`● stopped  lifetime reached`)
	if !strings.Contains(screen, "Stopped by its lifetime after 2.0 s: ") || !strings.Contains(screen, "0.0 s of 2 s") {
		t.Errorf("the end is not told:\n%s", screen)
	}
	term.press("q")
	term.leaves(0)
}

func TestTerminalFailureIsAFailure(t *testing.T) {
	t.Parallel()
	term := open(t, 100, 30, "--demo=calm -e nosuchtopic")
	term.waits(`(?s)● failed.*Failed after .*nosuchtopic`)
	term.press("q")
	term.leaves(1)
}

func TestTerminalFreezeHoldsTheRows(t *testing.T) {
	t.Parallel()
	rows := func(screen string) string { return strings.Join(strings.Split(screen, "\n")[4:20], "\n") }
	term := open(t, 120, 36, "--demo=calm --lifetime 0")
	term.until("a full table", func(s string) bool { return received(s) > 100 })
	term.press("Space")
	frozen := rows(term.waits(`frozen`))
	later := term.waits(`frozen · [1-9]\d* new`)
	if rows(later) != frozen {
		t.Errorf("the frozen rows changed from\n%s\nto\n%s", frozen, rows(later))
	}
	term.press("Space")
	term.until("moving rows", func(s string) bool { return !strings.Contains(s, "frozen") && rows(s) != frozen })
	term.press("q")
	term.leaves(0)
}

func TestTerminalFilter(t *testing.T) {
	t.Parallel()
	value := regexp.MustCompile(`(?m)^.\d\d:\d\d:\d\d.*$`)
	term := open(t, 120, 36, "--demo=calm --lifetime 0")
	term.until("a full table", func(s string) bool { return received(s) > 100 })
	term.press("/", "p", "a", "i", "d")
	term.waits(`(?s)/ paid +\d+ of \d+ match.*/ paid.*enter keep it`)
	term.press("Enter")
	screen := term.waits(`/ paid +\d+ of \d+ match.*esc shows all`)
	rows := value.FindAllString(screen, -1)
	if len(rows) == 0 {
		t.Errorf("there are no rows:\n%s", screen)
	}
	for _, row := range rows {
		if !strings.Contains(row, "paid") {
			t.Errorf("%q does not match", row)
		}
	}
	term.press("Escape")
	term.until("all messages", func(s string) bool {
		return !strings.Contains(s, "esc shows all") && strings.Contains(s, "order.created") && received(s) >= received(screen)
	})
	term.press("q")
	term.leaves(0)
}

func TestTerminalResize(t *testing.T) {
	t.Parallel()
	term := open(t, 120, 36, "--demo=calm --lifetime 0")
	term.waits(`● running`)
	for _, size := range []struct{ size, sees string }{
		{"80 24", `(?s)● running.*\? help`},
		{"30 8", `too small`},
		{"200 60", `(?s)from last 100.*● running.*q quit`},
		{"41 11", `running`},
		{"1 1", `^…`},
		{"120 36", `(?s)3 partitions.*● running.*q quit`},
	} {
		x, y, _ := strings.Cut(size.size, " ")
		term.tmux("resize-window", "-t", "ktm", "-x", x, "-y", y)
		term.waits(size.sees)
	}
	term.press("q")
	term.leaves(0)
}

func TestTerminalSuspendAndResume(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"key", "signal"} {
		t.Run(how, func(t *testing.T) {
			term := open(t, 100, 30, "--demo=calm --lifetime 0")
			term.waits(`● running`)
			if how == "key" {
				term.press("C-z")
			} else if err := syscall.Kill(term.process(), syscall.SIGTSTP); err != nil {
				t.Fatal(err)
			}
			// The shell's line ends with the job's stop: it has its prompt again.
			term.waits(`(?i)stopped|suspended|exit=1\d\d`)
			// The next stop must not be taken for this one.
			term.types("clear; fg")
			before := received(term.waits(`● running`))
			term.until("more messages", func(s string) bool { return received(s) > before })
			for range rounds(t) {
				term.press("C-z")
				term.waits(`(?i)stopped|suspended`)
				term.types("clear; fg")
				term.waits(`● running`)
			}
			term.press("q")
			term.waits(`messages in`)
		})
	}
}
