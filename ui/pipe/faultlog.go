package pipe

import (
	"fmt"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/account"
)

// repeatAfter is how long a fault that goes on is not told again.
const repeatAfter = 10 * time.Second

// faultLog decides which faults become a line: each one when it is new, and
// one that goes on every now and then with its count. The zero value is ready.
type faultLog struct {
	faults account.Faults
	told   []telling // of each of faults
}

type telling struct {
	at    time.Time
	count int // until then
}

// line gives the line for f, or "" where none is due.
func (l *faultLog) line(f *model.Fault) string {
	i := l.faults.Add(f)
	switch {
	case i < 0: // there are so many that they are not told apart
		return oneLine(f, f.Count)
	case i == len(l.told):
		l.told = append(l.told, telling{})
	case f.Time.Sub(l.told[i].at) < repeatAfter:
		return ""
	}
	count := l.faults.At(i).Count
	since := count - l.told[i].count
	l.told[i] = telling{f.Time, count}
	return oneLine(f, since)
}

// oneLine is a fault in one line: what happened, how often, and what to look at.
func oneLine(f *model.Fault, count int) string {
	s := f.Sentence()
	if count > 1 {
		s += fmt.Sprintf(" (%d times)", count)
	}
	if f.Hint != "" {
		s += " — " + f.Hint
	}
	return s
}
