package screen

import (
	"testing"
	"time"
)

// link is a terminal behind a line: bytes take a while to get there, are drawn
// at a rate, and the answer takes a while back.
type link struct {
	rate  float64 // bytes a second
	delay time.Duration
	free  time.Time // when all that was sent is drawn
	come  []time.Time
}

func (l *link) send(bytes int, asks bool, now time.Time) {
	l.free = later(l.free, now.Add(l.delay)).Add(time.Duration(float64(bytes) / l.rate * 1e9))
	if asks {
		l.come = append(l.come, l.free.Add(l.delay))
	}
}

// run writes as much as there is room for, in portions of at most most bytes,
// for a while of which only the second half counts. It gives the bytes a second
// and the longest time that a byte took to be drawn.
func (l *link) run(p *pace, most int, lasts time.Duration) (perSecond float64, behind time.Duration) {
	begin := time.Unix(0, 0)
	bytes := 0
	for now := begin; now.Sub(begin) < lasts; now = now.Add(time.Millisecond) {
		if n := l.step(p, most, now); n > 0 && now.Sub(begin) > lasts/2 {
			bytes += n
			behind = max(behind, l.free.Sub(now)-l.delay)
		}
	}
	return float64(bytes) / (lasts / 2).Seconds(), behind
}

// step takes the answers that have come and writes what there is room for, at
// most most bytes. It gives how many it wrote.
func (l *link) step(p *pace, most int, now time.Time) int {
	for len(l.come) > 0 && !l.come[0].After(now) {
		p.answered(l.come[0])
		l.come = l.come[1:]
	}
	n := min(most, p.room(now, false))
	if n == 0 {
		return 0
	}
	if p.probes() {
		p.wrote(len(question), true, now)
		l.send(len(question), true, now)
	}
	asks := p.asks(n)
	p.wrote(n, asks, now)
	l.send(n, asks, now)
	return n
}

// A slow terminal is kept busy, and never far behind.
func TestASlowTerminalIsNotFloodedNorLeftIdle(t *testing.T) {
	for _, rate := range []float64{20_000, 50_000, 200_000} {
		for _, delay := range []time.Duration{0, 2 * time.Millisecond, 50 * time.Millisecond} {
			l := link{rate: rate, delay: delay}
			got, behind := l.run(&pace{}, 10_000, 20*time.Second)
			if got < 0.7*rate {
				t.Errorf("at %v bytes/s, %v away, it gets %.0f", rate, delay, got)
			}
			if most := Lead + 2*delay + 30*time.Millisecond; behind > most {
				t.Errorf("at %v bytes/s, %v away, it is %v behind, more than %v", rate, delay, behind, most)
			}
		}
	}
}

// One that is fast is never held up: a full frame each 8 ms is what it gets.
func TestAFastTerminalGetsEverything(t *testing.T) {
	for _, delay := range []time.Duration{0, time.Millisecond} {
		l := link{rate: 20e6, delay: delay}
		if got, _ := l.run(&pace{}, 10_000, 5*time.Second); got < 9e6 {
			t.Errorf("%v away, it gets %.0f bytes/s of ten million", delay, got)
		}
	}
}

// So is one that is far away: what counts is how fast it draws, not how long its
// answers take.
func TestAFarTerminalIsNotTakenForASlowOne(t *testing.T) {
	l := link{rate: 5e6, delay: 100 * time.Millisecond}
	if got, _ := l.run(&pace{}, 10_000, 20*time.Second); got < 1e6 {
		t.Errorf("it gets %.0f bytes/s", got)
	}
}

// Who never answers gets everything at once, and is not asked for ever.
func TestATerminalThatDoesNotAnswer(t *testing.T) {
	p := &pace{}
	now := time.Unix(0, 0)
	if !p.asks(100) {
		t.Fatal("it is not asked at first")
	}
	p.wrote(100_000, true, now)
	if n := p.room(now, false); n > 0 {
		t.Errorf("before it could answer it gets %d more", n)
	}
	now = now.Add(deafAfter)
	if n := p.room(now, false); n != endless {
		t.Errorf("it gets %d", n)
	}
	if p.asks(10_000) || p.waits() {
		t.Error("it is asked again")
	}
	p.answered(now) // late
	if !p.asks(10_000) {
		t.Error("it is not asked although it answers")
	}
}

// A slow terminal that stood still for a while answers what was given up before
// it answers the rest: that is not to make it look faster than it is.
func TestATerminalThatStoodStill(t *testing.T) {
	l := link{rate: 50_000}
	p := &pace{}
	l.run(p, 2000, 5*time.Second)
	stop := time.Unix(5, 0)
	l.free = stop.Add(3 * time.Second)
	for i := range l.come {
		l.come[i] = l.free
	}
	rate := 0.0
	var behind time.Duration
	for now := stop; now.Before(stop.Add(10 * time.Second)); now = now.Add(time.Millisecond) {
		l.step(p, 2000, now)
		rate = max(rate, p.rate)
		if now.After(stop.Add(5 * time.Second)) {
			behind = max(behind, l.free.Sub(now))
		}
	}
	if rate > 1.3*l.rate {
		t.Errorf("it is taken for one that draws %.0f bytes/s, which draws %.0f", rate, l.rate)
	}
	if most := Lead + 30*time.Millisecond; behind > most {
		t.Errorf("two seconds after it went on it is %v behind, more than %v", behind, most)
	}
}

// Where the answers to what was given up never come, the others are not taken
// for them for ever: the terminal is not left idle again and again.
func TestLostAnswersAreNotWaitedForAgainAndAgain(t *testing.T) {
	for lost := 1; lost < 6; lost++ {
		l := link{rate: 50_000}
		p := &pace{}
		now := time.Unix(0, 0)
		p.answered(now)
		for range lost {
			p.wrote(askEvery, true, now)
		}
		longest, last := time.Duration(0), time.Unix(10, 0)
		for now := time.Unix(2, 0); now.Before(time.Unix(20, 0)); now = now.Add(time.Millisecond) {
			wrote := l.step(p, 2000, now)
			if now.After(time.Unix(10, 0)) && wrote > 0 {
				longest, last = max(longest, now.Sub(last)), now
			}
		}
		if longest > deafAfter/2 {
			t.Errorf("%d lost: it gets nothing for %v", lost, longest)
		}
	}
}

// An answer that is lost holds nothing up for long.
func TestALostAnswer(t *testing.T) {
	l := link{rate: 50_000}
	p := &pace{}
	l.run(p, 2000, time.Second)
	l.come = nil
	now := time.Unix(2, 0).Add(2 * deafAfter)
	if n := p.room(now, false); n == 0 || n == endless {
		t.Errorf("it gets %d", n)
	}
}
