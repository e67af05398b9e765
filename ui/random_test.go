package ui

import (
	"math/rand/v2"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

var everyKey = []string{
	"space", "s", "r", "+", "-", "k", "j", "up", "down", "pgup", "pgdown", "ctrl+u", "ctrl+d", "g", "G", "home", "end", "f",
	"h", "l", "left", "right", "enter", "esc", "m", "t", "w", "C", "!", "x", "?", "n", "p", "z",
}

// Whatever comes in whatever order, at whatever size, every frame is exactly
// as large as the terminal (driver.fits looks at each) and nothing panics.
func TestRandomSessions(t *testing.T) {
	for seed := range uint64(20) {
		randomSession(t, seed, 400)
	}
}

// FuzzSession is the same, for as long as one likes.
func FuzzSession(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { randomSession(t, seed, 100) })
}

func randomSession(t *testing.T, seed uint64, steps int) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 7))
	items := append(hostile.Items(), hostile.Item{Name: "nothing"})
	foreign := func() []byte {
		if rnd.IntN(8) == 0 {
			return nil
		}
		return []byte(items[rnd.IntN(len(items))].Text + items[rnd.IntN(len(items))].Text)
	}
	d := newDriver(t, 1+rnd.IntN(220), 1+rnd.IntN(70), func(s *Session) {
		s.Topics, s.Brokers, s.ASCII = []string{string(foreign())}, []string{string(foreign())}, rnd.IntN(2) == 0
		if rnd.IntN(2) == 0 {
			s.Topics = append(s.Topics, "orders")
		}
	})
	phases := []model.Phase{model.Starting, model.Running, model.Reconnecting, model.Stopping, model.Stopped, model.Failed}
	for range steps {
		switch rnd.IntN(8) {
		case 0:
			d.send(tea.WindowSizeMsg{Width: 1 + rnd.IntN(220), Height: 1 + rnd.IntN(70)})
		case 1:
			f := model.NewFault(model.FaultOffset, string(foreign()), nil)
			f.Hint, f.Topic, f.Gap = string(foreign()), string(foreign()), rnd.IntN(2) == 0
			d.frame(d.fault(f))
		case 2:
			d.frame(d.status(phases[rnd.IntN(len(phases))], func(s *model.Status) {
				s.Run = d.app.status.Run + rnd.IntN(2)
				s.Reason = model.Reason(rnd.IntN(8))
				if rnd.IntN(3) == 0 {
					s.Lifetime, s.Deadline = 0, time.Time{}
				}
			}))
		case 3:
			for range rnd.IntN(200) {
				d.record(func(r *model.Record) {
					r.Key, r.Value, r.Topic = foreign(), foreign(), string(foreign())
					r.Headers = []model.Header{{Key: foreign(), Value: foreign()}}
					r.Offset, r.Partition = rnd.Int64(), rnd.Int32()
					r.Timestamp = rnd.Int64N(1 << 42)
				})
			}
			d.frame()
		case 4:
			d.tick(time.Duration(rnd.IntN(3000)) * time.Millisecond)
		case 5:
			wheel := []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}
			d.send(tea.MouseWheelMsg{Button: wheel[rnd.IntN(2)], Y: rnd.IntN(70)})
		default:
			d.press(everyKey[rnd.IntN(len(everyKey))])
		}
	}
}
