// Package e2e tests the program as it is built: its command line, what it
// writes, its exit codes, against a real Kafka.
package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

// patience is how long the program may take for what a test asks of it.
const patience = time.Minute

// ktm is the built program.
var ktm string

func TestMain(m *testing.M) {
	code, err := buildAndRun(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func buildAndRun(m *testing.M) (code int, err error) {
	if err := sweep(os.TempDir()); err != nil {
		return 1, err
	}
	dir, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", folderPrefix, os.Getpid()))
	if err != nil {
		return 1, fmt.Errorf("folder for the program: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	ktm = filepath.Join(dir, "ktm.exe") // the ending is needed on Windows and harms nowhere
	build := exec.Command("go", "build", "-o", ktm, "github.com/kafkathreadmanager/ktm")
	if out, err := build.CombinedOutput(); err != nil {
		return 1, fmt.Errorf("building the program: %w\n%s", err, out)
	}
	return kafkatest.Main(m).Run(), nil
}

// outcome is what a finished program left.
type outcome struct {
	code           int
	stdout, stderr string
}

// command prepares the program with an environment that has no KTM_ settings
// of the person who runs the tests, and nothing of their earlier sessions.
func command(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, ktm, args...)
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "KTM_") {
			cmd.Env = append(cmd.Env, setting)
		}
	}
	cmd.Env = append(append(cmd.Env, "KTM_STATE=off"), env...)
	return cmd
}

// run lets the program come to its end.
func run(t *testing.T, env []string, args ...string) outcome {
	t.Helper()
	cmd := command(t, env, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("ktm %q: %v", args, err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// succeed is run for what must end with exit code 0; it gives standard output.
func succeed(t *testing.T, env []string, args ...string) string {
	t.Helper()
	o := run(t, env, args...)
	if o.code != 0 {
		t.Fatalf("ktm %q ended with %d and said:\n%s", args, o.code, o.stderr)
	}
	return o.stdout
}
