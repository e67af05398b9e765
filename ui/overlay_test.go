package ui

import (
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

// overlayKeys open, use and close all that can stand on the screen.
var overlayKeys = []string{
	"T", "T", "T", "F", "<", "enter", "enter", "enter", "esc", "esc", "tab", "down", "c", "o", "o", "1", "/", "x", "K", "y", "?", "v", "V", "z", "f",
	"space", "space", "C", "n", "p", "L", "s", "r", "!", "w", "t", "m", "G", "k", "pgup",
}

// laggard runs commands beside the screen: what they bring comes any time later.
type laggard struct {
	*driver
	came chan tea.Msg
	all  sync.WaitGroup
}

func (l *laggard) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	l.all.Go(func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, c := range msg {
				l.start(c)
			}
		default:
			l.came <- msg
		}
	})
}

// held is how many windows hold a page of the history, at most.
func (l *laggard) held() (most int64) {
	pages := reflect.ValueOf(l.history).Elem().FieldByName("pages")
	for i := range pages.Len() {
		most = max(most, pages.Index(i).Elem().FieldByName("held").Int())
	}
	return most
}

// Whatever is opened over whatever else, while what was begun before is still
// under way: every frame is whole, no window is read after it was released (that
// panics), and none is forgotten.
func TestOverlaysInAnyOrder(t *testing.T) {
	for seed := range number(t, "KTM_SESSIONS", 10) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		var reopened []string
		l := &laggard{came: make(chan tea.Msg, 10_000)}
		l.driver = newDriver(t, 60+rnd.IntN(100), 12+rnd.IntN(40), withTopics(&shop{}, &reopened), func(s *Session) {
			s.Reopen = func([]string, model.Scope) error { return nil }
		})
		for range 300 {
			switch rnd.IntN(10) {
			case 0, 1:
				l.records(rnd.IntN(40)).frame()
			case 2:
				l.frame(l.status([]model.Phase{model.Running, model.Stopping, model.Stopped}[rnd.IntN(3)], func(s *model.Status) {
					s.Run = l.app.status.Run + rnd.IntN(2)
				}))
			case 3:
				l.tick(time.Second)
			case 4, 5:
				select {
				case msg := <-l.came:
					l.start(l.send(msg))
				default:
				}
			default:
				l.start(l.send(keyPress(overlayKeys[rnd.IntN(len(overlayKeys))])))
			}
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
		l.app.closePane() // what it asks for ends
		for l.all.Wait(); len(l.came) > 0; l.all.Wait() {
			l.start(l.send(<-l.came))
		}
		l.app.thaw()
		l.records(1).frame()
		l.sieve.Clear() // a search looks at the messages as well
		if got := l.held(); got != 1 {
			t.Fatalf("seed %d: %d windows are held", seed, got)
		}
	}
}
