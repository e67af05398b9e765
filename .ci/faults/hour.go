package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/.ci/network"
)

// soaks are played only when they are named.
var soaks = []fault{hour}

// hour is many faults in one long run, in a random order.
var hour = fault{
	name: "hour", does: "a fault about every minute at random, under 1,000 records/s, for -hour long",
	way: proxied, play: playHour, keysEvery: 5 * time.Second,
}

// mishap is one of them. It leaves everything as it was.
type mishap struct {
	name string
	play func(s *session, r *rand.Rand) error
}

var mishaps = []mishap{
	{"kill", func(s *session, r *rand.Rand) error { return s.loseNodes(upTo(r, 10*time.Second), r.IntN(nodes)) }},
	{"quorum", func(s *session, r *rand.Rand) error {
		spared := r.IntN(nodes)
		return s.loseNodes(upTo(r, 5*time.Second), (spared+1)%nodes, (spared+2)%nodes)
	}},
	{"hang", func(s *session, r *rand.Rand) error { return s.hangNode(r.IntN(nodes), upTo(r, 10*time.Second)) }},
	{"leaders", func(s *session, r *rand.Rand) error {
		for turn := range 1 + r.IntN(6) {
			if err := s.turnLeaders(turn + r.IntN(nodes)); err != nil {
				return err
			}
		}
		return nil
	}},
	{"cut", func(s *session, r *rand.Rand) error { return s.cutFor(upTo(r, 20*time.Second)) }},
	{"network", func(s *session, r *rand.Rand) error { return s.silence(upTo(r, 10*time.Second)) }},
	{"slow", func(s *session, r *rand.Rand) error {
		defer s.plain.Set(network.Weather{})
		s.plain.Set(network.Weather{RoundTrip: upTo(r, 300*time.Millisecond), PerSecond: 500_000 + r.IntN(500_000)})
		return s.last(upTo(r, 20*time.Second))
	}},
	{"stop", func(s *session, r *rand.Rand) error { return s.stopAndStart(upTo(r, 5*time.Second)) }},
}

func upTo(r *rand.Rand, d time.Duration) time.Duration { return time.Duration(r.Int64N(int64(d))) }

const (
	calmFirst = 20 * time.Second // before the first fault
	calmLast  = 30 * time.Second // after the last
	lookEvery = 5 * time.Second  // at what ktm holds
)

// played is a mishap that happened.
type played struct {
	name string
	at   time.Time
}

// hourly is what the long run counts besides what every fault does.
type hourly struct {
	seed   uint64
	length time.Duration
	played []played // in their order
	*watch
}

func playHour(s *session) error {
	r := rand.New(rand.NewPCG(s.seed, 0))
	pid, err := s.screen.pid()
	if err != nil {
		return err
	}
	h := &hourly{seed: s.seed, length: s.hour, watch: newWatch(pid)}
	s.out.hourly = h
	fmt.Fprintf(os.Stderr, "seed %d, process %d\n", s.seed, pid)
	if err := s.produce(usual / 2); err != nil {
		return err
	}
	end := time.Now().Add(s.hour)
	if err := s.watchFor(calmFirst); err != nil {
		return err
	}
	var deck []mishap
	for {
		calm := 10*time.Second + upTo(r, 40*time.Second)
		if time.Until(end) < calm+calmLast {
			break
		}
		if err := s.watchFor(calm); err != nil {
			return err
		}
		if len(deck) == 0 { // every kind comes equally often
			deck = slices.Clone(mishaps)
			r.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
		}
		m := deck[0]
		deck = deck[1:]
		h.played = append(h.played, played{m.name, time.Now()})
		_, now := h.ends()
		fmt.Fprintf(os.Stderr, "%s  %-8s  %d acknowledged, %d waiting, %.0f MB, %d threads, %d descriptors, told %d\n",
			time.Now().UTC().Format(time.TimeOnly), m.name, s.ledger.written(), s.ledger.open(), megabytes(now.rss), now.threads, now.files, len(s.out.said))
		err := s.lead() // so that every node leads something and is missed
		if err == nil {
			err = m.play(s, r)
		}
		if err != nil {
			if s.ctx.Err() != nil {
				return err
			}
			s.out.miss("%s could not be played: %v", m.name, err)
			if err := s.rebuild(); err != nil {
				return err
			}
		}
	}
	if err := s.watchFor(max(calmLast, time.Until(end))); err != nil {
		return err
	}
	s.judgeHour(h)
	return nil
}

// watchFor lets time pass and looks at what ktm holds.
func (s *session) watchFor(d time.Duration) error {
	for end := time.Now().Add(d); time.Now().Before(end); {
		if err := s.out.hourly.look(int64(s.ledger.written())); err != nil {
			return err
		}
		if err := s.last(min(lookEvery, time.Until(end))); err != nil {
			return err
		}
	}
	return nil
}

// stopAndStart stops ktm's consumer with a key and starts it again.
func (s *session) stopAndStart(gone time.Duration) error {
	for _, wanted := range []string{"stopped", "● running"} {
		s.screen.hands.Lock()
		err := s.screen.press("s")
		if err == nil {
			err = s.screen.shows(s.ctx, wanted)
		}
		s.screen.hands.Unlock()
		if err != nil {
			return err
		}
		if err := s.last(gone); err != nil {
			return err
		}
	}
	return nil
}

// rebuild brings the cluster back from whatever state: every node is started anew.
func (s *session) rebuild() error {
	s.plain.Set(network.Weather{})
	s.plain.Thaw()
	s.ledger.loseLeaders()
	for node := range nodes {
		if err := s.cluster.KillNode(node); err != nil {
			return err
		}
		if err := s.cluster.StartNode(s.ctx, node); err != nil {
			return err
		}
	}
	return s.lead()
}

// Goals of the long run.
const (
	hourPeak  = 150     // MB
	hourSlope = 1       // MB for every million records, once the history is full
	hourWarm  = 200_000 // records, twice what the history keeps
)

// judgeHour holds what ktm held against the goals. Descriptors may differ by
// one connection for each broker, and the Go runtime keeps a thread that it
// once needed.
func (s *session) judgeHour(h *hourly) {
	if peak := h.peak(); peak > hourPeak {
		s.out.miss("%.0f MB of memory, the limit is %d MB", peak, hourPeak)
	}
	if slope, ok := h.growth(); ok && slope > hourSlope {
		s.out.miss("memory grows by %.1f MB for every million records, the limit is %d MB", slope, hourSlope)
	}
	first, last := h.ends()
	if last.files > first.files+nodes {
		s.out.miss("%d descriptors at the end, %d at the beginning", last.files, first.files)
	}
	if last.threads > 2*first.threads {
		s.out.miss("%d threads at the end, %d at the beginning", last.threads, first.threads)
	}
	s.out.fact("seed %d; %s", h.seed, h.mishaps())
	s.out.fact("memory %.0f, %.0f, at most %.0f MB, %s", h.first(), h.last(), h.peak(), h.growthText())
	s.out.fact("%d, %d threads; %d, %d descriptors", first.threads, last.threads, first.files, last.files)
}

// growth of memory in MB for a million records, in the second half. A run in
// which the history is not full by then is too short to say.
func (h *hourly) growth() (slope float64, ok bool) {
	half := len(h.samples) / 2
	bytes := h.slope(half, func(s sample) float64 { return float64(s.records) / 1e6 })
	return bytes / (1 << 20), h.samples[half].records >= hourWarm
}

func (h *hourly) growthText() string {
	slope, ok := h.growth()
	if !ok {
		return "too short a run to say"
	}
	return fmt.Sprintf("%+.2f MB for a million records", slope)
}

// before says which mishap was the last to begin before a time.
func (h *hourly) before(t time.Time) string {
	last := "before the first fault"
	for _, p := range h.played {
		if p.at.Before(t) {
			last = fmt.Sprintf("%.0f s after %s began", t.Sub(p.at).Seconds(), p.name)
		}
	}
	return last
}

// mishaps says how often each was played.
func (h *hourly) mishaps() string {
	var each []string
	for _, m := range mishaps {
		n := 0
		for _, p := range h.played {
			if p.name == m.name {
				n++
			}
		}
		each = append(each, fmt.Sprintf("%d × %s", n, m.name))
	}
	return fmt.Sprintf("%d faults (%s)", len(h.played), strings.Join(each, ", "))
}
