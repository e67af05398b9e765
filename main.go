// Ktm watches Kafka topics live in a terminal.
//
// This file only wires the parts: the command line (ui/cli) says what is
// asked for, the thread manager (consumer) runs a Kafka consumer
// (consumer/kafka), and what it reads goes to the screen (ui) or, where there
// is none, to the pipe (ui/pipe).
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/kafkathreadmanager/ktm/consumer"
	"github.com/kafkathreadmanager/ktm/consumer/demo"
	"github.com/kafkathreadmanager/ktm/consumer/kafka"
	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/account"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/sieve"
	"github.com/kafkathreadmanager/ktm/ui"
	"github.com/kafkathreadmanager/ktm/ui/cli"
	"github.com/kafkathreadmanager/ktm/ui/config"
	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/listing"
	"github.com/kafkathreadmanager/ktm/ui/picker"
	"github.com/kafkathreadmanager/ktm/ui/pipe"
	"github.com/kafkathreadmanager/ktm/ui/program"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

// version is set by the linker in a release.
var version string

// begun is when the process began, as near as a program can tell.
var begun = time.Now()

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := cli.WithSignals(context.Background())
	defer stop()
	var scenarios []cli.Scenario
	for _, s := range demo.Scenarios() {
		scenarios = append(scenarios, cli.Scenario{Name: s.Name, Text: s.Text})
	}
	return cli.Execute(ctx, os.Args[1:], cli.OS(), cli.Program{
		Version:         versionText(),
		Scenarios:       scenarios,
		IsSecret:        kafka.IsSecret,
		ParseProperties: kafka.ParseProperties,
		Run:             watch,
	})
}

func versionText() string {
	v := version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = strings.Trim(info.Main.Version, "()")
	}
	return fmt.Sprintf("%s (%s %s/%s)", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// endPatience is how long a pipe that is to read to the end waits for a broker:
// long enough for one that is being restarted.
const endPatience = 30 * time.Second

// watch opens what o names and runs one session.
func watch(ctx context.Context, o cli.Options) error {
	onScreen := !o.JSON && !o.List && term.IsTerminal(int(os.Stdout.Fd()))
	if err := cli.CheckOutput(o, onScreen); err != nil {
		return err
	}
	looks, err := looksOf(o, onScreen)
	if err != nil {
		return err
	}
	if o.Demo != "" {
		d, err := demo.Start(ctx, o.Demo)
		if err != nil {
			return fmt.Errorf("the demo cannot start: %w", err)
		}
		defer endDemo(d, os.Stderr)
		o.Brokers = d.Brokers()
		if len(o.Topics) == 0 && !o.List {
			o.Topics = d.Topics()
		}
	}
	logger, closeLog, err := cli.OpenLog(o.LogFile)
	if err != nil {
		return err
	}
	defer closeLog()
	s := &session{options: o, looks: looks, logger: logger, account: account.New(versionText(), o.Topics)}
	if err := s.connect(); err != nil {
		return err
	}
	switch {
	case o.List:
		return s.list(ctx)
	case onScreen:
		err = s.screen(ctx)
	default:
		err = s.pipe(ctx)
	}
	return s.finish(err)
}

// list writes what topics there are.
func (s *session) list(ctx context.Context) error {
	for _, warning := range s.warnings {
		cli.Tell(os.Stderr, "warning: "+warning, "")
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	return listing.Write(os.Stdout, kafka.NewBrowser(ctx, s.plan.Current()), s.options.Topics, s.options.JSON)
}

// looksOf is how the screen is to look. A pipe is not troubled by what is wrong
// with that.
func looksOf(o cli.Options, onScreen bool) (ui.Looks, error) {
	if !onScreen {
		return ui.Looks{}, nil
	}
	looks, err := ui.LoadLooks(config.Dir(), kafka.ParseProperties, o.Theme, o.Mask)
	if m, ok := errors.AsType[*config.Mistake](err); ok {
		return looks, &cli.UsageError{Text: m.Text, Hint: m.Hint}
	}
	looks.Present = o.Present
	return looks, err
}

// endDemo tells why a story broke off: until then it was only silent.
func endDemo(d io.Closer, stderr io.Writer) {
	if err := d.Close(); err != nil {
		cli.Tell(stderr, "the demo broke off: "+err.Error(), "")
	}
}

// session is what the screen and the pipe have in common.
type session struct {
	options  cli.Options
	looks    ui.Looks
	logger   *slog.Logger
	account  *account.Account
	plan     *kafka.Plan // what runs read
	registry *kafka.SchemaRegistry
	warnings []string // what the user should know from the start
	counters account.Counters
	first    atomic.Int64 // when the first record came, in time since begun; 0 = none came
}

// connect makes the consumer's configuration of the options. Nothing is
// opened: that is the manager's, for each run.
func (s *session) connect() error {
	o := s.options
	settings, err := kafka.FromProperties(o.Properties)
	if err != nil {
		return err
	}
	c := kafka.Config{
		Brokers: o.Brokers, Topics: o.Topics, Partitions: o.Partitions,
		Isolation: settings.Isolation, ExitAtEnd: o.ExitAtEnd,
		ClientID: settings.ClientID, Rack: settings.Rack, Security: settings.Security,
	}
	if o.IsolationSet {
		c.Isolation = o.Isolation
	}
	s.plan = kafka.NewPlan(c, o.Scope)
	s.warnings, s.registry = settings.Warnings(), settings.Registry
	return nil
}

// reader makes what reads keys and values, by the schema registry and the formats
// that were named. changed is called when the registry has answered, observe when
// it does not.
func (s *session) reader(changed func(), observe func(model.Event)) (*decoded.Reader, error) {
	r := decoded.New()
	if c := s.registry; c != nil {
		password, token := c.Secrets()
		var err error
		r, err = decoded.WithRegistry(
			decode.RegistryConfig{URLs: c.URLs, User: c.User, Password: password, Token: token, TLS: c.TLSConfig(), UserAgent: "ktm"},
			decode.Events{Changed: changed, Failed: func(f *model.Fault) { observe(model.Event{Fault: f}) }})
		if err != nil {
			return nil, &cli.UsageError{Text: err.Error()}
		}
	}
	for _, f := range s.options.Formats {
		if err := r.Set(f.Topic, f.Part, f.Format); err != nil {
			r.Close()
			return nil, f.Mistake(err)
		}
	}
	return r, nil
}

// reopen changes what the runs from now on read; no topics are the same ones.
func (s *session) reopen(topics []string, at model.Scope) error {
	s.plan.Change(topics, at)
	if topics != nil {
		s.account.Reads(topics)
	}
	return nil
}

// manager makes the thread manager. Its callback notes when the first record
// came and goes on to take.
func (s *session) manager(open consumer.Opener, inPipe bool, take consumer.Callback, observe func(model.Event)) (*consumer.Manager, error) {
	return consumer.New(open,
		func(r *model.Record) {
			if s.first.Load() == 0 {
				s.first.Store(int64(time.Since(begun)))
			}
			take(r)
		},
		consumer.WithLifetime(s.options.EffectiveLifetime(inPipe)),
		consumer.WithMaxRecords(s.options.MaxMessages),
		consumer.WithLogger(s.logger),
		consumer.WithObserver(observe),
	)
}

func (s *session) pipe(ctx context.Context) error {
	for _, warning := range s.warnings {
		cli.Tell(os.Stderr, "warning: "+warning, "")
	}
	signal.Ignore(syscall.SIGPIPE) // a reader that goes away is an end like any other
	p := pipe.New(os.Stdout, os.Stderr, s.account)
	reader, err := s.reader(func() {}, p.Observe)
	if err != nil {
		return err
	}
	defer reader.Close()
	p.Read(reader)
	// Only what matches is counted for -n, and written. (The screen keeps everything
	// and filters what it shows.)
	open, filter := consumer.Opener(s.plan.Open), (*pipe.Filter)(nil)
	if s.options.Filter != nil {
		filter = pipe.NewFilter(ctx, s.options.Filter, reader)
		f := consumer.NewFilter(filter.Match)
		s.account.Filtered(f.LeftOut)
		open = f.Opener(open)
	}
	m, err := s.manager(open, true, p.Record, p.Observe)
	if err != nil {
		return err
	}
	if s.options.Ends() {
		p.GiveUp = endPatience
	}
	err = p.Run(ctx, m)
	s.counters.Shown = p.Written()
	if filter != nil {
		for _, remark := range filter.Remarks(p.Written()) {
			cli.Tell(os.Stderr, remark, "")
		}
	}
	if errors.Is(err, pipe.ErrFailed) {
		return fmt.Errorf("%w: %w", cli.ErrTold, err)
	}
	return err
}

func (s *session) screen(ctx context.Context) error {
	o := s.options
	h, err := history.New(history.Options{KeepRecords: o.Keep, KeepBytes: o.KeepBytes, KeepRecordBytes: o.KeepMessage})
	if err != nil {
		return err
	}
	f := feed.New(h, o.FPS)
	matches, err := sieve.New(h, history.Options{KeepRecords: o.Keep, KeepBytes: o.KeepBytes, KeepRecordBytes: o.KeepMessage}, f.Wake)
	if err != nil {
		return err
	}
	defer matches.Clear()
	f.Watch(matches)
	observe := func(e model.Event) {
		s.account.Observe(e)
		f.Notify(e)
	}
	reader, err := s.reader(f.Wake, observe)
	if err != nil {
		return err
	}
	defer reader.Close()
	m, err := s.manager(s.plan.Open, false, matches.Append, observe)
	if err != nil {
		return err
	}
	store := s.remembered()
	defer s.forgetNothing(store)
	err = ui.Run(ctx, ui.Session{
		Controller: m, Feed: f, Sieve: matches, Filter: o.Filter, Reader: reader, State: store, Looks: s.looks,
		Load: func(ctx context.Context, at model.TopicPartition, offset int64) (model.Record, error) {
			return kafka.Read(ctx, s.plan.Current(), at, offset)
		},
		Reopen: s.reopen,
		Browse: func(ctx context.Context) picker.Source { return kafka.NewBrowser(ctx, s.plan.Current()) },
		Topics: o.Topics, Brokers: o.Brokers, Start: o.Scope, Insecure: s.plan.Current().Security.Insecure(), Properties: s.plan.Current().Security.Properties(),
		Warnings: slices.Concat(s.warnings, store.Notices()), ASCII: o.ASCII, Columns: o.Columns,
		Keep: o.Keep, KeepBytes: o.KeepBytes,
	})
	if bug, ok := errors.AsType[*program.PanicError](err); ok {
		s.logger.Error(bug.Error(), slog.String("stack", string(bug.Stack)))
	}
	unread := errors.Is(err, program.ErrUnread)
	err = errors.Join(err, m.Stop())
	w := h.Window()
	defer w.Release()
	s.counters.Shown, s.counters.Forgotten, s.counters.Cleared = int64(w.Len()), w.Forgotten(), w.Cleared()
	last := m.Status()
	if last.Run > 0 && !unread {
		cli.Tell(os.Stderr, s.account.Summary(), "")
	}
	if err == nil && last.Phase == model.Failed {
		return fmt.Errorf("%w: %w", cli.ErrTold, last.Err) // by the summary
	}
	return err
}

// remembered is what earlier sessions left. A demo is the same every time.
func (s *session) remembered() *state.Store {
	if s.options.NoState || s.options.Demo != "" {
		return state.Memory()
	}
	return state.Open(state.Dir())
}

// forgetNothing writes what the store has not written yet.
func (s *session) forgetNothing(store *state.Store) {
	if err := store.Close(); err != nil {
		s.logger.Warn("nothing is remembered of this session: " + err.Error())
	}
	for _, notice := range store.Notices() {
		cli.Tell(os.Stderr, notice, "")
	}
}

// finish writes the report, whatever the end was. What cannot be written is
// told even where the end itself is quiet.
func (s *session) finish(err error) error {
	if s.options.Report == "" {
		return err
	}
	s.counters.FirstRecord = time.Duration(s.first.Load())
	s.counters.PeakRSS = account.PeakRSS()
	s.account.SetCounters(s.counters)
	failed := s.account.WriteFile(s.options.Report)
	if failed == nil {
		return err
	}
	cli.Tell(os.Stderr, failed.Error(), "")
	if err == nil {
		err = fmt.Errorf("%w: %w", cli.ErrTold, failed)
	}
	return err
}
