package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/history"
)

const secret = "hunter2canary"

// session is one call of the program as a test sees it.
type session struct {
	env    map[string]string
	answer string // to a question for a password; "" = no terminal
	runErr error

	ran            bool
	options        Options
	stdout, stderr bytes.Buffer
	question       string
}

// program is a Program with rules that are small enough to be seen through.
func (s *session) program() Program {
	return Program{
		Version:   "v1.2.3",
		Scenarios: []Scenario{{"stage", "a rush, poison messages and a broker loss, all within 40 s"}, {"calm", "no faults"}},
		IsSecret: func(name string) bool {
			return strings.HasSuffix(name, "password") || name == propJAAS
		},
		ParseProperties: func(r io.Reader) (map[string]string, error) {
			text, err := io.ReadAll(r)
			if err != nil {
				return nil, err
			}
			read := map[string]string{}
			for line := range strings.Lines(string(text)) {
				name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
				if !ok {
					return nil, errors.New("line 1 has no =")
				}
				read[name] = value
			}
			return read, nil
		},
		Run: func(_ context.Context, o Options) error {
			s.ran, s.options = true, o
			return s.runErr
		},
	}
}

func (s *session) execute(args ...string) int {
	sys := System{
		Stdout: &s.stdout, Stderr: &s.stderr,
		Getenv: func(name string) string { return s.env[name] },
		AskSecret: func(_ context.Context, question string) (string, error) {
			s.question = question
			if s.answer == "" {
				return "", ErrNoTerminal
			}
			return s.answer, nil
		},
	}
	return Execute(context.Background(), args, sys, s.program())
}

func TestOptions(t *testing.T) {
	base := Options{
		Brokers: []string{"localhost:9092"}, Topics: []string{"orders"},
		Scope: model.DefaultScope, Properties: Properties{},
		Keep: history.DefaultKeepRecords, KeepBytes: history.DefaultKeepBytes, KeepMessage: history.DefaultKeepRecordBytes, FPS: defaultFPS,
	}
	for args, change := range map[string]func(*Options){
		"orders":                          func(*Options) {},
		"-t orders":                       func(*Options) {},
		"-t orders orders --topic=orders": func(*Options) {},
		"orders payments":                 func(o *Options) { o.Topics = []string{"orders", "payments"} },
		"payments,orders":                 func(o *Options) { o.Topics = []string{"payments", "orders"} },
		"-t payments orders":              func(o *Options) { o.Topics = []string{"payments", "orders"} },
		"help":                            func(o *Options) { o.Topics = []string{"help"} },
		"completion":                      func(o *Options) { o.Topics = []string{"completion"} },
		"completion bash":                 func(o *Options) { o.Topics = []string{"completion", "bash"} },
		"-t __complete":                   func(o *Options) { o.Topics = []string{"__complete"} },
		"-- -topic":                       func(o *Options) { o.Topics = []string{"-topic"} },
		"-- -odd-topic":                   func(o *Options) { o.Topics = []string{"-odd-topic"} },
		"orders -p 2-3,0":                 func(o *Options) { o.Partitions = []int32{0, 2, 3} },
		"orders --partition 1":            func(o *Options) { o.Partitions = []int32{1} },
		"orders -o -5":                    func(o *Options) { o.Scope.Start.N = 5 },
		"orders -o=-5":                    func(o *Options) { o.Scope.Start.N = 5 },
		"orders -o-5":                     func(o *Options) { o.Scope.Start.N = 5 },
		"orders --offset -5":              func(o *Options) { o.Scope.Start.N = 5 },
		"orders --offset=-5":              func(o *Options) { o.Scope.Start.N = 5 },
		"orders -o -100:end":              func(o *Options) { o.Scope.End.Kind = model.EndNewest },
		"orders -o 0=5,1=end -p 1,0": func(o *Options) {
			o.Partitions = []int32{0, 1}
			o.Scope = model.Scope{Closed: true, Apart: map[int32]model.Span{
				0: {Start: model.Start{Kind: model.StartOffset, N: 5}}, 1: {Start: model.Start{Kind: model.StartNewest}},
			}}
		},
		"orders -o s@1763899200000 -o e@1763899260000": func(o *Options) {
			o.Scope.Span = model.Span{
				Start: model.Start{Kind: model.StartTime, N: 1763899200000}, End: model.End{Kind: model.EndTime, N: 1763899260000},
			}
		},
		"orders -o end":                             func(o *Options) { o.Scope.Start = model.Start{Kind: model.StartNewest} },
		"orders --from-beginning":                   func(o *Options) { o.Scope.Start = model.Start{Kind: model.StartOldest} },
		"orders --from-beginning -ostart":           func(o *Options) { o.Scope.Start = model.Start{Kind: model.StartOldest} },
		"orders --lifetime 90":                      func(o *Options) { o.Lifetime, o.LifetimeSet = 90*time.Second, true },
		"orders --lifetime 0":                       func(o *Options) { o.LifetimeSet = true },
		"orders -n 5":                               func(o *Options) { o.MaxMessages = 5 },
		"orders -eJ":                                func(o *Options) { o.ExitAtEnd, o.JSON = true, true },
		"orders --isolation read_uncommitted":       func(o *Options) { o.Isolation, o.IsolationSet = model.ReadUncommitted, true },
		"orders --isolation read_committed":         func(o *Options) { o.IsolationSet = true },
		"orders --keep 10 --keep-bytes 2M --fps 60": func(o *Options) { o.Keep, o.KeepBytes, o.FPS = 10, 2<<20, 60 },
		"orders --keep-message 4k":                  func(o *Options) { o.KeepMessage = 4 << 10 },
		"orders --ascii --report r --log-file l":    func(o *Options) { o.ASCII, o.Report, o.LogFile = true, "r", "l" },
		"orders -X client.id=x=y":                   func(o *Options) { o.Properties = Properties{"client.id": "x=y"} },
		"orders -X a=1 -X a=2":                      func(o *Options) { o.Properties = Properties{"a": "2"} },
		"orders -X a=":                              func(o *Options) { o.Properties = Properties{"a": ""} },
	} {
		t.Run(args, func(t *testing.T) {
			want := base
			change(&want)
			s := &session{}
			code := s.execute(append([]string{"-b", "localhost"}, strings.Fields(args)...)...)
			if code != 0 || !reflect.DeepEqual(s.options, want) {
				t.Errorf("exit %d, stderr %q\n got %+v\nwant %+v", code, s.stderr.String(), s.options, want)
			}
		})
	}
}

func TestDemoOptions(t *testing.T) {
	for args, want := range map[string]string{"--demo": "stage", "--demo=calm": "calm"} {
		// What the environment says of a real cluster is no business of the demo.
		s := &session{env: map[string]string{"KTM_BROKERS": "prod:9092", "KTM_CONFIG": "/does/not/exist", "KTM_SASL_PASSWORD": secret}}
		if code := s.execute(args); code != 0 || s.options.Demo != want || len(s.options.Brokers)+len(s.options.Topics)+len(s.options.Properties) != 0 {
			t.Errorf("%s: exit %d, %+v, %s", args, code, s.options, s.stderr.String())
		}
	}
}

func TestEffectiveLifetime(t *testing.T) {
	for _, c := range []struct {
		name         string
		o            Options
		screen, pipe time.Duration
	}{
		{"nothing asked for", Options{}, DefaultLifetime, 0},
		{"-e", Options{ExitAtEnd: true}, 0, 0},
		{"-n", Options{MaxMessages: 1}, 0, 0},
		{"--lifetime 5", Options{Lifetime: 5 * time.Second, LifetimeSet: true}, 5 * time.Second, 5 * time.Second},
		{"--lifetime 5 -e", Options{Lifetime: 5 * time.Second, LifetimeSet: true, ExitAtEnd: true}, 5 * time.Second, 5 * time.Second},
		{"--lifetime 0", Options{LifetimeSet: true}, 0, 0},
	} {
		if screen, pipe := c.o.EffectiveLifetime(false), c.o.EffectiveLifetime(true); screen != c.screen || pipe != c.pipe {
			t.Errorf("%s: %v on the screen, %v in the pipe; want %v, %v", c.name, screen, pipe, c.screen, c.pipe)
		}
	}
}

func TestExitCodes(t *testing.T) {
	fault := model.NewFault(model.FaultAuth, "the login was refused", nil)
	fault.Hint = "Look at it."
	for _, c := range []struct {
		name   string
		err    error
		code   int
		stderr string
	}{
		{"asked for", nil, 0, ""},
		{"error", fmt.Errorf("cannot open: %w", os.ErrPermission), 1, "ktm: cannot open: permission denied\n"},
		{"fault", fmt.Errorf("starting: %w", fault), 1, "ktm: starting: the login was refused\nLook at it.\n"},
		{"config", model.NewFault(model.FaultConfig, "no such protocol", nil), 2, "ktm: no such protocol\n"},
		{"usage", fmt.Errorf("starting: %w", &UsageError{Text: "no", Hint: "yes"}), 2, "ktm: starting: no\nyes\n"},
		{"told", fmt.Errorf("stopped: %w", ErrTold), 1, ""},
		{"SIGHUP", &Interrupted{syscall.SIGHUP}, 129, ""},
		{"SIGINT", fmt.Errorf("stopped: %w", &Interrupted{syscall.SIGINT}), 130, ""},
		{"SIGTERM", &Interrupted{syscall.SIGTERM}, 143, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &session{runErr: c.err}
			if code := s.execute("-b", "x", "orders"); code != c.code || s.stderr.String() != c.stderr {
				t.Errorf("exit %d, stderr %q; want %d, %q", code, s.stderr.String(), c.code, c.stderr)
			}
		})
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

func TestFailingOutputIsAnError(t *testing.T) {
	for _, arg := range []string{"--help", "--version", "--completion=bash"} {
		var stderr bytes.Buffer
		sys := System{Stdout: fullDisk{}, Stderr: &stderr, Getenv: func(string) string { return "" }}
		if code := Execute(context.Background(), []string{arg}, sys, (&session{}).program()); code != 1 || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("%s: exit %d, stderr %q", arg, code, stderr.String())
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }
