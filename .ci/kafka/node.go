package kafkatest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// node is one Kafka process. Its folder outlives the process, so that it can
// be started again on the same data and ports.
type node struct {
	id                         int
	port, controller, saslPort int
	extra                      []int // ports of the listeners asked for with WithListener
	dir                        string
	libs                       string
	cmd                        *exec.Cmd
	guard                      *exec.Cmd // ends the broker when this program dies
	leash                      io.Closer // closing it, or dying, sets the guard off
}

func (n *node) config() string  { return filepath.Join(n.dir, "server.properties") }
func (n *node) logFile() string { return filepath.Join(n.dir, "server.log") }

func (n *node) java(ctx context.Context, args ...string) *exec.Cmd {
	common := []string{
		"-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
		"-Djava.io.tmpdir=" + n.dir, // codecs unpack their libraries there and a killed broker leaves them
		"-Dlog4j2.configurationFile=" + filepath.Join(filepath.Dir(n.dir), "log4j2.xml"),
		"-cp", filepath.Join(n.libs, "*"),
	}
	cmd := exec.CommandContext(ctx, "java", append(common, args...)...)
	cmd.Dir = n.dir
	return cmd
}

// format prepares the node's empty data folder.
func (n *node) format(ctx context.Context, clusterID string, sasl bool) error {
	args := []string{"kafka.tools.StorageTool", "format", "-t", clusterID, "-c", n.config()}
	if sasl {
		for _, mechanism := range []string{"SCRAM-SHA-256", "SCRAM-SHA-512"} {
			args = append(args, "--add-scram", fmt.Sprintf("%s=[name=%s,password=%s]", mechanism, User, Password))
		}
	}
	if out, err := n.java(ctx, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("kafka cannot format the data of node %d: %w\n%s", n.id, err, out)
	}
	return nil
}

// start runs the broker; it does not wait until it answers.
func (n *node) start() error {
	log, err := os.OpenFile(n.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("log of node %d: %w", n.id, err)
	}
	defer func() { _ = log.Close() }()
	cmd := n.java(context.Background(), "kafka.Kafka", n.config())
	cmd.Stdout, cmd.Stderr = log, log
	ownGroup(cmd)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting node %d: %w", n.id, err)
	}
	n.cmd = cmd
	if err := n.startGuard(); err != nil {
		return errors.Join(err, n.kill())
	}
	return nil
}

// startGuard starts a shell that waits for the end of a pipe this program
// holds open. When the program is killed or a test times out, no clean-up of
// ours runs, but the pipe ends and the shell kills the broker.
func (n *node) startGuard() error {
	guard := exec.Command("sh", "-c", `read -r _; kill -9 "$1"`, "sh", strconv.Itoa(n.cmd.Process.Pid))
	ownGroup(guard)
	leash, err := guard.StdinPipe()
	if err != nil {
		return fmt.Errorf("guard of node %d: %w", n.id, err)
	}
	if err := guard.Start(); err != nil {
		return fmt.Errorf("guard of node %d: %w", n.id, err)
	}
	n.guard, n.leash = guard, leash
	return nil
}

// kill ends the broker at once, as kill -9 does. A node that is not running is
// left as it is.
func (n *node) kill() error {
	if n.cmd == nil {
		return nil
	}
	// The guard goes first: after the broker's end its process id may be reused.
	if n.guard != nil {
		_ = n.guard.Process.Kill()
		_ = n.guard.Wait()
		_ = n.leash.Close()
		n.guard, n.leash = nil, nil
	}
	err := n.cmd.Process.Kill()
	_ = n.cmd.Wait() // always an error: the process was killed
	n.cmd = nil
	if err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("killing node %d: %w", n.id, err)
	}
	return nil
}

// logTail is the end of what the broker logged, for the error of a start that
// failed.
func (n *node) logTail() string {
	const lines = 30
	text, err := os.ReadFile(n.logFile())
	if err != nil {
		return "no log: " + err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// freePort finds a port below the range that the kernel gives to outgoing
// connections, so that nobody takes it while a broker is down for a restart.
func freePort() (int, error) {
	for range 100 {
		port := 20000 + rand.IntN(10000)
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			continue
		}
		if err := l.Close(); err != nil {
			return 0, fmt.Errorf("giving port %d back: %w", port, err)
		}
		return port, nil
	}
	return 0, errors.New("no free port between 20000 and 29999 on 127.0.0.1")
}
