package ui

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

// obeysNothing fails when a frame or the window's title holds anything but
// characters to be seen. A frame has colours and line feeds besides; all other
// sequences are added by the renderer.
func obeysNothing(t *testing.T, v tea.View) {
	t.Helper()
	onlySeen(t, "frame", v.Content, true)
	onlySeen(t, "title", v.WindowTitle, false)
}

func onlySeen(t *testing.T, name, text string, frame bool) {
	t.Helper()
	for at := 0; at < len(text); {
		if c := text[at]; c >= ' ' && c < 0x7f {
			at++
			continue
		}
		if n := colour(text[at:]); frame && n > 0 {
			at += n
			continue
		}
		r, n := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && n == 1 {
			t.Fatalf("the %s has the byte %#x, which is not UTF-8:\n%q", name, text[at], text)
		}
		if !unicode.IsPrint(r) && (r != '\n' || !frame) {
			t.Fatalf("the %s has %U:\n%q", name, r, text)
		}
		at += n
	}
}

// colour is the length of the SGR sequence that s begins with, 0 for none.
func colour(s string) int {
	rest, ok := strings.CutPrefix(s, "\x1b[")
	if !ok {
		return 0
	}
	end := strings.TrimLeft(rest, "0123456789;:")
	if end == "" || end[0] != 'm' {
		return 0
	}
	return len(s) - len(end) + 1
}

// Each hostile text stands in every place that foreign text has: names,
// records, errors. The driver looks at every frame.
func TestHostileTextEverywhere(t *testing.T) {
	for _, item := range hostile.Items() {
		t.Run(item.Name, func(t *testing.T) {
			d := hostileSession(t, item.Text, 120, 36)
			d.record(func(r *model.Record) {
				r.Topic, r.Key, r.Value = item.Text, []byte(item.Text), []byte(item.Text)
				r.Headers = []model.Header{{Key: []byte(item.Text), Value: []byte(item.Text)}}
			})
			playHostile(d, item.Text)
		})
	}
}

// A text in two fields side by side stays in two pieces.
func TestHostileTextSplit(t *testing.T) {
	for _, s := range hostile.Splits() {
		t.Run(s.Name, func(t *testing.T) {
			d := hostileSession(t, s.First, 120, 36)
			d.record(func(r *model.Record) {
				r.Topic, r.Key, r.Value = s.Second, []byte(s.First), []byte(s.Second)
				r.Headers = []model.Header{
					{Key: []byte(s.First), Value: []byte(s.Second)}, {Key: []byte(s.Second), Value: []byte(s.First)},
				}
			})
			playHostile(d, s.Second)
		})
	}
}

func TestHostileGiants(t *testing.T) {
	for _, item := range hostile.Giants() {
		t.Run(item.Name, func(t *testing.T) {
			d := hostileSession(t, "", 80, 24)
			d.record(func(r *model.Record) {
				r.Key, r.Value = []byte(item.Text), []byte(item.Text)
				r.Headers = []model.Header{{Key: []byte(item.Text), Value: []byte(item.Text)}}
			})
			playHostile(d, "")
		})
	}
}

func hostileSession(t *testing.T, name string, width, height int) *driver {
	t.Helper()
	return newDriver(t, width, height, func(s *Session) {
		s.Topics, s.Brokers, s.Warnings = []string{name, "orders"}, []string{name}, []string{name}
	})
}

// playHostile shows what was appended in every way there is.
func playHostile(d *driver, text string) {
	d.t.Helper()
	d.frame(d.status(model.Running))
	f := model.NewFault(model.FaultOffset, text, errors.New(text))
	f.Topic, f.Broker, f.Hint, f.Gap = text, text, text, true
	d.frame(d.fault(f))
	d.send(controlledMsg{errors.New(text)})
	d.press("w", "l", "l", "h", "t", "w", "enter", "end", "pgup", "G", "g", "!", "!", "esc", "k", "space", "w")
	for _, size := range []tea.WindowSizeMsg{{Width: 40, Height: 10}, {Width: 220, Height: 60}, {Width: 1, Height: 1}} {
		d.send(size)
	}
	d.frame(d.status(model.Failed, func(s *model.Status) { s.Reason, s.Err = model.ReasonError, errors.New(text) }))
}
