package ui_test

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
)

// soon is how long the program may take to end, whatever it was doing: its own
// bounds add up to 1 s, or 5.5 s where the machine is busy with other tests.
const soon = 10 * time.Second

// phases are what the program may be doing when a signal comes. Each opens a
// terminal and brings it there.
var phases = []struct {
	name  string
	enter func(t *testing.T) *terminal
}{
	{"starting", func(t *testing.T) *terminal {
		t.Helper()
		term := open(t, 100, 30, "--lifetime 0 -b "+silentBroker(t)+" orders")
		term.waits(`● starting`)
		return term
	}},
	{"running", func(t *testing.T) *terminal {
		t.Helper()
		return running(t)
	}},
	{"reconnecting", func(t *testing.T) *terminal {
		t.Helper()
		cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(cluster.Close)
		term := open(t, 100, 30, "--lifetime 0 -b "+cluster.ListenAddrs()[0]+" orders")
		term.waits(`● running`)
		cluster.Close()
		term.waits(`● reconnecting`)
		return term
	}},
	{"stopping", func(t *testing.T) *terminal {
		t.Helper()
		term := running(t)
		term.press("s") // it takes a moment; the signal comes within it
		return term
	}},
	{"stopped", func(t *testing.T) *terminal {
		t.Helper()
		term := running(t, "s")
		term.waits(`● stopped`)
		return term
	}},
	{"frozen", func(t *testing.T) *terminal {
		t.Helper()
		term := running(t, "Space")
		term.waits(`frozen`)
		return term
	}},
	{"detail", func(t *testing.T) *terminal {
		t.Helper()
		term := running(t, "Enter")
		term.waits(`p previous`)
		return term
	}},
	{"help", func(t *testing.T) *terminal {
		t.Helper()
		term := running(t, "?")
		term.waits(`half a page up`)
		return term
	}},
}

func running(t *testing.T, keys ...string) *terminal {
	t.Helper()
	term := open(t, 100, 30, "--demo=calm --lifetime 0")
	term.until("messages", func(s string) bool { return strings.Contains(s, "● running") && received(s) > 0 })
	term.press(keys...)
	return term
}

// silentBroker takes connections and never answers.
func silentBroker(t *testing.T) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().String() // what nobody accepts is connected all the same
}

var endings = []struct {
	signal syscall.Signal
	code   int
}{
	{syscall.SIGHUP, 129}, {syscall.SIGINT, 130}, {syscall.SIGQUIT, 131}, {syscall.SIGTERM, 143},
}

// In every phase, every signal that ends: the documented exit code, soon, and
// the terminal as it was. One round takes one signal a phase.
func TestTerminalSignals(t *testing.T) {
	n := rounds(t)
	for i, phase := range phases {
		for k, ending := range endings {
			if n == 1 && k != i%len(endings) {
				continue
			}
			t.Run(phase.name+"/"+ending.signal.String(), func(t *testing.T) {
				t.Parallel()
				for range n {
					term := phase.enter(t)
					ends(t, term.process(), func() error { return syscall.Kill(term.process(), ending.signal) })
					term.leaves(ending.code)
					term.closes()
				}
			})
		}
	}
}

// Waiting costs nothing: in no phase does the program spin.
func TestTerminalDoesNotSpin(t *testing.T) {
	for _, phase := range phases {
		t.Run(phase.name, func(t *testing.T) {
			t.Parallel()
			term := phase.enter(t)
			restful(t, term.process())
			term.press("q")
			if phase.name == "help" || phase.name == "detail" { // the first one closes it
				term.press("q")
			}
			term.leaves(0)
		})
	}
}

// A terminal that is resized again and again, and ten thousand signals that say
// so: the last size is drawn, and then there is rest.
func TestTerminalResizedTenThousandTimes(t *testing.T) {
	t.Parallel()
	term := running(t)
	pid := term.process()
	for i := range 10_000 {
		if err := syscall.Kill(pid, syscall.SIGWINCH); err != nil {
			t.Fatal(err)
		}
		if i%250 == 0 {
			size := sizes[i/250%len(sizes)]
			term.tmux("resize-window", "-t", "ktm", "-x", strconv.Itoa(size[0]), "-y", strconv.Itoa(size[1]))
		}
	}
	term.tmux("resize-window", "-t", "ktm", "-x", "90", "-y", "28")
	term.until("the last size", func(s string) bool {
		lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
		countdown := strings.TrimSpace(lines[min(2, len(lines)-1)])
		return len(lines) == 28 && strings.Contains(lines[27], "q quit") && len([]rune(countdown)) == 90-2
	})
	restful(t, pid)
	term.tmux("resize-window", "-t", "ktm", "-x", "100", "-y", "30") // stty tells the size, too
	term.press("q")
	term.leaves(0)
}

// sizes from the smallest to larger than any screen.
var sizes = [][2]int{{1, 1}, {2, 40}, {500, 2}, {39, 9}, {40, 10}, {80, 24}, {500, 200}, {120, 36}}

// ends fails unless the process ends soon after do.
func ends(t *testing.T, pid int, do func() error) {
	t.Helper()
	began := time.Now()
	if err := do(); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for syscall.Kill(pid, 0) == nil && time.Since(began) < patience {
		<-tick.C
	}
	if took := time.Since(began); took > soon {
		t.Errorf("it took %v to end", took)
	}
}

// restful fails when a process is at work for more than half of a second.
func restful(t *testing.T, pid int) {
	t.Helper()
	before, began := cpu(t, pid), time.Now()
	<-time.After(time.Second)
	if used, took := cpu(t, pid)-before, time.Since(began); used > took/2 {
		t.Errorf("%v of processor time in %v", used, took)
	}
}

// cpu is the processor time a process has used.
func cpu(t *testing.T, pid int) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	// The name in parentheses may hold anything; what follows does not. User
	// and system time are the 14th and 15th field, in hundredths of a second.
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	ticks := 0
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
