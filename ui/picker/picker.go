package picker

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/choice"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Source tells what topics there are. It is asked from commands, one question at
// a time; a question ends when the source's context does.
type Source interface {
	// Topics lists the topics that may be seen, sorted by name.
	Topics() ([]model.Topic, error)
	// Figures says what is in some of them.
	Figures(names []string) (map[string]model.TopicFigures, error)
}

// Options are what a pane needs.
type Options struct {
	Source  Source
	Brokers string   // where they are asked for, as the user gave it
	Reading []string // topics that are read at the moment
	// Choose is called with the topics that were chosen, at least one, sorted.
	Choose func(topics []string) tea.Cmd
	// Close is called when the pane is closed; it ends the source.
	Close func()
	Now   func() time.Time

	On   Keys
	Sort key.Binding // of which the first key goes back, where there are several
}

// Pane is the state of the picker. It is used by the program's loop only.
type Pane struct {
	Options
	theme  *theme.Theme
	glyphs *theme.Glyphs
	list   *choice.List
	width  int
	height int

	topics  []model.Topic   // all of them, by name; nil before they came
	known   map[string]*row // what is known, by name
	shown   []*row          // those in the list, in its order
	widest  int             // name of them, in columns
	sort    order
	sure    string // the name that is not listed and was entered once; "" = none
	all     bool   // internal ones are shown
	hidden  int    // internal ones that are not
	reading map[string]bool

	busy    bool // a command of ours is under way
	listed  time.Time
	fault   *model.Fault // of the last question
	retries int
	retry   time.Time // when to ask again after it; zero = when a key says so
	closed  bool
}

// row is a topic and what is known of it.
type row struct {
	model.Topic
	figures model.TopicFigures
	asked   bool    // figures are set
	rate    float64 // messages a second; < 0 = not known yet
}

// take takes new figures. Two that are known of all partitions and are some time
// apart make a rate.
func (r *row) take(f model.TopicFigures) {
	const apart = 500 * time.Millisecond
	since := f.At.Sub(r.figures.At)
	switch {
	case !r.asked, f.Written < 0, r.figures.Written < 0, f.Written < r.figures.Written:
		r.rate = -1
	case since < apart:
		return // too soon; the older ones are kept to compare with
	default:
		r.rate = float64(f.Written-r.figures.Written) / since.Seconds()
	}
	r.figures, r.asked = f, true
}

// New makes a pane. [Pane.Begin] begins to ask.
func New(t *theme.Theme, g *theme.Glyphs, o Options) *Pane {
	p := &Pane{
		Options: o, theme: t, glyphs: g,
		list:  choice.New(t, g, true, Typable),
		known: map[string]*row{}, reading: map[string]bool{},
	}
	for _, name := range o.Reading {
		p.reading[name] = true
	}
	return p
}

// Typable says that a character can be in the name of a topic, and is typed.
func Typable(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '_' || r == '-'
}

// SetTheme changes the colours.
func (p *Pane) SetTheme(t *theme.Theme) {
	p.theme = t
	p.list.SetTheme(t)
}

// SetSize gives the pane its cells.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	p.list.SetSize(width, height-headLines)
}

// End ends the source; nothing that still comes from it is looked at.
func (p *Pane) End() {
	if !p.closed {
		p.closed = true
		p.Close()
	}
}

// Keys are those of the pane that can be others than the usual ones.
type Keys struct {
	ChooseAll, InternalTopics, AskAgain key.Binding
}

// NewKeys gives the usual ones. bind makes a binding.
func NewKeys(bind func(help, desc string, keys ...string) key.Binding) Keys {
	return Keys{
		ChooseAll:      bind("ctrl+a", "choose all", "ctrl+a"),
		InternalTopics: bind("*", "internal ones", "*"),
		AskAgain:       bind("ctrl+r", "ask again", "ctrl+r"),
	}
}

// What a list to choose from is made of cannot be changed.
var (
	open = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "read"))
	mark = key.NewBinding(key.WithKeys("space", "tab"), key.WithHelp("space", "choose several"))
)

// Bindings are all keys of a pane, the most useful first.
func Bindings(k Keys, sort key.Binding) []key.Binding {
	return []key.Binding{open, mark, sort, k.ChooseAll, k.InternalTopics, k.AskAgain}
}

// Keys are what the footer shows.
func (p *Pane) Keys() []key.Binding { return Bindings(p.On, p.Sort) }

// Narrowed reports whether something is typed, which esc takes away first.
func (p *Pane) Narrowed() bool { return p.list.Narrowed() }

// Press takes a key. Everything that can be typed is the pane's.
func (p *Pane) Press(msg tea.KeyPressMsg) (cmd tea.Cmd, owned bool) {
	k := &p.On
	if !key.Matches(msg, open) {
		p.sure = ""
	}
	switch {
	case key.Matches(msg, open):
		return p.choose(), true
	case key.Matches(msg, p.Sort):
		step := order(1)
		if on := p.Sort.Keys(); len(on) > 1 && msg.String() == on[0] {
			step = orders - 1
		}
		p.sortBy((p.sort + step) % orders)
	case key.Matches(msg, k.ChooseAll):
		p.list.MarkAll()
	case key.Matches(msg, k.InternalTopics):
		p.all = !p.all
		p.arrange()
	case key.Matches(msg, k.AskAgain):
		p.retry, p.retries, p.listed = p.Now(), 0, time.Time{}
	case msg.String() == "esc":
		return nil, p.list.Clear()
	case p.list.Press(msg):
	case msg.String() == "!":
		return nil, false
	default:
		return nil, msg.Text != ""
	}
	return p.next(), true
}

// Paste types what the terminal pastes.
func (p *Pane) Paste(text string) tea.Cmd {
	p.sure = ""
	p.list.Paste(text)
	return p.next()
}

// choose reads what is marked, or else what is under the cursor.
func (p *Pane) choose() tea.Cmd {
	names := p.list.Marked()
	if item, ok := p.list.Current(); ok && len(names) == 0 {
		names = []string{p.shown[item].Name}
	}
	if name, ok := p.unlisted(); ok && len(names) == 0 {
		if p.doubts(name) && p.sure != name {
			p.sure = name
			return nil
		}
		names = []string{name} // it is waited for, as one that is named on the command line
	}
	if len(names) == 0 {
		return nil
	}
	return p.Choose(names)
}

// Scroll moves the rows by lines.
func (p *Pane) Scroll(delta int) { p.list.Scroll(delta) }

// Click moves the cursor to a row; a second click there reads what is chosen.
func (p *Pane) Click(line int, again bool) tea.Cmd {
	if !p.list.Click(line-headLines) || !again {
		return nil
	}
	return p.choose()
}
