package ui

import (
	"errors"
	"image/color"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

var everyKey = []string{
	"space", "s", "r", "+", "-", "k", "j", "up", "down", "pgup", "pgdown", "ctrl+u", "ctrl+d", "g", "G", "home", "end", "f",
	"h", "l", "left", "right", "enter", "esc", "m", "t", "w", "C", "!", "x", "?", "n", "p", "z", "y", "c", "L", "S",
	"/", "/", "b",
}

// Whatever comes in whatever order, at whatever size, every frame is exactly
// as large as the terminal (driver.fits looks at each), nothing panics, and
// the screen says what the oracle says. It plays KTM_EVENTS events (8,000
// unless set); the seed is KTM_SEED (1).
func TestScreenAgainstOracle(t *testing.T) {
	const events = 400 // a session
	seed := number(t, "KTM_SEED", 1)
	total := number(t, "KTM_EVENTS", 8000)
	for session := range (total + events - 1) / events {
		randomSession(t, rand.New(rand.NewPCG(seed, session)), events)
		if t.Failed() {
			t.Fatalf("seed %d, session %d", seed, session)
		}
	}
	t.Logf("%d events, seed %d, no divergence", total, seed)
}

// FuzzSession is the same, for as long as one likes.
func FuzzSession(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { randomSession(t, rand.New(rand.NewPCG(seed, 7)), 100) })
}

func number(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// random is a session of random events.
type random struct {
	*rand.Rand
	*driver
	o     *oracle
	items []hostile.Item
}

func randomSession(t *testing.T, rnd *rand.Rand, events int) {
	t.Helper()
	s := &random{Rand: rnd, items: append(hostile.Items(), hostile.Item{Name: "nothing"})}
	keep := 1 + rnd.IntN(500)
	width, height := s.size()
	s.driver = newDriverKeeping(t, keep, width, height, func(session *Session) {
		session.Topics, session.Brokers, session.ASCII = []string{string(s.foreign())}, []string{string(s.foreign())}, rnd.IntN(2) == 0
		if rnd.IntN(2) == 0 {
			session.Topics = append(session.Topics, "orders")
		}
	})
	s.o = &oracle{d: s.driver, keep: int64(keep), unreadable: make(map[model.TopicPartition]int64)}
	for range events {
		s.event()
		s.o.check()
		if t.Failed() {
			return
		}
	}
}

// foreign is what comes from outside.
func (s *random) foreign() []byte {
	if s.IntN(8) == 0 {
		return nil
	}
	return []byte(s.items[s.IntN(len(s.items))].Text + s.items[s.IntN(len(s.items))].Text)
}

// size is mostly that of a terminal, now and then of a very large one.
func (s *random) size() (width, height int) {
	if s.IntN(20) == 0 {
		return 1 + s.IntN(500), 1 + s.IntN(200)
	}
	return 1 + s.IntN(220), 1 + s.IntN(70)
}

func (s *random) event() {
	switch s.IntN(16) {
	case 0:
		width, height := s.size()
		s.send(tea.WindowSizeMsg{Width: width, Height: height})
	case 1, 2:
		f := model.NewFault(model.FaultOffset, string(s.foreign()), nil)
		f.Hint, f.Topic, f.Gap = string(s.foreign()), string(s.foreign()), s.IntN(2) == 0
		s.o.faults = true
		if s.IntN(3) == 0 { // a partition stands before something
			f.Kind = []model.FaultKind{model.FaultCorrupt, model.FaultTooLarge}[s.IntN(2)]
			f.Topic, f.Partition, f.Offset = "orders", s.Int32N(4), 10_000+s.Int64N(s.sent+100)
			s.o.unreadable[model.TopicPartition{Topic: "orders", Partition: f.Partition}] = f.Offset
		}
		e := s.fault(f)
		e.After = max(0, e.After-s.Int64N(300)) // its place may be far back
		s.hand(e)
	case 3, 4:
		s.hand(s.anyStatus())
	case 5, 6:
		for range s.IntN(200) {
			s.anyRecord()
		}
		s.hand()
	case 7:
		s.tick(time.Duration(s.IntN(3000)) * time.Millisecond)
	case 8:
		wheel := []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}
		s.send(tea.MouseWheelMsg{Button: wheel[s.IntN(2)], Y: s.IntN(70)})
	case 9:
		switch s.IntN(3) {
		case 0:
			s.send(tea.BackgroundColorMsg{Color: color.Gray{Y: uint8(s.IntN(256))}})
		case 1:
			s.send(tea.ColorProfileMsg{Profile: []colorprofile.Profile{colorprofile.ANSI, colorprofile.TrueColor}[s.IntN(2)]})
		default:
			s.send(controlledMsg{errors.New(string(s.foreign()))})
		}
	default:
		key := everyKey[s.IntN(len(everyKey))]
		owned := s.o.help || s.app.detail != nil || s.app.asked != nil || s.app.menu != nil
		call := s.o.press(key)
		s.press(key)
		s.o.pressed(key, call, owned)
	}
}

// hand hands over a frame with events.
func (s *random) hand(events ...model.Event) {
	after := s.o.frame()
	s.frame(events...)
	after()
}

func (s *random) anyStatus() model.Event {
	phases := []model.Phase{model.Starting, model.Running, model.Reconnecting, model.Stopping, model.Stopped, model.Failed}
	e := s.status(phases[s.IntN(len(phases))], func(st *model.Status) {
		st.Run = s.app.status.Run + s.IntN(2)
		st.Reason = model.Reason(s.IntN(8))
		if s.IntN(3) == 0 {
			st.Lifetime, st.Deadline = 0, time.Time{}
		}
	})
	s.o.status = *e.Status
	return e
}

func (s *random) anyRecord() {
	s.record(func(r *model.Record) {
		r.Key, r.Value, r.Topic = s.foreign(), s.foreign(), string(s.foreign())
		r.Headers = []model.Header{{Key: s.foreign(), Value: s.foreign()}}
		r.Offset, r.Partition = s.Int64(), s.Int32()
		r.Timestamp = s.Int64N(1 << 42)
	})
}
