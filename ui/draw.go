package ui

import (
	"errors"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/countdown"
	"github.com/kafkathreadmanager/ktm/ui/faults"
	"github.com/kafkathreadmanager/ktm/ui/header"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// The smallest terminal that shows something useful.
const (
	minWidth  = 40
	minHeight = 10
)

// headerLines is the height of the header with the countdown under it.
const headerLines = 3

// splitHeight is the number of lines from which on an open message leaves the
// table in view, and splitRows how many of them stay for that.
const (
	splitHeight = 20
	splitRows   = 8
)

// besideWidth is the width from which on an open message stands beside the table,
// lowHeight the height below which nothing beside a message has blank lines.
const (
	besideWidth = 160
	lowHeight   = 30
)

// top is the number of lines above the rows: one more than the header's while
// there is a filter to tell of.
func (a *App) top() int {
	if a.matches.Filter() != nil || a.asked == a.filter.question {
		return a.headerLines() + 1
	}
	return a.headerLines()
}

// heights is how the lines under the header are shared out.
type heights struct {
	table, gap, detail, faults, closing, keys int

	blank  int      // above the errors, and above the sentence about the end
	beside bool     // the message stands at the right of the table, not below
	footer []string // as drawn
}

// share divides the screen. Whoever comes first gets what it wants: the
// footer, the sentence about the end, the errors, then the rows.
func (a *App) share() heights {
	h := heights{footer: a.footer(), blank: 1}
	h.table = a.height - a.top() - len(h.footer)
	if a.session.Looks.Present {
		h.keys = 1 // of their own: they cover nothing
		h.table--
	}
	if a.help != nil {
		return h // it needs all there is
	}
	if a.height < lowHeight && (a.pane != nil || a.detail != nil) {
		h.blank = 0
	}
	if !a.status.Phase.Active() && a.status.Run > 0 && a.asked == nil {
		h.closing = h.blank + 1 // the sentence
	}
	h.table -= h.closing
	most := h.table/2 - 1
	if a.faults.Size() == faults.Large {
		most = h.table * 2 / 3
	}
	if n := a.faults.Height(a.width, most); n > 0 {
		h.faults = h.blank + n
		h.table -= h.faults
	}
	if a.detail != nil && a.pane == nil {
		h.detail = h.table
		if h.beside = a.width >= besideWidth && !a.reading.full; h.beside {
			return h
		}
		if h.table >= splitHeight && !a.reading.full {
			h.detail -= splitRows + 1
			h.gap = 1
		}
		h.table -= h.gap + h.detail
	}
	return h
}

// layout gives the panes their sizes.
func (a *App) layout() {
	if a.tooSmall() {
		return
	}
	h := a.share()
	left, right := a.width, a.width
	if h.beside {
		left, right = a.tableWidth(), a.width-a.tableWidth()-besideGap
	}
	a.table.SetSize(left, h.table)
	if t := a.matches.Table(); t != nil {
		t.SetSize(left, h.table)
	}
	if a.help != nil {
		a.help.SetSize(a.width, h.table)
	}
	switch {
	case a.pane != nil:
		a.pane.SetSize(a.width, h.table)
	case a.detail != nil:
		a.detail.SetSize(right, h.detail)
	}
}

// detailTop is the first line of the open message.
func (a *App) detailTop() int {
	h := a.share()
	if h.beside {
		return a.top()
	}
	return a.top() + h.table + h.gap
}

func (a *App) tooSmall() bool { return a.width < minWidth || a.height < minHeight }

// draw puts the frame together: exactly height lines, none wider than width.
func (a *App) draw() string {
	if a.width == 0 || a.height == 0 {
		return "" // the terminal has not told its size yet
	}
	if a.tooSmall() {
		return a.drawTooSmall()
	}
	now := a.now()
	h := a.share()
	lines := a.drawHeader(now)
	lines = append(lines, countdown.View(a.theme, a.glyphs, a.width, a.status, now))
	if a.top() > a.headerLines() {
		lines = append(lines, a.filterLine())
	}
	switch {
	case a.help != nil:
		lines = append(lines, a.help.View()...)
	case a.pane != nil:
		lines = append(lines, a.pane.View(now)...)
	case a.detail != nil:
		lines = append(lines, a.drawOpen(h, now)...)
	default:
		lines = append(lines, a.rows().View(now)...)
		a.drawEmpty(lines)
	}
	if h.faults > 0 {
		lines = append(lines, make([]string, h.blank)...)
		lines = append(lines, a.faults.View(a.width, h.faults-h.blank)...)
	}
	if h.closing > 0 {
		lines = append(lines, make([]string, h.blank)...)
		lines = append(lines, a.closing())
	}
	if h.keys > 0 {
		lines = append(lines, a.drawPressed())
	}
	lines = append(lines, h.footer...)
	return strings.Join(lines, "\n")
}

func (a *App) facts() header.Facts {
	f := header.Facts{
		Topics: a.session.Topics, Brokers: a.session.Brokers, Start: a.startText(), Waiting: a.waiting(),
		Status: a.status, Rate: &a.rate, Backlog: &a.backlog, Insecure: a.session.Insecure,
	}
	if a.session.Looks.Present {
		f.Brokers = nil
	}
	switch {
	case a.frozen != nil:
		f.Frozen, f.New = true, a.newest.Received()-a.frozen.Received()
	case !a.rows().Following() && a.detail == nil && a.pane == nil:
		f.Below, f.FollowKey = a.rows().Below(), a.keys.Follow.Help().Key
	}
	return f
}

// drawEmpty says why there are no rows yet, where they will be.
func (a *App) drawEmpty(lines []string) {
	if w := a.window(); w != nil && w.Len() > 0 && a.matches.Table() == nil {
		return
	}
	text := ""
	switch phase := a.status.Phase; {
	case a.matches.Table() != nil:
		text = a.matches.None(a.status.Phase.Active())
	case phase == model.Starting:
		text = "connecting"
	case phase == model.Running && len(a.status.Positions) == 0 && a.faults.Len() > 0:
		text = "nothing to read from yet"
		if a.keys.Topics.Enabled() {
			text += "; " + a.keys.Topics.Help().Key + " lists the topics there are"
		}
	case phase == model.Running:
		text = "no messages yet; they appear here as they arrive"
		if a.newest != nil && a.newest.Cleared() > 0 {
			text = "cleared; new messages appear here as they arrive"
		}
	case phase == model.Reconnecting:
		text = "nothing can be read at the moment; trying again"
	}
	if at := a.top() + 2; text != "" && at < len(lines) && lines[at] == "" {
		l := paint.New(a.theme, a.glyphs, a.width)
		lines[at] = l.Text(a.theme.Dim, " "+text).String()
		if doubt := a.matches.Untold(); doubt != "" && at+1 < len(lines) && lines[at+1] == "" {
			l.Reset(false)
			l.Text(a.theme.Warn, " ").Foreign(a.theme.Warn, []byte(doubt), l.Room())
			lines[at+1] = l.String()
		}
	}
}

// ends begins the sentence about the end of a run.
var ends = map[model.Reason]string{
	model.ReasonStopped:  "Stopped after ",
	model.ReasonLifetime: "Stopped by its lifetime after ",
	model.ReasonEnd:      "Stopped at the end after ",
	model.ReasonLimit:    "Stopped by its limit after ",
}

// closing says why the last run ended, what came, whether anything is missing,
// and which two keys go on.
func (a *App) closing() string {
	t, s := a.theme, a.status
	l := paint.New(t, a.glyphs, a.width-1)
	begin, ok := ends[s.Reason]
	if !ok {
		begin = "Failed after "
	}
	l.Text(t.Ink, " "+begin+format.Seconds(s.Ended.Sub(s.Started))+": ")
	n := s.Received - a.runAfter
	if s.Phase != model.Failed || n > 0 {
		l.Text(t.Ink, format.Plural(n, "message"))
	}
	switch {
	case s.Phase == model.Failed:
		if n > 0 {
			l.Text(t.Ink, ", then ")
		}
		l.Foreign(t.Bad, []byte(a.stage.hush(failure(s.Err))), l.Room()-1)
		l.Text(t.Ink, ". ")
	case a.gaps == 0:
		l.Text(t.Ink, ", nothing lost. ")
	default:
		l.Text(t.Bad, ", not all could be read: see errors. ")
	}
	on, anew := a.keys.Toggle.Help().Key, a.keys.Restart.Help().Key
	if s.Reason == model.ReasonAuth {
		const again, other = " tries again. ", "For another password start ktm anew."
		if l.Room() > safetext.Width(on+again+other) {
			l.Text(t.AccentBold, on).Text(t.Dim, again)
		}
		if l.Room() >= len(other) {
			l.Text(t.Dim, other)
		}
		return l.String()
	}
	// Half a hint helps nobody, and the keys are in the footer too.
	if l.Room() > safetext.Width(on+" goes on where it stopped, "+anew+" begins anew.") {
		l.Text(t.AccentBold, on).Text(t.Dim, " goes on where it stopped, ")
		l.Text(t.AccentBold, anew).Text(t.Dim, " begins anew.")
	}
	return l.String()
}

// failure is what ended a run, in one sentence without its full stop.
func failure(err error) string {
	if err == nil {
		return "the reason is not known"
	}
	text := err.Error()
	if f, ok := errors.AsType[*model.Fault](err); ok && f.Text != "" {
		text = f.Text // its causes were told before
	}
	return strings.TrimSuffix(text, ".")
}

func (a *App) drawTooSmall() string {
	lines := make([]string, a.height)
	l := paint.New(a.theme, a.glyphs, a.width)
	lines[a.height/2] = l.Text(a.theme.Dim, "too small").String()
	if a.height > 1 {
		l = paint.New(a.theme, a.glyphs, a.width)
		lines[0] = l.Text(a.theme.Ink, "ktm needs 40 x 10").String()
	}
	return strings.Join(lines, "\n")
}
