package faults

import (
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/account"
)

// alike is one line of the pane: a fault, and what is the same of other brokers,
// or of other partitions of its topic. One outage is one thing that went wrong,
// however many brokers it takes along.
type alike struct {
	account.Folded
	others []string // the other brokers, or partitions
}

// text is the sentence; brief counts the others instead of naming them.
func (a *alike) text(brief bool) string {
	s, n := a.Sentence(), len(a.others)
	if n == 0 {
		return s
	}
	if a.Moved {
		place := model.TopicPartition{Topic: a.Topic, Partition: a.Partition}.String()
		s = strings.TrimPrefix(s, place+": ") + " in " + count(n+1) + " partitions of " + a.Topic
		if !brief {
			s += ": " + strings.Join(append([]string{place}, a.others...), ", ")
		}
		return s
	}
	s = strings.TrimSuffix(s, ".")
	switch {
	case brief && n == 1:
		return s + "; another broker too"
	case brief:
		return s + "; " + count(n) + " more brokers too"
	default:
		return s + "; " + strings.Join(a.others, ", ") + " too"
	}
}

// fold gives the faults of the list, those that differ in the broker or the
// partition only put together, in the order of their first occurrence.
func fold(list *account.Faults) []alike {
	out := make([]alike, 0, list.Len())
	at := map[string]int{}
	for i := range list.Len() {
		f := *list.At(i)
		template, place := ofAny(&f)
		j, seen := at[template]
		if place == "" || !seen {
			if place != "" {
				at[template] = len(out)
			}
			out = append(out, alike{Folded: f})
			continue
		}
		a := &out[j]
		a.others = append(a.others, place)
		if a.Moved {
			a.Count, a.Hint = max(a.Count, f.Count), eachOf(&f)
		} else {
			a.Count += f.Count
		}
		if f.Last.After(a.Last) {
			a.Last = f.Last
		}
	}
	return out
}

// eachOf says where all partitions begin that begin elsewhere.
func eachOf(f *account.Folded) string {
	if f.To < f.Offset {
		return "Each is read from its end on."
	}
	return "Each is read from its start on."
}

// ofAny gives what a fault says of any broker, or of any partition, and which one
// it is about; "" where that is not to be put together with others.
func ofAny(f *account.Folded) (template, place string) {
	switch {
	case f.Kind == model.FaultNotice && f.Moved:
		place = model.TopicPartition{Topic: f.Topic, Partition: f.Partition}.String()
	case f.Broker != "" && f.Topic == "" && (f.Kind == model.FaultConnection || f.Kind == model.FaultTimeout):
		place = f.Broker
	}
	if place == "" || !strings.Contains(f.Text, place) {
		return "", ""
	}
	return string(f.Kind) + f.Topic + "\x00" + strings.ReplaceAll(f.Text, place, "\x00"), place
}
