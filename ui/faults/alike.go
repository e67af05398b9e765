package faults

import (
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/account"
)

// alike is one line of the pane: a fault, and what is the same of other brokers.
// One outage is one thing that went wrong, however many brokers it takes along.
type alike struct {
	account.Folded
	others []string // the other brokers
}

// text is the sentence; brief counts the other brokers instead of naming them.
func (a *alike) text(brief bool) string {
	s := a.Sentence()
	if len(a.others) > 0 {
		s = strings.TrimSuffix(s, ".")
	}
	switch n := len(a.others); {
	case n == 0:
		return s
	case brief && n == 1:
		return s + "; another broker too"
	case brief:
		return s + "; " + count(n) + " more brokers too"
	default:
		return s + "; " + strings.Join(a.others, ", ") + " too"
	}
}

// fold gives the faults of the list, those of connections that differ in the
// broker only put together, in the order of their first occurrence.
func fold(list *account.Faults) []alike {
	out := make([]alike, 0, list.Len())
	at := map[string]int{}
	for i := range list.Len() {
		f := *list.At(i)
		template, ok := ofBroker(&f)
		j, seen := at[template]
		if !ok || !seen {
			if ok {
				at[template] = len(out)
			}
			out = append(out, alike{Folded: f})
			continue
		}
		a := &out[j]
		a.others = append(a.others, f.Broker)
		a.Count += f.Count
		if f.Last.After(a.Last) {
			a.Last = f.Last
		}
	}
	return out
}

// ofBroker gives what a fault of a connection says of any broker.
func ofBroker(f *account.Folded) (template string, ok bool) {
	if f.Broker == "" || f.Topic != "" || f.Kind != model.FaultConnection && f.Kind != model.FaultTimeout || !strings.Contains(f.Text, f.Broker) {
		return "", false
	}
	return string(f.Kind) + strings.ReplaceAll(f.Text, f.Broker, "\x00"), true
}
