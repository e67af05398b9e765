package ui

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/query"
)

// oracle is what the screen promises, said plainly. It is told what is sent to
// the screen and what is pressed, and says what must be seen and what the
// manager must be asked for.
type oracle struct {
	d      *driver
	status model.Status // the last one sent
	keep   int64        // records that the history keeps at most

	framed   int64 // records received by the last frame
	any      bool  // a frame has come
	frozen   bool
	frozenAt int64 // records received by then
	frozenOf int64 // records shown then
	help     bool
	prompt   bool // a filter, or what is to be found, is being typed
	faults   bool // some are not dismissed
	calls    int  // of the controller so far

	unreadable map[model.TopicPartition]int64 // where partitions were said to stand
}

// frame is told before a frame is handed over, and gives the check for after it:
// a cursor that does not follow stays on its message as long as that is kept.
func (o *oracle) frame() (after func()) {
	o.framed, o.any = o.d.sent, true
	a := o.d.app
	var r model.Record
	if a.table.Following() || a.frozen != nil || a.tooSmall() {
		return func() {}
	}
	before, ok := a.table.Selected(&r)
	return func() {
		if !ok || before < a.newest.First() {
			return
		}
		if now, ok := a.table.Selected(&r); !ok || now != before {
			o.d.t.Errorf("the cursor was on message %d and is on %d (%t)", before, now, ok)
		}
	}
}

// press is told of a key and gives what the manager must be asked for; "" is
// nothing.
func (o *oracle) press(key string) (call string) {
	a := o.d.app
	if a.menu != nil {
		return "" // it takes one key, whatever that is
	}
	if o.help {
		pages := a.help.Pages()
		switch key {
		case "?":
			o.help = !a.help.Last()
		case "j", "k", "up", "down", "pgup", "pgdown", "ctrl+u", "ctrl+d", "h", "l", "left", "right":
			o.help = pages > 1
		default:
			o.help, o.prompt = false, key == "/" // what follows it is text
		}
		return ""
	}
	if o.prompt {
		_, err := query.Parse(a.asked.prompt.Text())
		if a.detail != nil {
			err = nil // any text can be looked for in a message
		}
		o.prompt = key != "esc" && (key != "enter" || err != nil)
		return ""
	}
	limited := o.status.Lifetime > 0 && o.status.Phase != model.Stopping
	switch key {
	case "?":
		o.help = true
	case "space":
		o.freeze()
	case "/":
		o.prompt = true
	case "C":
		if a.detail == nil {
			o.frozen = false
		}
	case "x":
		o.faults = false
	case "s":
		return [...]string{
			model.Stopped: "start", model.Failed: "start", model.Stopping: "",
			model.Starting: "stop", model.Running: "stop", model.Reconnecting: "stop",
		}[o.status.Phase]
	case "S":
		return "skip" // or nothing; what exactly is seen afterwards
	case "r":
		if o.status.Phase != model.Stopping {
			return "restart"
		}
	case "+":
		if limited {
			return "extend 10s"
		}
	case "-":
		left, ok := o.status.Left(o.d.now)
		last := ok && o.status.Phase.Active() && left <= 10*time.Second
		if limited && o.status.Lifetime > 10*time.Second && !last {
			return "extend -10s"
		}
	}
	return ""
}

func (o *oracle) freeze() {
	if !o.any {
		return
	}
	o.frozen = !o.frozen
	o.frozenAt, o.frozenOf = o.framed, int64(o.d.app.newest.Len())
}

// pressed is told when that is done: the cursor follows where it should.
func (o *oracle) pressed(key, call string, owned bool) {
	o.d.t.Helper()
	calls := o.d.control.calls[o.calls:]
	o.calls = len(o.d.control.calls)
	if call == "skip" {
		call = o.skip(calls)
	}
	if got := strings.Join(calls, ", "); got != call {
		o.d.t.Errorf("%q in phase %v asked for %q, want %q", key, o.status.Phase, got, call)
	}
	if owned || o.d.app.tooSmall() {
		return
	}
	follows := o.d.app.rows().Following()
	switch key {
	case "G", "end", "f", "C":
		if !follows && (key != "C" || o.d.app.matches.Table() == nil) { // its matches are to come yet
			o.d.t.Errorf("%q does not follow", key)
		}
	case "k", "up", "pgup", "ctrl+u", "g", "home":
		if follows {
			o.d.t.Errorf("%q follows", key)
		}
	}
}

// skip gives what was asked for if it may be: to leave out a place that was told
// and that its partition has not passed. Which of several is for the screen to
// say.
func (o *oracle) skip(calls []string) string {
	for _, p := range o.status.Positions {
		offset, told := o.unreadable[p.TopicPartition]
		if call := "skip " + p.At(offset); told && p.Next <= offset && o.status.Phase.Active() && slices.Equal(calls, []string{call}) {
			return call
		}
	}
	return ""
}

var counters = regexp.MustCompile(` received ([\d,]+) +(?:shown|kept) ([\d,]+) +forgotten ([\d,]+) +(?:cleared ([\d,]+) +)?(?:matched ([\d,]+) +)?`)

// check compares the screen with what it must say.
func (o *oracle) check() {
	o.d.t.Helper()
	a := o.d.app
	o.checkKeys()
	if (a.help != nil) != o.help {
		o.d.t.Errorf("the help is open: %t, want %t", a.help != nil, o.help)
	}
	if (a.frozen != nil) != o.frozen {
		o.d.t.Errorf("the view is frozen: %t, want %t", a.frozen != nil, o.frozen)
	}
	if (a.asked != nil) != o.prompt {
		o.d.t.Errorf("a filter is being typed: %t, want %t", a.asked != nil, o.prompt)
	}
	if a.tooSmall() {
		return
	}
	var r model.Record
	if t := a.matches.Table(); t != nil {
		if _, ok := t.Selected(&r); ok && !a.matches.Found().Matcher.(*decoded.Filter).Clone().Match(&r) {
			o.d.t.Errorf("%s is shown and does not match %q", r.At(r.Offset), a.matches.Found().Matcher)
		}
	}
	if seq, ok := a.table.Selected(&r); ok && o.frozen && seq >= o.frozenAt {
		o.d.t.Errorf("the view is frozen at %d messages and shows number %d", o.frozenAt, seq)
	}
	if a.width < 120 {
		return // not all words fit
	}
	lines := strings.Split(o.d.view(), "\n")
	o.checkHeader(lines[0])
	if o.any {
		o.checkCounters(strings.Join(lines[len(lines)-4:], "\n"))
	}
}

func (o *oracle) checkHeader(line string) {
	o.d.t.Helper()
	phase := o.status.Phase
	if o.status.Run == 0 {
		phase = model.Starting // the manager has said nothing yet
	}
	if want := " " + phase.String(); !strings.Contains(line, want) {
		o.d.t.Errorf("the phase is %v, the header says %q", phase, line)
	}
	if !o.frozen {
		return
	}
	if want := fmt.Sprintf(" %s new ", grouped(o.framed-o.frozenAt)); !strings.Contains(line, want) {
		o.d.t.Errorf("%d messages came since the view was frozen, the header says %q", o.framed-o.frozenAt, line)
	}
}

// checkCounters adds up: received is shown, forgotten and cleared.
func (o *oracle) checkCounters(footer string) {
	o.d.t.Helper()
	if a := o.d.app; a.now().Before(a.noticeUntil) && !strings.Contains(footer, " forgotten ") {
		return // a word about the last key is in their place, or of some of them, for a moment
	}
	m := counters.FindStringSubmatch(footer)
	if m == nil {
		o.d.t.Errorf("the footer has no counters: %q", footer)
		return
	}
	var n [5]int64
	for i, text := range m[1:] {
		n[i], _ = strconv.ParseInt(strings.ReplaceAll(text, ",", ""), 10, 64) // "" is none, the pattern sees to the rest
	}
	received, shown, lost := n[0], n[1], n[2]+n[3]
	switch {
	case received != o.framed:
		o.d.t.Errorf("%d messages came, the footer says %q", o.framed, footer)
	case o.frozen && shown != o.frozenOf:
		o.d.t.Errorf("%d messages are frozen, the footer says %q", o.frozenOf, footer)
	case !o.frozen && shown+lost != received:
		o.d.t.Errorf("%d shown and %d gone are not %d received: %q", shown, lost, received, footer)
	case n[4] > received:
		o.d.t.Errorf("%d of %d messages match: %q", n[4], received, footer)
	case shown > o.keep:
		o.d.t.Errorf("at most %d are kept, the footer says %q", o.keep, footer)
	}
}

// checkKeys holds the bindings against the phase.
func (o *oracle) checkKeys() {
	o.d.t.Helper()
	k := &o.d.app.keys
	free := o.status.Phase != model.Stopping
	limited := free && o.status.Lifetime > 0
	for name, b := range map[string]struct{ is, want bool }{
		"s": {k.Toggle.Enabled(), free}, "r": {k.Restart.Enabled(), free},
		"+": {k.Longer.Enabled(), limited}, "-": {k.Shorter.Enabled(), limited},
		"x": {k.Dismiss.Enabled(), o.faults},
	} {
		if b.is != b.want {
			o.d.t.Errorf("key %s is enabled: %t, want %t in phase %v", name, b.is, b.want, o.status.Phase)
		}
	}
	want := "stop"
	if !o.status.Phase.Active() {
		want = "start"
	}
	if got := k.Toggle.Help().Desc; got != want {
		o.d.t.Errorf("key s is said to %s, want %s in phase %v", got, want, o.status.Phase)
	}
}

// grouped writes a number as the screen does.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
