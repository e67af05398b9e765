// Package header draws the two lines at the top of the screen: who and where
// with the state at the right, then how long and how fast.
//
// On a narrow terminal the less important words go first: where the session
// began, the number of partitions, then most of the little picture of the rate.
//
// While a backlog is read, a bar stands in the place of that picture.
package header

import (
	"strconv"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/meter"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Facts is what the header tells.
type Facts struct {
	Topics    []string // none: they are still to be chosen
	Brokers   []string // as the user gave them
	Start     string   // where the session began: "from last 100"
	Status    model.Status
	Rate      *meter.Meter
	Backlog   *meter.Backlog // what of the log is read before its tail; nil where that is not told
	Frozen    bool
	New       int64  // records that came since the view was frozen
	Below     int64  // rows under the visible ones while they are not followed
	FollowKey string // follows them again
	Insecure  string // why the connection is not safe; "" where it is
	Waiting   string // the topic that is waited for, while there is nothing to read; "" for none
}

// wide is the width from which on there is room for every word.
const wide = 100

// View draws the two lines in width columns.
func View(t *theme.Theme, g *theme.Glyphs, width int, f Facts, now time.Time) []string {
	return []string{identity(t, g, width, f, now), pace(t, g, width, f, now)}
}

// waitingCells is the room for the name of a topic that is waited for.
const waitingCells = 24

func identity(t *theme.Theme, g *theme.Glyphs, width int, f Facts, now time.Time) string {
	r := paint.New(t, g, width*3/4)
	if width >= wide && f.Insecure == "" {
		r.Text(t.Faint, f.Start+"   ")
	}
	phase := f.Status.Phase
	if f.Status.Run == 0 && len(f.Topics) > 0 {
		phase = model.Starting // the manager was asked to, and has not answered yet
	}
	ink, bold := stateInk(t, phase)
	state := phase.String()
	if len(f.Topics) == 0 && f.Status.Run == 0 {
		state = "choose a topic"
	}
	if f.Waiting != "" && phase == model.Running {
		ink, bold, state = t.Warn, t.WarnBold, "waiting"
	}
	r.Text(ink, g.Dot+" ").Text(bold, state)
	if state == "waiting" {
		r.Text(t.Dim, " for ").Foreign(t.Dim, []byte(f.Waiting), waitingCells)
	}
	if n := note(f.Status, now); n != "" {
		r.Text(t.Dim, "  "+n)
	}
	switch {
	case f.Frozen:
		r.Text(t.AccentBold, "   frozen").Text(t.Dim, " "+g.Middot+" "+format.Count(f.New)+" new")
	case f.Below > 0:
		r.Text(t.AccentBold, "   "+format.Count(f.Below)+" below").Text(t.Dim, " "+g.Middot+" "+f.FollowKey+" follows")
	}
	r.Text(t.Ink, " ")

	l := paint.New(t, g, width-r.Cols()-1)
	l.Text(t.Badge, " ktm ").Text(t.Ink, " ")
	l.Foreign(t.Bold, []byte(strings.Join(f.Topics, ", ")), l.Room())
	if f.Insecure != "" {
		l.Text(t.BadBold, "  "+f.Insecure)
	} else if n := len(f.Status.Positions); n > 0 && width >= wide {
		l.Text(t.Dim, "  "+format.Plural(int64(n), "partition"))
	}
	where(t, l, f.Brokers)
	return paint.Sides(l, r, width)
}

// where writes the first broker's address and how many more were given, where that
// fits: half of an address is none.
func where(t *theme.Theme, l *paint.Line, brokers []string) {
	if len(brokers) == 0 {
		return
	}
	more := ""
	if n := len(brokers) - 1; n > 0 {
		more = " +" + format.Count(int64(n))
	}
	const least = 9 // a name that is cut still tells one cluster from another
	if l.Room() >= 2+min(least, safetext.Width(brokers[0]))+len(more) {
		l.Text(t.Dim, "  ").Foreign(t.Dim, []byte(brokers[0]), l.Room()-len(more))
		l.Text(t.Dim, more)
	}
}

// stateInk is the colour of a phase; its word always stands beside it.
func stateInk(t *theme.Theme, p model.Phase) (ink, bold theme.Ink) {
	switch p {
	case model.Running:
		return t.OK, t.OKBold
	case model.Starting, model.Reconnecting, model.Stopping:
		return t.Warn, t.WarnBold
	case model.Failed:
		return t.Bad, t.BadBold
	default:
		return t.Dim, t.Bold
	}
}

// note is what stands behind the state: since when, which run, or why not.
func note(s model.Status, now time.Time) string {
	switch s.Phase {
	case model.Starting, model.Reconnecting:
		if d := now.Sub(s.Since); d >= time.Second {
			return format.Span(d.Truncate(time.Second))
		}
	case model.Running:
		if s.Run > 1 {
			return "run " + format.Count(int64(s.Run))
		}
	case model.Stopped, model.Failed:
		return reasons[s.Reason]
	}
	return ""
}

var reasons = map[model.Reason]string{
	model.ReasonLifetime: "lifetime reached",
	model.ReasonEnd:      "end reached",
	model.ReasonLimit:    "limit reached",
	model.ReasonPanic:    "callback panics",
	model.ReasonAuth:     "access refused",
	model.ReasonError:    "see errors",
}

func pace(t *theme.Theme, g *theme.Glyphs, width int, f Facts, now time.Time) string {
	spark := 18
	if width < wide {
		spark = 10
	}
	if width < 60 {
		spark = 0
	}
	behind, behindInk := behindText(t, f.Status)
	r := paint.New(t, g, width*3/4)
	r.Text(t.Bold, format.Count(f.Rate.Rate())).Text(t.Dim, "/s ")
	backlog := f.Backlog != nil && f.Backlog.Reading()
	if backlog {
		progress(t, g, r, spark, f.Backlog)
	} else {
		r.Text(t.Accent, f.Rate.Spark(spark, g.Spark))
	}
	if !backlog || width >= wide {
		r.Text(t.Dim, "   behind ").Text(behindInk, behind)
	}
	r.Text(t.Ink, " ")

	l := paint.New(t, g, width-r.Cols()-1)
	l.Text(t.Ink, " ")
	clock(t, l, f, now)
	return paint.Sides(l, r, width)
}

// behindText is how many messages are still to come. Nothing is known of that
// while nothing can be read, unless there were some to come before.
func behindText(t *theme.Theme, s model.Status) (string, theme.Ink) {
	behind := s.Behind()
	switch {
	case behind > 0:
		return format.Count(behind), t.WarnBold
	case s.Phase == model.Running && len(s.Positions) > 0:
		return "0", t.OKBold
	case len(s.Positions) > 0 && s.Phase != model.Reconnecting && s.Phase != model.Starting:
		return "0", t.Bold
	default:
		return "?", t.Dim
	}
}

// gone is how long a run has lasted: whole seconds while it lasts, as nothing ends
// at a tenth of one.
func gone(s model.Status, now time.Time) string {
	if !s.Ended.IsZero() {
		return format.Seconds(max(0, s.Ended.Sub(s.Started)))
	}
	d := max(0, now.Sub(s.Started))
	if d >= time.Minute {
		return format.Seconds(d)
	}
	return strconv.Itoa(int(d/time.Second)) + " s"
}

// clock writes the time left, or the time gone by where there is no limit.
func clock(t *theme.Theme, l *paint.Line, f Facts, now time.Time) {
	s := f.Status
	left, limited := s.Left(now)
	switch {
	case limited && (s.Phase.Active() || left > 0):
		l.Text(t.Bold, format.Seconds(left)).Text(t.Dim, " left of "+format.Span(s.Lifetime))
	case limited:
		l.Text(t.Bold, format.Seconds(left)).Text(t.Dim, " of "+format.Span(s.Lifetime))
	case s.Run == 0:
		l.Text(t.Dim, "not started")
	default:
		l.Text(t.Bold, gone(s, now)).Text(t.Dim, " so far, no limit")
	}
}
