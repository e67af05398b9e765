package numbers

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/tally"
	"github.com/kafkathreadmanager/ktm/ui/faults"
	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/meter"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Facts are what the screen knows.
type Facts struct {
	Status model.Status
	Window *history.Window // the newest; nil before there is one
	Rate   *meter.Meter
	Faults []faults.Kind

	Filtered         bool // the next two are set
	Scanned, Matched int64
}

// Options are what a pane needs.
type Options struct {
	Look   func() Facts
	Reader *decoded.Reader
	Now    func() time.Time
	Map    *keys.Map // as the user set them
}

// What changes how often.
const (
	figuresLast = 250 * time.Millisecond
	ratesLast   = time.Second
)

// mostListed is how many keys are listed.
const mostListed = 200

// page is what is seen of the figures.
type page uint8

const (
	everything page = iota
	partitionsPage
	keysPage
	plotsPage
	pages
)

// Pane is the state of the figures. It is used by the program's loop only.
type Pane struct {
	Options
	theme         *theme.Theme
	glyphs        *theme.Glyphs
	width, height int

	page page // on a small screen everything is the page of partitions
	sort order
	top  [pages]int // the first line of a list that is seen

	tally   *tally.Tally // the command's while busy
	busy    bool
	counted int64 // messages received by the window that was last handed to it
	latest  tally.Figures

	// What is on the screen, and since when.
	facts     Facts
	figures   tally.Figures
	since     time.Time
	parts     []part
	before    map[model.TopicPartition]int64 // received when rates were last made
	rated     time.Time
	matched   meter.Meter
	widths    map[string]int // of columns, by name
	sizes     scale
	delays    scale
	many      bool // topics
	longestTP int
}

// New makes a pane. [Pane.Count] begins to count.
func New(t *theme.Theme, g *theme.Glyphs, o Options) *Pane {
	p := &Pane{Options: o, theme: t, glyphs: g, tally: tally.New(), widths: map[string]int{}}
	p.latest = p.tally.Figures(0)
	p.figures = p.latest
	return p
}

// SetTheme changes the colours.
func (p *Pane) SetTheme(t *theme.Theme) { p.theme = t }

// SetSize gives the pane its cells.
func (p *Pane) SetSize(width, height int) { p.width, p.height = width, height }

// countedMsg is the end of a look at a window.
type countedMsg struct {
	of      *Pane
	figures tally.Figures
}

// Count looks at what is new, unless a look is under way.
func (p *Pane) Count() tea.Cmd {
	w := p.Look().Window
	if p.busy || w == nil || w.Received() == p.counted {
		return nil
	}
	p.busy, p.counted = true, w.Received()
	t, now := p.tally, p.Now()
	w = w.Share() // the screen may let go of it meanwhile
	return func() tea.Msg {
		defer w.Release()
		t.Count(w, now)
		return countedMsg{p, t.Figures(mostListed)}
	}
}

// Take takes what was counted, and looks at what came meanwhile.
func (p *Pane) Take(msg tea.Msg) (cmd tea.Cmd, owned bool) {
	c, ok := msg.(countedMsg)
	if !ok || c.of != p {
		return nil, false
	}
	p.busy, p.latest = false, c.figures
	return p.Count(), true
}

// Keys are what the footer shows, the most useful first.
func (p *Pane) Keys() []key.Binding {
	k := p.Map
	return []key.Binding{k.NumbersNext, k.Sort, k.PageDown, k.PageUp, k.NumbersPrevious}
}

// Press takes a key.
func (p *Pane) Press(msg tea.KeyPressMsg) (cmd tea.Cmd, owned bool) {
	k, rows := p.Map, max(1, p.height-4)
	switch {
	case key.Matches(msg, k.NumbersNext):
		p.turn(1)
	case key.Matches(msg, k.NumbersPrevious):
		p.turn(-1)
	case key.Matches(msg, k.Sort):
		p.sortBy((p.sort + order(k.Steps(msg, int(orders)))) % orders)
	case key.Matches(msg, k.Down):
		p.Scroll(1)
	case key.Matches(msg, k.Up):
		p.Scroll(-1)
	case key.Matches(msg, k.PageDown, k.HalfDown):
		p.Scroll(rows)
	case key.Matches(msg, k.PageUp, k.HalfUp):
		p.Scroll(-rows)
	case key.Matches(msg, k.Top):
		p.top[p.shownPage()] = 0
	case key.Matches(msg, k.Bottom):
		p.top[p.shownPage()] = len(p.parts) + len(p.figures.Keys)
	default:
		return nil, false
	}
	return nil, true
}

// Scroll moves the list of the page by lines; drawing it sets its bounds.
func (p *Pane) Scroll(delta int) {
	at := &p.top[p.shownPage()]
	*at = max(0, *at+delta)
}

// turn shows another page.
func (p *Pane) turn(delta int) {
	first := everything
	if !p.roomy() {
		first = partitionsPage
	}
	n := int(pages - first)
	p.page = first + page((int(p.shownPage()-first)+delta+n)%n)
}

// shownPage is the page that is seen: a small screen has no room for everything.
func (p *Pane) shownPage() page {
	if p.page == everything && !p.roomy() {
		return partitionsPage
	}
	return p.page
}

// clamp bounds where a list of n lines begins of which rows are seen.
func (p *Pane) clamp(at page, n, rows int) int {
	p.top[at] = max(0, min(p.top[at], n-rows))
	return p.top[at]
}

// refresh takes over what has changed, when it is time.
func (p *Pane) refresh(now time.Time) {
	if !p.since.IsZero() && now.Sub(p.since) < figuresLast && now.After(p.since) {
		return
	}
	p.since, p.facts, p.figures = now, p.Look(), p.latest
	if p.facts.Filtered {
		p.countMatches(now)
	}
	p.takePositions(now)
}

// countMatches follows the matches of a filter; another filter begins anew.
func (p *Pane) countMatches(now time.Time) {
	if p.facts.Matched < p.matched.Total() {
		p.matched = meter.Meter{}
	}
	p.matched.Add(now, p.facts.Matched)
}
