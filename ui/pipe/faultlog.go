package pipe

import (
	"fmt"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/account"
)

// repeatAfter is how long a fault that goes on is not told again.
const repeatAfter = 10 * time.Second

// faultLog decides which faults become a line: each one when it is new, and
// one that goes on every now and then with its count. The zero value is ready.
type faultLog struct {
	seen map[string]repeated
}

type repeated struct {
	told  time.Time
	count int // since then
}

// line gives the line for f, or "" where none is due.
func (l *faultLog) line(f *model.Fault) string {
	key := f.Key()
	r, known := l.seen[key]
	r.count += max(1, f.Count)
	due := !known || f.Time.Sub(r.told) >= repeatAfter
	line := ""
	if due {
		line = sentence(f, r.count)
		r = repeated{told: f.Time}
	}
	if l.seen == nil || !known && len(l.seen) >= account.MaxFaults {
		// Forgetting only means that some are told once more.
		l.seen = make(map[string]repeated)
	}
	l.seen[key] = r
	return line
}

// sentence is a fault in one line: its place unless the text names it, what
// happened, how often, and what to look at.
func sentence(f *model.Fault, count int) string {
	text := f.Text
	if text == "" {
		text = f.Error()
	}
	where := f.Where()
	if f.Topic != "" && f.Partition >= 0 {
		where = model.TopicPartition{Topic: f.Topic, Partition: f.Partition}.String()
	}
	var b strings.Builder
	if where != "" && !strings.Contains(text, where) {
		b.WriteString(f.Where() + ": ")
	}
	b.WriteString(text)
	if count > 1 {
		fmt.Fprintf(&b, " (%d times)", count)
	}
	if f.Hint != "" {
		b.WriteString(" — " + f.Hint)
	}
	return b.String()
}
