package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/consumer/kafka"
	"github.com/kafkathreadmanager/ktm/ui"
	"github.com/kafkathreadmanager/ktm/ui/cli"
)

// TestMain lets the scripts run the program itself as "ktm".
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ktm": main})
}

// TestScripts runs what users type, right and wrong.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("ui", "cli", "testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("ESC", "\x1b")
			env.Setenv("KTM_STATE", "off")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// What the guide shows as a configuration is one.
func TestTheConfigurationInTheGuide(t *testing.T) {
	text, err := os.ReadFile(".github/GUIDE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(text), "## Make it yours")
	_, after, fenced := strings.Cut(after, "```\n")
	example, _, closed := strings.Cut(after, "```")
	if !ok || !fenced || !closed || !strings.Contains(example, "key.restart = f5") {
		t.Fatalf("the guide has no example: %q", example)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "config.properties"), []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	looks, err := ui.LoadLooks(dir, kafka.ParseProperties, "", "")
	if err != nil || !looks.NoMouse || !looks.Mask.Hides([]byte("email")) || len(looks.Keys["page-down"]) != 2 {
		t.Errorf("%+v %v", looks, err)
	}
}

// exits CODE COMMAND ARG... runs a command that must end with that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG...")
	}
	code := 0
	err := ts.Exec(args[1], args[2:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code, err = exit.ExitCode(), nil
	}
	ts.Check(err)
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, not %s", code, args[0])
	}
}

// piped is the program with its output in a pipe that has brought a line.
type piped struct {
	*exec.Cmd
	stdout io.ReadCloser
	lines  *bufio.Reader
	stderr bytes.Buffer
}

func startPiped(t *testing.T, name string, args ...string) *piped {
	t.Helper()
	p := &piped{Cmd: exec.Command(name, args...)}
	p.Stderr = &p.stderr
	stdout, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	p.stdout, p.lines = stdout, bufio.NewReader(stdout)
	if line, err := p.lines.ReadString('\n'); err != nil {
		t.Fatalf("no line came: %q, %v, %s", line, err, p.stderr.String())
	}
	return p
}

func (p *piped) exitCode(t *testing.T) int {
	t.Helper()
	err := p.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		t.Error(err)
	}
	return 0
}

func TestSignalsEndThePipe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signals to send")
	}
	for sig, code := range map[syscall.Signal]int{syscall.SIGHUP: 129, syscall.SIGINT: 130, syscall.SIGQUIT: 131, syscall.SIGTERM: 143} {
		t.Run(sig.String(), func(t *testing.T) {
			// Who runs the tests may ignore the signal (nohup does), and a
			// child inherits that; one that is watched is the default there.
			watched := make(chan os.Signal, 1)
			signal.Notify(watched, sig)
			defer signal.Stop(watched)
			report := filepath.Join(t.TempDir(), "report.json")
			p := startPiped(t, "ktm", "--demo=calm", "-J", "--report", report)
			if err := p.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			rest, err := io.ReadAll(p.lines)
			if err != nil {
				t.Error(err)
			}
			if len(rest) > 0 && !bytes.HasSuffix(rest, []byte("}\n")) {
				t.Errorf("the last line is cut short: %q", rest[max(0, len(rest)-80):])
			}
			if got := p.exitCode(t); got != code {
				t.Errorf("exit %d; want %d", got, code)
			}
			if got := p.stderr.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "stopped: asked to") {
				t.Errorf("want a summary and nothing else: %q", got)
			}
			if text, err := os.ReadFile(report); err != nil || !bytes.Contains(text, []byte(`"reason": "stopped"`)) {
				t.Errorf("the report: %v, %s", err, text)
			}
		})
	}
}

func TestNohup(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signals to send")
	}
	p := startPiped(t, "sh", "-c", "trap '' HUP; exec ktm --demo=busy -J")
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	// More than what may be on its way when the signal comes.
	for range 2000 {
		if _, err := p.lines.ReadString('\n'); err != nil {
			t.Fatalf("the output ended: %v, %s", err, p.stderr.String())
		}
	}
	if err := p.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, p.lines); err != nil {
		t.Error(err)
	}
	if code := p.exitCode(t); code != 130 {
		t.Errorf("exit %d; want 130", code)
	}
}

func TestReaderThatGoesAway(t *testing.T) {
	p := startPiped(t, "ktm", "--demo=busy", "-J")
	if err := p.stdout.Close(); err != nil {
		t.Fatal(err)
	}
	if code := p.exitCode(t); code != 0 || p.stderr.Len() > 0 {
		t.Errorf("exit %d, stderr %q; want 0 and silence", code, p.stderr.String())
	}
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer func() { _ = full.Close() }()
	for _, args := range [][]string{{"--help"}, {"--version"}, {"--demo", "-J"}} {
		var stderr bytes.Buffer
		cmd := exec.Command("ktm", args...)
		cmd.Stdout, cmd.Stderr = full, &stderr
		_ = cmd.Run() // its exit code is looked at below
		if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("%q: exit %d, stderr %q", args, code, stderr.String())
		}
	}
}

// A shell closes an output with ">&-". The null device is something else.
func TestOutputThatIsClosed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no shell to close it")
	}
	const closed = "ktm: standard output is closed: there is nowhere to write messages to\n"
	report := filepath.Join(t.TempDir(), "report.json")
	for _, tt := range []struct {
		args, redirect, stderr string
		code                   int
	}{
		{"--demo", ">&-", closed, 1},
		{"-J --demo", ">&-", closed, 1},
		{"-J --demo", ">&- 2>&-", "", 1},
		{"-J --demo", "<&- >&-", closed, 1},
		{"-J --demo=calm -n 3", ">/dev/null", "3 messages", 0},
		{"-J --demo=calm -n 3", ">/dev/null 2>&-", "", 0},
		{"-J --demo=calm -n 3 --report " + report, ">&-", "3 messages", 0},
	} {
		var stderr bytes.Buffer
		cmd := exec.Command("sh", "-c", "exec ktm "+tt.args+" "+tt.redirect)
		cmd.Stderr = &stderr
		_ = cmd.Run() // its exit code is looked at below
		got := stderr.String()
		if code := cmd.ProcessState.ExitCode(); code != tt.code || !strings.Contains(got, tt.stderr) || (got == "") != (tt.stderr == "") {
			t.Errorf("ktm %s %s: exit %d, stderr %q; want %d, %q", tt.args, tt.redirect, code, got, tt.code, tt.stderr)
		}
	}
}

type brokenDemo struct{ err error }

func (d brokenDemo) Close() error { return d.err }

func TestStoryThatBrokeOffIsTold(t *testing.T) {
	for want, err := range map[string]error{"": nil, "ktm: the demo broke off: no topic \\x1b[2J\n": errors.New("no topic \x1b[2J")} {
		var stderr strings.Builder
		endDemo(brokenDemo{err}, &stderr)
		if stderr.String() != want {
			t.Errorf("of %v is told %q, want %q", err, stderr.String(), want)
		}
	}
}

func TestTheScreenAndTheManagerAgree(t *testing.T) {
	if cli.DefaultLifetime != consumer.DefaultLifetime {
		t.Errorf("the command line says %v, the manager %v", cli.DefaultLifetime, consumer.DefaultLifetime)
	}
}
