package ui

import (
	"context"
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/picker"
)

// What is masked stays so however the open message is looked at.
func TestMaskedFieldsAreInNoViewOfAMessage(t *testing.T) {
	d := newDriver(t, 120, 36, staged(t)).record(withEmail)
	d.frame(d.status(model.Running)).press("enter")
	for range 3 { // decoded, raw, hex
		d.press("v")
		for range 3 {
			d.press("V").seesNot("example.org", "ann@", "4bf92f", "34 62 66 39", "61 6e 6e 40")
		}
	}
}

// away is a cluster that cannot be reached.
type away struct{ err error }

func (a away) Topics() ([]model.Topic, error)                          { return nil, a.err }
func (a away) Figures([]string) (map[string]model.TopicFigures, error) { return nil, a.err }

func TestAStageShowsNoAddressesElsewhere(t *testing.T) {
	f := model.NewFault(model.FaultConnection, "kafka-1.prod.example:9092 refused the connection.", nil)
	f.Hint = "Is kafka-1.prod.example:9092 up?"
	stop := errors.New("kafka-1.prod.example:9092 hangs")
	d := newDriver(t, 120, 36, staged(t), func(s *Session) {
		s.Brokers = []string{"kafka-1.prod.example:9092"}
		s.Browse = func(context.Context) picker.Source { return away{f} }
		s.Load = func(context.Context, model.TopicPartition, int64) (model.Record, error) { return model.Record{}, f }
		s.Reopen = func([]string, model.Scope) error { return stop }
	}).record(func(r *model.Record) { r.Whole = &model.Extent{Key: int64(len(r.Key)), Value: 1 << 20} })
	d.frame(d.status(model.Running)).press("enter", "L").sees("•••• refused").seesNot("kafka-1", "prod.example")
	cmd := d.send(keyPress("T"))
	d.sees("asking").seesNot("kafka-1", "prod.example")
	d.send(cmd())
	d.sees("•••• refused", "Is •••• up?").seesNot("kafka-1", "prod.example")
	d.send(switchedMsg{err: stop})
	d.sees("•••• hangs").seesNot("kafka-1", "prod.example")
}

// A name server and a certificate name a broker without its port.
func TestAStageNamesNoBrokerWithoutItsPort(t *testing.T) {
	d := newDriver(t, 120, 36, staged(t), func(s *Session) { s.Brokers = []string{"kafka-1.prod.example:9092"} }).records(5)
	f := model.NewFault(model.FaultConnection, "kafka-1.prod.example is not known to the name server", errors.New("lookup kafka-1.prod.example: no such host"))
	other := model.NewFault(model.FaultConnection, "the certificate is not for 10-0-0-7.internal", nil)
	other.Broker = "10-0-0-7.internal:9093"
	d.frame(d.status(model.Running), d.fault(f), d.fault(other)).press("!")
	d.sees("•••• is not known").seesNot("prod.example", "10-0-0-7", "internal")
}

// The key that leads back is told under the name it was given.
func TestTheKeyThatLeadsBackIsTold(t *testing.T) {
	d := newDriver(t, 120, 36, keyed(map[string][]string{"back": {"f4"}, "show-all": {"f6"}}), func(s *Session) {
		s.Reopen = func([]string, model.Scope) error { return nil }
	}).records(5)
	d.frame(d.status(model.Running)).press("enter").sees("f4 back").seesNot("esc back")
	d.send(tea.KeyPressMsg{Code: tea.KeyF4})
	d.press("o").sees("esc back").seesNot("f4 back") // a prompt's are fixed
	d.press("esc", "/").types("user").press("enter").sees("f6 shows all")
}
