package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestARefusedCallIsSaid(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.control.err = errors.New("the run has not ended yet\x1b[2J")
	d.records(1).frame(d.status(model.Running)).press("s").sees(`the run has not ended yet\x1b[2J`)
	d.tick(4 * time.Second).seesNot("not ended yet")
}

func TestAGapIsARowAndIsNotCalledNothingLost(t *testing.T) {
	d := newDriver(t, 120, 24)
	gap := model.NewFault(model.FaultOffset, "orders/1: 1,204 messages expired before they could be read.", nil)
	gap.Gap = true
	d.records(3).frame(d.status(model.Running), d.fault(gap))
	d.sees("── orders/1: 1,204 messages expired")
	d.frame(d.status(model.Stopped, reason(model.ReasonLifetime))).sees("not all could be read: see errors").seesNot("nothing lost")
}

func TestFaultsFoldAndStayUntilDismissed(t *testing.T) {
	d := newDriver(t, 120, 24)
	broken := func() model.Event {
		f := model.NewFault(model.FaultConnection, "kafka-2:9092 refuses connections.", nil)
		f.Hint = "Is its listener up?"
		return d.fault(f)
	}
	d.frame(d.status(model.Running), broken()).sees("errors 1", "kafka-2:9092 refuses connections.  Is its listener up?")
	d.frame(broken(), broken()).sees("errors 1", "×3")
	d.press("!", "!").seesNot("refuses").sees("errors 1") // large, then closed: the counter stays
	d.frame(broken()).seesNot("refuses")                  // nothing new: it stays closed
	d.press("!").sees("×4")
	d.press("x").seesNot("errors 1", "refuses")
}

// One outage is one error, however many brokers it takes along.
func TestBrokersThatFailAlikeAreOneError(t *testing.T) {
	d := newDriver(t, 120, 40)
	var events []model.Event
	for _, b := range []string{"a:9092", "b:9092", "c:9092", "b:9092"} {
		f := model.NewFault(model.FaultConnection, b+" refuses connections", nil)
		f.Broker = b
		events = append(events, d.fault(f))
	}
	other := model.NewFault(model.FaultConnection, "a:9092 closed the connection", nil)
	other.Broker = "a:9092"
	d.frame(append(events, d.fault(other))...)
	d.sees("errors 2", "×4  a:9092 refuses connections; 2 more brokers too", "a:9092 closed the connection")
	d.press("!").sees("a:9092 refuses connections; b:9092, c:9092 too")
}

func TestTheLargeErrorPaneSaysAll(t *testing.T) {
	d := newDriver(t, 80, 40)
	f := model.NewFault(model.FaultProtocol, "kafka-2:9092 "+strings.Repeat("said ", 30)+"so.", errors.New("the cause of it"))
	f.Hint = strings.Repeat("Look ", 30) + "there."
	d.frame(d.status(model.Running), d.fault(f)).seesNot("said so.", "the cause of it")
	d.now = d.now.Add(3 * time.Second)
	d.frame(d.fault(f)).press("!").sees("said so.", "Look there.", "the cause of it", "last 12:03:44", "×2")
}

func TestComingBackIsSaid(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(1).frame(d.status(model.Running), d.status(model.Reconnecting))
	d.now = d.now.Add(6400 * time.Millisecond)
	refused := model.NewFault(model.FaultConnection, "b:9092 refuses connections", nil)
	d.frame(d.fault(refused)).seesNot("over:")
	d.frame(d.status(model.Running)).sees("● running", "reading again after 6 s", "over: b:9092 refuses connections")
	d.tick(4 * time.Second).seesNot("reading again").sees("over:")
	d.frame(d.fault(refused)).sees("×2").seesNot("over:")
}

// What is said of the errors does not outlast the next one; other words do.
func TestAnErrorTakesBackThatThereAreNone(t *testing.T) {
	d := newDriver(t, 120, 24)
	d.records(3).frame(d.status(model.Running)).press("!").sees("no errors")
	d.frame(d.lostBroker()).sees("errors 1").seesNot("no errors")
	d.press("+").sees("10 s more").frame(d.lostBroker()).sees("10 s more")
}

func TestWarningsAreOnTheScreenFromTheStart(t *testing.T) {
	d := newDriver(t, 120, 24, func(s *Session) { s.Warnings = []string{"no effect: securty.protocol (unknown)"} })
	d.frame(d.status(model.Running)).sees("no effect: securty.protocol (unknown)")
	d.press("x").seesNot("securty")
}

// A topic that is not there gives nothing to wait for, and the list of those
// that are is one key away.
func TestWithoutPartitionsTheTopicsAreOffered(t *testing.T) {
	d := newDriver(t, 120, 36)
	none := d.status(model.Running, func(s *model.Status) { s.Positions = nil })
	d.frame(none).sees("no messages yet")
	d.frame(none, model.Event{Fault: model.NewFault(model.FaultTopic, "topic ordres does not exist", nil)})
	d.sees("nothing to read from yet").seesNot("no messages yet")
}
