package account

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
)

// ends says how a run ended; where it failed, its error follows.
var ends = map[model.Reason]string{
	model.NoReason:       "still running",
	model.ReasonStopped:  "stopped: asked to",
	model.ReasonLifetime: "stopped: lifetime reached",
	model.ReasonEnd:      "stopped: end reached",
	model.ReasonLimit:    "stopped: message limit reached",
	model.ReasonPanic:    "failed",
	model.ReasonAuth:     "failed",
	model.ReasonError:    "failed",
}

// Summary is the session in one sentence:
//
//	12,842 messages in 40.0 s from orders; stopped: lifetime reached; nothing lost.
//
// Instead of "nothing lost" it says what is missing, and at up to three places
// why: it expired, was truncated or cannot be read. Where there was nothing to lose,
// or the run failed, neither is said. The sentence quotes topics and brokers, so it
// goes through ui/safetext before it goes to a terminal.
func (a *Account) Summary() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	what := messages(a.received)
	n, _ := a.filtered()
	if a.leftOut != nil {
		what = fmt.Sprintf("%s of %s matched", format.Count(a.received), messages(a.received+n))
	}
	parts := []string{fmt.Sprintf("%s in %s", what, span(a.duration(time.Now())))}
	if n := len(a.runs); n > 1 {
		parts[0] += fmt.Sprintf(" over %d runs", n)
	}
	if len(a.topics) > 0 {
		parts[0] += " from " + someOf(a.topics, mostNamed)
	}
	parts = append(parts, a.ended()...)
	if a.gaps.count > 0 || a.received+n > 0 && !a.failed() {
		parts = append(parts, a.lost())
	}
	return strings.Join(parts, "; ") + "."
}

// failed says that the last run failed.
func (a *Account) failed() bool {
	return len(a.runs) > 0 && a.runs[len(a.runs)-1].err != nil
}

// ended says how the last run ended, and whether anything could be read at all.
func (a *Account) ended() []string {
	switch {
	case a.read || len(a.runs) == 0 || a.failed():
		return []string{a.end()}
	case a.runs[len(a.runs)-1].reason == model.ReasonStopped:
		return []string{"nothing could be read"} // and so it was given up
	}
	return []string{a.end(), "nothing could be read"}
}

func (a *Account) end() string {
	if len(a.runs) == 0 {
		return "not started"
	}
	last := a.runs[len(a.runs)-1]
	end := ends[last.reason]
	if last.err == nil {
		return end
	}
	text := last.err.Error()
	// A fault's own sentence is enough; its stack of causes was told before.
	if f, ok := errors.AsType[*model.Fault](last.err); ok && f.Text != "" {
		text = f.Text
	}
	return end + ": " + strings.TrimSuffix(text, ".")
}

// lost says what is missing.
func (a *Account) lost() string {
	if a.gaps.count == 0 {
		return "nothing lost"
	}
	text := "not all could be read: " + strings.Join(a.gaps.texts, ", ")
	if rest := a.gaps.count - len(a.gaps.texts); rest > 0 {
		text += ", and " + format.Plural(int64(rest), "more gap")
	}
	return text
}

// someOf lists the first n words and counts the others.
func someOf(words []string, n int) string {
	if len(words) <= n {
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(words[:n], ", "), len(words)-n)
}

func messages(n int64) string {
	if n == 0 {
		return "no messages"
	}
	return format.Plural(n, "message")
}

func span(d time.Duration) string {
	if d < time.Minute {
		return format.Seconds(d)
	}
	return format.Span(d.Round(time.Second))
}
