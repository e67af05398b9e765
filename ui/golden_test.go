package ui

import (
	"bytes"
	"fmt"
	"image/color"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/feed"
)

// scenes are the screens whose frames are kept under testdata, each at every
// size. `go test ./ui -update` writes them anew; look at the difference.
var scenes = []struct {
	name string
	play func(d *driver)
}{
	{"starting", func(d *driver) { d.frame(d.status(model.Starting)).tick(1200 * time.Millisecond) }},
	{"live", func(d *driver) {
		d.stage().frame(d.status(model.Running)).tick(12600 * time.Millisecond)
		d.press("k", "k")
	}},
	{"lost", func(d *driver) {
		d.stage().frame(d.status(model.Running)).tick(20 * time.Second)
		for range 31 {
			d.frame(d.lostBroker())
		}
		leaders := model.NewFault(model.FaultLeader, "orders: partitions 0, 1 and 2 have no leader.", nil)
		leaders.Topic = "orders"
		d.frame(d.fault(leaders), d.status(model.Reconnecting)).tick(3 * time.Second)
	}},
	{"expired", func(d *driver) {
		d.stage().frame(d.status(model.Running)).tick(40 * time.Second)
		d.frame(d.status(model.Stopped, reason(model.ReasonLifetime)))
	}},
	{"failed", func(d *driver) {
		auth := model.NewFault(model.FaultAuth, "kafka-1:9093 refuses the user name or the password.", nil)
		auth.Hint = "Check sasl.username and where the password comes from."
		d.frame(d.status(model.Starting)).tick(800 * time.Millisecond)
		d.frame(d.fault(auth), d.status(model.Failed, reason(model.ReasonAuth), func(s *model.Status) { s.Err = auth }))
	}},
	{"last-tenth", func(d *driver) {
		d.stage().frame(d.status(model.Running)).tick(37 * time.Second)
	}},
	{"no-limit", func(d *driver) {
		d.stage().frame(d.status(model.Running, func(s *model.Status) { s.Lifetime, s.Deadline = 0, time.Time{} }))
		d.tick(75 * time.Second)
	}},
	{"frozen-detail", func(d *driver) {
		d.stage().frame(d.status(model.Running)).press("space", "k", "enter")
		d.records(312).frame().tick(5 * time.Second)
	}},
	{"cut-detail", func(d *driver) {
		d.stage().record(giant).frame(d.status(model.Running)).press("enter")
	}},
	{"folded-detail", func(d *driver) {
		d.stage().record(nested).frame(d.status(model.Running)).press("enter", "j", "j", "j", "j", "j", "z", "1", "j", "j", "l")
	}},
	{"hex-detail", func(d *driver) {
		d.stage().record(nested).frame(d.status(model.Running)).press("enter", "v", "v", "V", "V")
	}},
	{"found-detail", func(d *driver) {
		d.stage().record(nested).frame(d.status(model.Running)).press("enter", "1", "/").types("qty").press("enter", "n")
	}},
	{"changes-detail", func(d *driver) {
		d.stage().record(nested).records(3).record(paidLater).frame(d.status(model.Running)).press("enter", "D")
		d.chased()
	}},
	{"full-detail", func(d *driver) {
		d.stage().record(nested).frame(d.status(model.Running)).press("enter", "f", "j", "j", "z")
	}},
	{"unreadable", func(d *driver) {
		d.stage().frame(d.status(model.Running)).tick(3 * time.Second)
		d.frame(d.unreadable(1))
	}},
	{"prompt", func(d *driver) { d.stage().frame(d.status(model.Running)).press("/") }},
	{"mistake", func(d *driver) {
		d.stage().frame(d.status(model.Running)).press("/").types("paid ").searched().types(`"eu`)
	}},
	{"filtered", func(d *driver) {
		d.stage().frame(d.status(model.Running)).press("/").types("key:user-3 paid").press("enter").searched().press("k", "k")
	}},
	{"searching", func(d *driver) {
		d.stage().frame(d.status(model.Running)).press("/").types("/o-1./ -Lyon").searched()
		v, _ := d.sieve.View()
		v.Scanned, v.Backlog, v.Failures, v.Forgotten = 45_300, 54_700, 2, 17
		d.send(recordsMsg{feed.Batch{Window: d.history.Window(), Matches: v, Filtered: true}})
	}},
	{"filtered-detail", func(d *driver) {
		d.stage().frame(d.status(model.Running)).press("/").types("paid 東").press("enter").searched().press("enter")
	}},
	{"nothing-matches", func(d *driver) {
		d.stage().frame(d.status(model.Running)).press("/").types("needle").press("enter").searched()
	}},
	{"topics", func(d *driver) { d.stage().frame(d.status(model.Running)).pick().types("pay").press("space") }},
	{"all-topics", func(d *driver) { d.stage().frame(d.status(model.Running)).pick().press("<", "<", "*") }},
	{"backlog", func(d *driver) {
		d.stage().frame(d.status(model.Running, behind(0, 4_120_000))).tick(time.Second)
		d.frame(d.status(model.Running, behind(1_930_000, 4_120_000))).tick(3 * time.Second)
	}},
	{"go-to", func(d *driver) {
		d.app.keys.GoTo.SetEnabled(true)
		d.stage().frame(d.status(model.Running)).press("o")
	}},
	{"go-to-mistake", func(d *driver) {
		d.app.keys.GoTo.SetEnabled(true)
		d.stage().frame(d.status(model.Running)).press("o").types("@12:00:13:14:15").press("enter")
	}},
	{"exporting", exporting},
	{"export-mistake", func(d *driver) { exporting(d); d.press("ctrl+u").types("orders.xlsx").press("enter") }},
	{"marked", func(d *driver) { d.stage().frame(d.status(model.Running)).press("M").types("deploy v2").press("enter") }},
	{"copying", func(d *driver) { d.stage().frame(d.status(model.Running)).press("k", "y") }},
	{"latest", func(d *driver) {
		d.stage().frame(d.status(model.Running)).latest()
		d.record(func(r *model.Record) { r.Key = []byte("user-3") }).more().press("j", "j")
	}},
	{"latest-detail", func(d *driver) { d.stage().frame(d.status(model.Running)).latest().press("j", "enter") }},
	{"numbers", func(d *driver) { d.stage().numbers() }},
	{"numbers-keys", func(d *driver) { d.stage().numbers().press("tab").tick(time.Second) }},
	{"numbers-delays", func(d *driver) {
		d.stage().numbers().press("shift+tab").tick(time.Second)
	}},
	{"columns", func(d *driver) {
		d.stage().record(nested).frame(d.status(model.Running)).press("|", "end", "up", "up").types("tot").press("space", "esc", "<")
	}},
	{"help", func(d *driver) { d.stage().frame(d.status(model.Running)).press("?") }},
}

// stage fills the table with what every table must be able to show.
func (d *driver) stage() *driver {
	d.records(60)
	d.record(func(r *model.Record) { r.Value = nil })
	d.record(func(r *model.Record) { r.Value = []byte{} })
	d.record(func(r *model.Record) {
		r.Key, r.Value = []byte("pay-88"), []byte("hello \x1b]52;c;SGk=\x07 from \u202ea friend\xff")
	})
	d.record(func(r *model.Record) { r.Key = nil })
	d.record(func(r *model.Record) {
		r.Key = []byte("a key that is much longer than any column of keys should become")
	})
	d.frame(d.status(model.Running)).press("m")
	return d.records(8)
}

// nested makes an order with something to fold, and a header of bytes.
func nested(r *model.Record) {
	r.Key = []byte("user-17")
	r.Value = []byte(`{"type":"order.paid","customer":{"id":"user-17","city":"Köln","tags":["new","eu"]},` +
		`"items":[{"sku":"B-27","qty":2},{"sku":"A-1","qty":1},{"sku":"C-9","qty":4}],"total":57.34,"paid":true,"note":null}`)
	r.Headers = append(r.Headers, model.Header{Key: []byte("span-id"), Value: []byte{0, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 2, 0xb7}},
		model.Header{Key: []byte("trace-id"), Value: []byte("again")})
	r.Batch = model.Batch{Records: 12, Size: 1240, Unpacked: 3170, Compression: model.Lz4}
}

// paidLater is what became of nested.
func paidLater(r *model.Record) {
	nested(r)
	r.Value = []byte(`{"type":"order.paid","customer":{"id":"user-17","city":"Oslo","tags":["new","eu","vip"]},` +
		`"items":[{"sku":"B-27","qty":2},{"sku":"C-9","qty":4}],"total":46.10,"paid":true,"coupon":{"code":"AUTUMN","percent":20}}`)
}

// giant makes a message much larger than what is kept of one.
func giant(r *model.Record) {
	r.Value = bytes.Repeat([]byte(`{"id":1042,"state":"paid"},`), 96<<20/27+1)
	r.Value[0] = '['
}

// unreadable is the fault of a partition that stands before a damaged batch.
func (d *driver) unreadable(partition int32) model.Event {
	tp := model.TopicPartition{Topic: "orders", Partition: partition}
	f := model.NewFault(model.FaultCorrupt, "the batch at "+tp.At(10_000+d.sent)+" is damaged", nil)
	f.Broker, f.Topic, f.Partition, f.Offset, f.Gap = "localhost:9092", "orders", partition, 10_000+d.sent, true
	f.Hint = "ktm tries again every second."
	return d.fault(f)
}

func (d *driver) lostBroker() model.Event {
	f := model.NewFault(model.FaultConnection, "localhost:9092 closed the connection and refuses new ones.", nil)
	f.Broker, f.Hint = "localhost:9092", "Broker restarting? Trying again every second."
	return d.fault(f)
}

func TestFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}, {40, 10}, {30, 8}} {
		for _, s := range scenes {
			t.Run(fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1]), func(t *testing.T) {
				d := newDriver(t, size[0], size[1], withTopics(&shop{}, new([]string)))
				s.play(d)
				golden.RequireEqual(t, []byte(d.view()))
			})
		}
	}
}

// The colours are kept for one size only: they are the same at all.
func TestFramesInColour(t *testing.T) {
	for _, background := range []string{"dark", "light"} {
		for _, s := range scenes {
			t.Run(s.name+"-"+background, func(t *testing.T) {
				d := newDriver(t, 120, 36, withTopics(&shop{}, new([]string)))
				if background == "light" {
					d.send(tea.BackgroundColorMsg{Color: color.White})
				}
				s.play(d)
				golden.RequireEqual(t, []byte(d.app.View().Content))
			})
		}
	}
}

func TestFramesInASCII(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			d := newDriver(t, 120, 36, withTopics(&shop{}, new([]string)), func(s *Session) { s.ASCII = true })
			s.play(d)
			golden.RequireEqual(t, []byte(d.view()))
			// Data keeps its characters; the rest of the screen must not have any.
			for _, r := range d.view() {
				if r > 0x7e && r != 'ö' && r != '東' && r != '京' {
					t.Fatalf("%q is not ASCII", r)
				}
			}
		})
	}
}
