package picker

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestWhatIsWrongIsSaid(t *testing.T) {
	away := model.NewFault(model.FaultConnection, "kafka-1:9092 refuses connections", errors.New("x"))
	away.Hint = "Is its listener up? ktm tries again every second."
	c := shop()
	c.err = away
	d := newDriver(t, 120, 20, c)
	d.ask()
	d.sees("kafka-1:9092 refuses connections", "Is its listener up?")
	if asked := d.ask(); len(asked) != 0 {
		t.Errorf("asked again at once: %q", asked)
	}
	d.now = d.now.Add(firstRetry)
	c.err = nil
	d.ask()
	d.sees("orders", "≤1,234,567")
	d.seesNot("refuses")
	c.err = away // the names stay
	d.now = d.now.Add(figureEvery)
	d.ask()
	d.sees("orders", "≤1,234,567", "kafka-1:9092 refuses connections")
}

// Refused logins lock an account: only a key tries again.
func TestARefusedLoginIsNotTriedAgain(t *testing.T) {
	refused := model.NewFault(model.FaultAuth, "kafka-1:9092 refuses the login", nil)
	refused.Fatal, refused.Hint = true, "Check the password."
	c := shop()
	c.err = refused
	d := newDriver(t, 120, 20, c)
	d.ask()
	d.sees("refuses the login", "Check the password. ctrl+r asks again.")
	d.now = d.now.Add(time.Hour)
	if asked := d.ask(); len(asked) != 0 {
		t.Errorf("asked again: %q", asked)
	}
	c.err = nil
	d.press("ctrl+r")
	d.ask()
	d.sees("orders")
}

func TestNothingToChooseFrom(t *testing.T) {
	d := newDriver(t, 120, 20, &cluster{})
	d.ask()
	d.sees("the cluster has no topics that you may see", "DESCRIBE")
	c := shop()
	c.topics = c.topics[:1]
	d = newDriver(t, 120, 20, c)
	d.ask()
	d.sees("internal topics only", "* shows them.")
	d = newDriver(t, 120, 20, shop())
	d.ask()
	d.press("xyz")
	d.sees("no topic matches", "0 of 3", "enter waits for xyz until it is created; esc shows all topics.")
	d.seesNot("Did you mean")
}

// A name that is not listed may be a slip, or that of a topic still to come: enter
// waits for it, as the command line does.
func TestATopicThatIsNotListed(t *testing.T) {
	d := newDriver(t, 120, 20, shop())
	d.press("ordres", "enter")
	if d.chosen != nil {
		t.Errorf("%q is chosen before it is known what there is", d.chosen)
	}
	d.ask()
	d.sees("no topic matches", "Did you mean orders? enter waits for ordres until it is created")
	d.press("enter")
	if !slices.Equal(d.chosen, []string{"ordres"}) {
		t.Errorf("%q is chosen", d.chosen)
	}
	d.chosen = nil
	d.press("esc", "..", "enter") // no topic has such a name
	if d.sees("no topic matches", "esc shows all of them."); d.chosen != nil {
		t.Errorf("%q is chosen", d.chosen)
	}
}

// While topics are read a name that is not listed is entered twice, so that a slip
// does not take their rows; any other key takes the first enter back.
func TestASlipIsAskedAgain(t *testing.T) {
	d := newDriver(t, 120, 20, shop(), "clicks")
	d.ask()
	d.press("ordres")
	d.sees("Did you mean orders? enter twice waits for ordres")
	for range 2 {
		d.press("enter")
		if d.sees("there is no topic ordres", "enter again waits for ordres"); d.chosen != nil {
			t.Errorf("%q is chosen by one enter", d.chosen)
		}
		d.press("s")
		d.seesNot("there is no topic", "enter again")
		d.pane.Press(tea.KeyPressMsg{Code: tea.KeyBackspace})
	}
	d.press("enter", "enter")
	if !slices.Equal(d.chosen, []string{"ordres"}) {
		t.Errorf("%q is chosen", d.chosen)
	}
	d.chosen = nil
	d.press("esc", "__consumer_offsets", "enter") // it is there, if hidden
	if !slices.Equal(d.chosen, []string{"__consumer_offsets"}) {
		t.Errorf("%q is chosen", d.chosen)
	}
}

// Names and settings come from the cluster.
func TestHostileNames(t *testing.T) {
	evil := "evil\x1b]52;c;SGk=\x07\u202e" + strings.Repeat("w", 300)
	c := &cluster{
		topics:  []model.Topic{{Name: evil, Partitions: 1 << 30, Replicas: 1 << 30}},
		figures: map[string]model.TopicFigures{evil: {Messages: 1 << 62, Written: 1 << 62, Bytes: 1 << 62, Policy: "\x1b[2J" + strings.Repeat("p", 99)}},
	}
	for _, width := range []int{40, 80, 120, 200} {
		for height := range 8 {
			d := newDriver(t, width, height, c)
			d.ask()
			d.view()
			for _, line := range d.pane.View(d.now) {
				if strings.Contains(line, "\x1b]") || strings.Contains(line, "\x1b[2J") || strings.ContainsAny(line, "\x07\u202e") {
					t.Errorf("%q", line)
				}
			}
		}
	}
}
