package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/model/sieve"
	"github.com/kafkathreadmanager/ktm/ui/columns"
	"github.com/kafkathreadmanager/ktm/ui/detail"
	"github.com/kafkathreadmanager/ktm/ui/faults"
	"github.com/kafkathreadmanager/ktm/ui/feed"
	"github.com/kafkathreadmanager/ktm/ui/help"
	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/matches"
	"github.com/kafkathreadmanager/ktm/ui/meter"
	"github.com/kafkathreadmanager/ktm/ui/picker"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/state"
	"github.com/kafkathreadmanager/ktm/ui/table"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Controller is the thread manager as the screen sees it. Its methods are
// called from commands, never from the program's loop; Stop may take as long
// as the callback does.
type Controller interface {
	Start() error
	Stop() error
	Restart() error
	Extend(d time.Duration)
	// Skip has the consumer leave out what it cannot read at an offset of a
	// partition; what was left out is told as a fault.
	Skip(at model.TopicPartition, offset int64) error
	Status() model.Status
}

// Session is what the screen watches.
type Session struct {
	Controller Controller
	Feed       *feed.Feed
	Sieve      *sieve.Sieve  // filters what Feed watches; nil where nothing can be filtered
	Filter     *query.Filter // in force from the start; nil for none

	// Reader reads keys and values by the formats of their topics; nil looks at
	// the bytes. When its version changes, Feed is to be woken.
	Reader *decoded.Reader

	// Load reads one message whole from the brokers; it is called from a command,
	// and ctx ends when nobody waits for it any more. nil where that cannot be done.
	Load func(ctx context.Context, at model.TopicPartition, offset int64) (model.Record, error)

	// Reopen changes what runs read that begin from now on: other topics, or nil
	// for the same, and from where up to where. It opens nothing; it is called from a command.
	Reopen func(topics []string, at model.Scope) error

	// Browse gives what tells the topics of the cluster, to choose from; its
	// connections end with ctx. It opens nothing itself.
	Browse func(ctx context.Context) picker.Source

	Topics   []string    // none: they are chosen first
	Brokers  []string    // as given, for the header
	Start    model.Scope // what the session reads
	Insecure string      // why the connection is not safe; "" where it is
	Warnings []string    // what the user should know from the start

	// Properties are what another client needs to reach the brokers, in the words
	// of librdkafka and without secrets and names, each "name=value".
	Properties []string

	State *state.Store // what earlier sessions left; nil remembers for this one only

	// Looks is how the screen looks. On a stage ([Looks.Present]) brokers are
	// nameless, the header is large, and the keys that are pressed are shown.
	Looks Looks

	Columns []columns.Column // of the table; nil = the usual ones

	Keep      int   // keys in the view of their latest messages at most; 0 = as many as messages
	KeepBytes int64 // and bytes; 0 = as many as of messages

	ASCII bool // ornaments in ASCII
}

// App is the program's one model.
type App struct {
	session Session
	stage   stage
	theme   *theme.Theme
	glyphs  *theme.Glyphs
	keys    keys.Map
	now     func() time.Time

	width, height int
	resizes       int  // how often the terminal has told its size
	light         bool // the terminal's background is
	fewColours    bool // the terminal has 16 colours or less

	status    model.Status
	announced int   // the last run whose beginning is in the table
	runAfter  int64 // records received before that run
	gaps      int   // faults of that run that cost records
	stuck     stuck // partitions of that run that stand still
	placed    placed
	rate      meter.Meter
	backlog   meter.Backlog
	pace      pace // of the clock

	newest    *history.Window // what is kept now
	frozen    *history.Window // what the table shows instead, while frozen
	table     *table.Table
	matches   *matches.Model
	filter    filter
	trail     trail            // over the matches of the last one
	columns   []columns.Column // of the tables
	faults    *faults.Pane
	goTo      *question    // that asks where to read
	asked     *question    // what is being typed; nil = nothing
	pane      pane         // in the place of the rows; nil = none
	switching bool         // to other topics; those before are being left
	detail    *detail.Pane // nil while closed
	reading   reading
	opened    int64      // sequence number of the message in it
	readAt    uint64     // version of the reader that was last looked at
	load      loader     // of that message
	steps     bool       // a step to the line it is to show is under way
	decoding  bool       // a message that was opened is being read
	resume    bool       // closing it goes back to following
	help      *help.Pane // nil while closed

	exporter exporter
	marks    marks

	menu *menu // what the next key chooses from; nil = nothing

	notice      string // a short word about the last key
	noticeUntil time.Time

	frame string // the last View
	dirty bool   // it is out of date

	begun tea.Cmd // tells how the manager's start went that Init need not begin; nil where it has to

	pressed   []string // the last keys, for those who watch
	pressedAt time.Time

	clicked clicked
	hinted  []shown // the keys in the footer
}

// New makes the program's model. Nothing runs yet: Init starts the manager.
func New(s Session) *App {
	a := &App{session: s, stage: s.stage(), theme: s.Looks.Theme.For(true), glyphs: &theme.Unicode, keys: keys.New(s.ASCII), now: time.Now, dirty: true}
	if s.State == nil {
		a.session.State = state.Memory()
	}
	if s.ASCII {
		a.glyphs = &theme.ASCII
	}
	a.load.ctx = context.Background()
	if a.session.Reader == nil {
		a.session.Reader = decoded.New()
	}
	a.table = table.New(a.theme, a.glyphs, len(s.Topics) > 1)
	if m := s.Looks.Mask; m != nil {
		a.session.Reader.Conceal(m)
	}
	_ = a.keys.Remap(s.Looks.Keys, s.ASCII) // LoadLooks tells of mistakes
	a.table.Read(a.session.Reader)
	a.matches = matches.New(s.Sieve, a.session.Reader, s.Feed, a.table)
	a.recallTimes()
	a.reading = a.newReading()
	a.filter.question, a.goTo = a.askFilter(), a.askPosition()
	a.exporter.question, a.marks.question = a.askExport(), a.askMark()
	a.keys.GoTo.SetEnabled(s.Reopen != nil)
	a.recallColumns()
	a.keys.Topics.SetEnabled(s.Browse != nil)
	a.keys.Filter.SetEnabled(s.Sieve != nil)
	a.faults = faults.New(a.theme, a.glyphs)
	for _, w := range s.Warnings {
		a.faults.Add(a.stage.hushed(model.NewFault(model.FaultNotice, w, nil)))
	}
	return a
}

// Init starts the manager, the flow of records and the clock, and asks the
// terminal whether it is dark.
func (a *App) Init() tea.Cmd {
	a.rate.Add(a.now(), 0)
	begin := a.begun
	switch {
	case a.undecided():
		begin = a.openTopics()
	case begin == nil:
		begin = a.control(a.session.Controller.Start)
	}
	return tea.Batch(a.matches.LookFor(a.session.Filter), a.recallFormats(), begin, a.awaitRecords(), a.tick(), tea.RequestBackgroundColor)
}

// View is the last frame, drawn anew when something changed.
func (a *App) View() tea.View {
	if a.dirty {
		a.frame, a.dirty = a.draw(), false
	}
	v := tea.NewView(a.frame)
	v.AltScreen = true
	if !a.session.Looks.NoMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "ktm " + safetext.Truncate(strings.Join(a.session.Topics, ", "), 60, "…")
	return v
}

// setTheme repaints everything for what the terminal is: dark or light, and of
// how many colours.
func (a *App) setTheme() {
	a.theme = a.session.Looks.Theme.For(!a.light)
	if a.fewColours {
		a.theme = theme.Basic(!a.light)
	}
	a.table.SetTheme(a.theme)
	if t := a.matches.Table(); t != nil {
		t.SetTheme(a.theme)
	}
	if a.asked != nil {
		a.asked.prompt.SetTheme(a.theme)
	}
	if a.pane != nil {
		a.pane.SetTheme(a.theme)
	}
	if a.help != nil {
		a.help.SetTheme(a.theme)
	}
	a.faults.SetTheme(a.theme)
	if a.detail != nil {
		a.detail.SetTheme(a.theme)
	}
}

// window is what the table of all messages shows.
func (a *App) window() *history.Window {
	if a.frozen != nil {
		return a.frozen
	}
	return a.newest
}

// unlimited says that the current or next run has no lifetime.
func (a *App) unlimited() bool { return a.status.Lifetime == 0 }

// say shows a short word in the footer for a while.
func (a *App) say(s string) { a.sayFor(3*time.Second, s) }

// What is said of the moment, and taken back when the screen shows otherwise.
const (
	noErrors  = "no errors"
	noLater   = "no later message of this key is kept"
	noEarlier = "no earlier message of this key is kept"
	noKey     = "this message has no key"
)

// unsay takes words back, if they are the last that were said.
func (a *App) unsay(words ...string) {
	if slices.Contains(words, a.notice) {
		a.notice = ""
	}
}

func (a *App) sayFor(d time.Duration, s string) { a.notice, a.noticeUntil = s, a.now().Add(d) }
