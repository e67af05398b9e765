package screen

import (
	"slices"
	"time"
)

// Lead is how much time's worth of output may be under way to a slow terminal
// before it is waited for.
const Lead = 10 * time.Millisecond

const (
	question = "\x1b[5n" // how are you?
	askEvery = 2048      // bytes after which a fast terminal is asked again

	sampleFrom  = 512      // bytes of a portion that says something about the rate
	samples     = 9        // of which the median counts
	leastRoom   = 512      // bytes that any terminal gets at once
	firstRoom   = 32 << 10 // as long as it has not answered yet
	endlessRoom = 64 << 10 // more than any frame takes
	deafAfter   = time.Second
)

// endless is as much room as anybody wants.
const endless = 1 << 30

// pace knows how much may be written now. It reads no clock: whoever calls says
// when it is.
type pace struct {
	asked   []asked // questions that were not answered yet
	late    int     // questions that were given up, of which the answers may come yet, before all others
	skipped bool    // answers were taken for those, and some question has been open ever since
	since   int     // bytes written since the last question
	last    time.Time
	rates   []float64     // bytes a second, the latest samples
	rate    float64       // their median; 0 = none yet
	answer  time.Duration // the least an answer of one that has nothing to do took
	heard   bool          // it ever answered
	unasked bool          // it does not answer: it is not asked any more
}

// asked is a question and what was written up to it.
type asked struct {
	at    time.Time
	bytes int
}

// under is how many bytes are under way, as far as it was asked for them.
func (p *pace) under() int {
	if !p.waits() {
		return 0
	}
	n := p.since
	for _, a := range p.asked {
		n += a.bytes
	}
	return n
}

// waits says that an answer is to come.
func (p *pace) waits() bool { return len(p.asked) > 0 }

// slow says that frames may have to be divided.
func (p *pace) slow() bool { return p.window() < endlessRoom }

// window is how much may be under way.
func (p *pace) window() int {
	if p.rate == 0 {
		return firstRoom
	}
	return leastRoom + int(p.rate*(p.answer+Lead).Seconds())
}

// room is how many bytes may be written now; a key's may go beyond what others
// get, so that they do not wait for what is under way.
func (p *pace) room(now time.Time, key bool) int {
	p.overdue(now)
	if p.unasked || p.rate > 0 && !p.slow() {
		return endless
	}
	room := p.window()
	if key {
		room += leastRoom
	}
	room -= p.under()
	if room < leastRoom/2 {
		return 0 // not worth a portion of its own
	}
	if p.rate == 0 {
		return room
	}
	// In several portions, so that answers come all the time.
	return min(room, max(leastRoom, int(p.rate*Lead.Seconds())))
}

// overdue gives answers up that do not come any more. Who never answered is not
// asked again.
func (p *pace) overdue(now time.Time) {
	if len(p.asked) == 0 || now.Sub(later(p.asked[0].at, p.last)) < deafAfter {
		return
	}
	if p.skipped {
		p.late = 0 // it went on, so those were lost, and what was taken for them were the answers to these
	} else {
		p.late += len(p.asked)
	}
	p.asked, p.since, p.skipped = nil, 0, false
	p.unasked = !p.heard
}

// probes says whether a portion is to begin with a question as well: its answer
// comes from a terminal that has nothing to do, and takes as long as the way
// there and back.
func (p *pace) probes() bool { return !p.unasked && p.under() == 0 && p.slow() }

// asks says whether a portion of so many bytes is to end with a question.
func (p *pace) asks(bytes int) bool {
	return !p.unasked && (p.slow() || p.since+bytes >= askEvery)
}

// wrote takes note of a portion that was begun to be written at a moment.
func (p *pace) wrote(bytes int, question bool, at time.Time) {
	p.since += bytes
	if question {
		p.asked = append(p.asked, asked{at, p.since})
		p.since = 0
	}
}

// answered takes note of an answer.
func (p *pace) answered(now time.Time) {
	p.heard, p.unasked = true, false
	if p.late > 0 {
		p.late--
		p.last, p.skipped = now, p.waits()
		return
	}
	if !p.waits() {
		return
	}
	a := p.asked[0]
	p.asked = p.asked[1:]
	unsure := p.skipped // whether it is the answer to this question: it says nothing of the rate
	p.skipped = unsure && p.waits()
	if unsure {
		p.last = now
		return
	}
	if took := now.Sub(a.at); a.bytes <= len(question) && (p.answer == 0 || took < p.answer) {
		p.answer = max(took, time.Microsecond)
	}
	// While others were under way before it, it is drawn from their end on.
	busy := now.Sub(later(a.at.Add(p.answer), p.last))
	p.last = now
	if a.bytes < sampleFrom {
		return
	}
	p.rates = append(p.rates, float64(a.bytes)/max(busy, time.Microsecond).Seconds())
	if len(p.rates) > samples {
		p.rates = p.rates[1:]
	}
	sorted := slices.Sorted(slices.Values(p.rates))
	p.rate = sorted[len(sorted)/2]
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
