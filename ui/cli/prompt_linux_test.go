package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

const askVariable = "KTM_TEST_ASK"

// TestMain lets the test binary be the program that asks, on a terminal of its
// own.
func TestMain(m *testing.M) {
	if os.Getenv(askVariable) == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	secret, err := askTerminal(ctx, "SASL password of \"a\x1bnn\": ")
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(3)
	}
	fmt.Println("answer:", strings.ToUpper(secret))
}

// asking is the program on a terminal, after it has asked.
type asking struct {
	*exec.Cmd
	tty    *os.File
	screen bytes.Buffer
}

func ask(t *testing.T) *asking {
	t.Helper()
	a := &asking{Cmd: exec.Command(os.Args[0])}
	a.Env = append(os.Environ(), askVariable+"=1")
	tty, err := pty.Start(a.Cmd)
	if err != nil {
		t.Fatal(err)
	}
	a.tty = tty
	t.Cleanup(func() {
		_ = a.Process.Kill()
		_ = tty.Close()
	})
	a.waitForEcho(t, false)
	return a
}

// waitForEcho waits until the terminal shows, or hides, what is typed.
func (a *asking) waitForEcho(t *testing.T, want bool) {
	t.Helper()
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	for {
		state, err := unix.IoctlGetTermios(int(a.tty.Fd()), unix.TCGETS)
		if err != nil {
			t.Fatal(err)
		}
		if (state.Lflag&unix.ECHO != 0) == want {
			return
		}
		select {
		case <-look.C:
		case <-deadline.C:
			t.Fatalf("the terminal's echo is not %v", want)
		}
	}
}

// readAll reads what the program showed until it ended.
func (a *asking) readAll() string {
	// The terminal's end is an error on Linux.
	_, _ = a.screen.ReadFrom(a.tty)
	return a.screen.String()
}

func TestAskTerminalReadsWithoutEcho(t *testing.T) {
	a := ask(t)
	if _, err := a.tty.WriteString(secret + "\n"); err != nil {
		t.Fatal(err)
	}
	shown := a.readAll()
	if err := a.Wait(); err != nil {
		t.Errorf("%v: %q", err, shown)
	}
	if !strings.Contains(shown, "answer: "+strings.ToUpper(secret)) {
		t.Errorf("the answer did not arrive: %q", shown)
	}
	if strings.Contains(shown, secret) || strings.Contains(shown, "\x1b") {
		t.Errorf("the secret or an escape was shown: %q", shown)
	}
}

func TestAskTerminalInterrupted(t *testing.T) {
	a := ask(t)
	if _, err := a.tty.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	shown := a.readAll()
	var exit *exec.ExitError
	if err := a.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("%v: %q", err, shown)
	}
	if !strings.Contains(shown, "error: no answer: ") {
		t.Errorf("the interrupt was not told: %q", shown)
	}
	a.waitForEcho(t, true)
}

func TestAskTerminalWithoutTerminal(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), askVariable+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	out, _ := cmd.CombinedOutput()
	if !strings.Contains(string(out), "error: "+ErrNoTerminal.Error()) {
		t.Errorf("%q", out)
	}
}
