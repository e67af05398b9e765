package demo

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/twmb/franz-go/pkg/kgo"
)

// horizon is three laps of the longest scenario, or more.
const horizon = 3 * time.Minute

// events gives what happens in the first n events of a story, or until the
// horizon.
func events(sc Scenario, seed uint64, n int) []event {
	st := newStory(sc, seed)
	var all []event
	for ev := st.next(); len(all) < n && ev.at < horizon; ev = st.next() {
		all = append(all, ev)
	}
	return all
}

func scenario(t *testing.T, name string) Scenario {
	t.Helper()
	sc, err := find(name)
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

func same(a, b event) bool {
	if a.at != b.at || a.partition != b.partition || a.leader != b.leader || a.beat.do != b.beat.do || a.beat.err != b.beat.err || !slices.Equal(a.beat.brokers, b.beat.brokers) {
		return false
	}
	if a.record == nil || b.record == nil {
		return a.record == b.record
	}
	return a.record.Topic == b.record.Topic && a.record.Partition == b.record.Partition &&
		bytes.Equal(a.record.Key, b.record.Key) && bytes.Equal(a.record.Value, b.record.Value) &&
		(a.record.Value == nil) == (b.record.Value == nil) &&
		slices.EqualFunc(a.record.Headers, b.record.Headers, func(x, y kgo.RecordHeader) bool {
			return x.Key == y.Key && bytes.Equal(x.Value, y.Value)
		})
}

func TestSameSeedSameStory(t *testing.T) {
	for _, sc := range Scenarios() {
		t.Run(sc.Name, func(t *testing.T) {
			a, b := events(sc, 7, 8_000), events(sc, 7, 8_000)
			if len(a) != len(b) {
				t.Fatalf("%d events and %d", len(a), len(b))
			}
			for i := range a {
				if !same(a[i], b[i]) {
					t.Fatalf("event %d differs:\n%+v\n%+v", i, a[i], b[i])
				}
			}
			if other := events(sc, 8, 100); slices.EqualFunc(a[:100], other, same) {
				t.Error("another seed tells the same story")
			}
		})
	}
}

func TestTimesNeverGoBack(t *testing.T) {
	for _, sc := range Scenarios() {
		last := past
		for i, ev := range events(sc, 1, 15_000) {
			if ev.at < last {
				t.Fatalf("%s: event %d at %v comes after one at %v", sc.Name, i, ev.at, last)
			}
			last = ev.at
		}
	}
}

func TestPastFillsTheScreen(t *testing.T) {
	for _, sc := range Scenarios() {
		count := map[string]int{}
		for _, ev := range events(sc, defaultSeed, 2_000) {
			if ev.at < 0 {
				count[ev.record.Topic]++
			}
		}
		for _, topic := range sc.topics {
			if count[topic] < 100 {
				t.Errorf("%s: %s has a past of %d messages, want at least 100", sc.Name, topic, count[topic])
			}
		}
	}
}

// The first 40 s of the stage are what an audience sees.
func TestStageShowsEverythingIn40Seconds(t *testing.T) {
	perSecond := make([]int, 40)
	var poisons, moves, tombstones, empties int
	var lost, healed time.Duration
	for _, ev := range events(scenario(t, "stage"), defaultSeed, 100_000) {
		switch {
		case ev.at < 0 || ev.at >= 40*time.Second:
		case ev.beat.do == poison:
			poisons++
		case ev.beat.do == move:
			moves++
		case ev.beat.do == lose:
			lost = ev.at
		case ev.beat.do == heal:
			healed = ev.at
		case ev.record.Topic == "orders":
			perSecond[ev.at/time.Second]++
			if ev.record.Value == nil {
				tombstones++
			} else if len(ev.record.Value) == 0 {
				empties++
			}
		}
	}
	if poisons < 3 || moves == 0 || tombstones == 0 || empties == 0 {
		t.Errorf("%d poison messages, %d moves, %d tombstones, %d empty values", poisons, moves, tombstones, empties)
	}
	if d := healed - lost; lost == 0 || d < 4*time.Second || d > 5*time.Second {
		t.Errorf("brokers are lost at %v and back at %v", lost, healed)
	}
	if top := slices.Max(perSecond); top < 300 {
		t.Errorf("the rush reaches only %d messages in a second: %v", top, perSecond)
	}
	if n := perSecond[2] + perSecond[18]; n < 20 || n > 60 {
		t.Errorf("%d messages in two quiet seconds, want about 40: %v", n, perSecond)
	}
}

// An order keeps its key and its partition, and its state grows.
func TestOrderGrowsUnderOneKey(t *testing.T) {
	steps := map[string][]string{}
	at := map[string]int32{}
	for _, ev := range events(scenario(t, "stage"), 3, 5_000) {
		if ev.record == nil || ev.record.Topic != "orders" {
			continue
		}
		var o order
		if json.Unmarshal(ev.record.Value, &o) != nil || o.Status == "" {
			continue
		}
		if string(ev.record.Key) != o.ID {
			t.Fatalf("order %s has key %q", o.ID, ev.record.Key)
		}
		if p, ok := at[o.ID]; ok && p != ev.record.Partition {
			t.Fatalf("order %s is in partitions %d and %d", o.ID, p, ev.record.Partition)
		}
		at[o.ID] = ev.record.Partition
		steps[o.ID] = append(steps[o.ID], o.Status)
		if paid := o.Status != "created"; paid != (o.Payment != nil) {
			t.Errorf("order %s is %s with payment %v", o.ID, o.Status, o.Payment)
		}
	}
	shipped := 0
	for id, got := range steps {
		if want := []string{"created", "paid", "packed", "shipped"}; !slices.Equal(got, want[:len(got)]) {
			t.Errorf("order %s went through %v", id, got)
		}
		if len(got) == 4 {
			shipped++
		}
	}
	if shipped < 10 {
		t.Errorf("only %d orders were shipped", shipped)
	}
}

func TestMessagesAreOfAllSorts(t *testing.T) {
	var nullKeys, tombstones, empties, wide int
	for _, ev := range events(scenario(t, "busy"), defaultSeed, 20_000) {
		r := ev.record
		if r == nil {
			continue
		}
		if len(r.Headers) < 2 || r.Headers[0].Key != "trace-id" || len(r.Headers[0].Value) != 16 {
			t.Fatalf("headers of %s: %v", r.Topic, r.Headers)
		}
		switch {
		case r.Value == nil:
			tombstones++
			if r.Key == nil {
				t.Error("a tombstone without a key")
			}
		case len(r.Value) == 0:
			empties++
		case !json.Valid(r.Value):
			t.Fatalf("%s: not JSON: %q", r.Topic, r.Value)
		case utf8.RuneCount(r.Value) != len(r.Value):
			wide++
		}
		if r.Key == nil {
			nullKeys++
		}
	}
	if nullKeys == 0 || tombstones == 0 || empties == 0 || wide == 0 {
		t.Errorf("%d null keys, %d tombstones, %d empty values, %d beyond ASCII", nullKeys, tombstones, empties, wide)
	}
}

func TestPoisonIsWhatItSays(t *testing.T) {
	sh := newStory(scenario(t, "stage"), 1).shop
	has := map[string]func(v []byte) bool{
		"clipboard": func(v []byte) bool {
			return bytes.Contains(v, []byte("\x1b]52;c;")) && bytes.Contains(v, []byte("\u202e"))
		},
		"broken JSON":   func(v []byte) bool { return v[0] == '{' && !json.Valid(v) },
		"clear screen":  func(v []byte) bool { return bytes.Contains(v, []byte("\x1b[2J")) },
		"bidi override": func(v []byte) bool { return json.Valid(v) && bytes.Contains(v, []byte("\u202e")) },
		"not UTF-8":     func(v []byte) bool { return !utf8.Valid(v) && bytes.Contains(v, []byte{0}) },
		"marks":         func(v []byte) bool { return json.Valid(v) && bytes.Count(v, []byte("\u0489")) >= 40 },
	}
	for i, p := range poisons {
		r := sh.poison(i)
		if string(r.Key) != poisonKey || r.Topic != "orders" {
			t.Errorf("%s: key %q in %s", p.name, r.Key, r.Topic)
		}
		if test := has[p.name]; test == nil || !test(r.Value) {
			t.Errorf("%s: value %q is something else", p.name, r.Value)
		}
	}
}

func TestUnknownScenarioNamesTheKnown(t *testing.T) {
	_, err := Start(t.Context(), "opera")
	if want := `demo: no scenario "opera"; choose one of stage, calm, busy, chaos`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
