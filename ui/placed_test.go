package ui

import (
	"fmt"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

func placedAt(partition int32, offset, to int64) *model.Fault {
	f := model.NewFault(model.FaultNotice, fmt.Sprintf("orders/%d: offset 5,000,000 is not written yet", partition), nil)
	f.Topic, f.Partition, f.Offset, f.Moved, f.To = "orders", partition, offset, true, to
	return f
}

// Where reading begins elsewhere than was asked for, the header and a rule say both.
func TestReadingBeginsElsewhere(t *testing.T) {
	d := newDriver(t, 120, 36, func(s *Session) { s.Start.Start = model.Start{Kind: model.StartOffset, N: 5_000_000} })
	d.frame(d.status(model.Running), d.fault(placedAt(0, 5_000_000, 5000)))
	d.sees("from offset 5000000, begins at 5,000", "offset 5,000,000 is not written yet: reading begins at 5,000 ")
	for p := range int32(5) {
		d.frame(d.fault(placedAt(p+1, 5_000_000, 7000+int64(p))))
	}
	d.sees("6 partitions begin elsewhere", "reading begins at 5,000 ").seesNot("reading begins at 7,00")
	d.sees("errors 1 ", "offset 5,000,000 is not written yet in 6 partitions of orders ", "Each is read from its end on.")
	d.frame(d.status(model.Running, func(s *model.Status) { s.Run = 2 })).seesNot("begin elsewhere")
}

// What cannot be read is waited for, and that is not green.
func TestATopicIsWaitedFor(t *testing.T) {
	d := newDriver(t, 120, 36)
	none := func(s *model.Status) { s.Positions = nil }
	f := model.NewFault(model.FaultTopic, "orders has no partition 9", nil)
	f.Topic, f.Hint = "orders", "orders has 1 partition: 0."
	d.frame(d.status(model.Running, none)).sees("● running")
	d.frame(d.fault(f)).sees("● waiting for orders", "behind ?", "orders has 1 partition: 0.").seesNot("● running")
	d.frame(d.status(model.Running)).sees("● running").seesNot("waiting for") // it was created
	d.frame(d.status(model.Running, none, func(s *model.Status) { s.Run = 2 })).seesNot("waiting for")
}
