package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/kafkathreadmanager/ktm/.ci/bench/terminal"
)

// search is looking for some messages among many, without a screen: ktm's filter
// beside what people use for it. All have to find the same number.
type search struct {
	name, does string
	data       dataSet
	filter     string  // ktm's
	with       string  // the other's
	behind     string  // kcat, a shell command that prints how many it found
	share      float64 // of the records that the other reads, so that a round ends
	goal       float64 // records a second
}

var searches = []search{
	{
		name: "find-text", does: "a text among values of 100 bytes",
		data:   dataSet{"find-text", 4, 100, "text", "none", 8_000_000, false},
		filter: `value:"\"id\":0000042"`, with: "kcat, tuned, with grep -F", behind: `grep -cF '"id":0000042'`, share: 1, goal: 1_000_000,
	},
	{
		name: "find-field", does: "two fields of JSON of about 700 bytes",
		data:   dataSet{"find-field", 4, 0, "json", "none", 2_000_000, false},
		filter: `value.total > 9900 && value.customer.vip == true`, with: "kcat, tuned, with jq",
		behind: `jq -c 'select(.total > 9900 and .customer.vip)' | wc -l`, share: 0.1, goal: 300_000,
	},
	{
		name: "find-field-small", does: "a field of JSON of 100 bytes",
		data:   dataSet{"find-field-small", 4, 100, "text", "none", 8_000_000, false},
		filter: `value.user startsWith "u-042"`, with: "kcat, tuned, with jq", behind: `jq -c 'select(.user | startswith("u-042"))' | wc -l`, share: 0.05, goal: 300_000,
	},
}

func searchBenches() []bench {
	var all []bench
	for _, s := range searches {
		all = append(all, bench{group: "search", name: s.name, does: s.does, run: s.run})
	}
	return append(all, bench{group: "search", name: "haystack", does: "one message among 20,000,000, on the screen", run: haystack})
}

// searchHead is the head of the table of searches.
var searchHead = []string{"`search`", "what is looked for", "reader", "krec/s", "CPU ms per M records", "peak MB", "found"}

func (s search) run(ctx context.Context, p *place) (result, error) {
	if err := p.needs(ctx, 1); err != nil {
		return result{}, err
	}
	d := s.data
	d.records /= p.shrink
	if _, err := p.fill(ctx, d); err != nil {
		return result{}, err
	}
	fewer := int64(float64(d.records) * s.share)
	var found, others int64
	ktm := &entrant{name: "ktm --filter", records: d.records, run: func(ctx context.Context) (usage, error) {
		return counting(ctx, &found, exec.Command(p.ktm, "-b", p.cluster.Bootstrap(), "-o", "start", "-e", "-J", "--filter", s.filter, d.name), lines)
	}}
	kcat := &entrant{name: s.with, records: fewer, run: func(ctx context.Context) (usage, error) {
		all := "kcat -C -q -e -b " + p.cluster.Bootstrap() + " -t " + d.name + " -o beginning -c " + strconv.FormatInt(fewer, 10) +
			" -X queued.min.messages=10000000 -X queued.max.messages.kbytes=2097151 -X fetch.wait.max.ms=10 | " + s.behind
		return counting(ctx, &others, exec.Command("sh", "-c", all), number)
	}}
	if err := p.compete(ctx, []*entrant{ktm, kcat}); err != nil {
		return result{}, err
	}
	if err := p.drop(ctx, d.name); err != nil {
		return result{}, err
	}
	if ktm.failed != nil {
		return result{}, ktm.failed
	}
	r := result{table: table{head: searchHead, left: 3}}
	r.table.add("`"+s.name+"`", s.does+": `"+s.filter+"`", ktm.name, thousands(ktm.rate).text(0), ktm.cpu.text(0), grouped(ktm.rss.median(), 0), grouped(float64(found), 0))
	r.goals = append(r.goals, goal{what: "records a second", bound: s.goal / 1e3, unit: "krec/s", got: ktm.rate.median() / 1e3})
	if kcat.failed != nil {
		r.note("%s was not measured: %v", kcat.name, kcat.failed)
		return r, nil //nolint:nilerr // the note tells it
	}
	r.table.add("`"+s.name+"-kcat`", fmt.Sprintf("the same in %s records", grouped(float64(fewer), 0)), kcat.name,
		thousands(kcat.rate).text(0), kcat.cpu.text(0), grouped(kcat.rss.median(), 0), grouped(float64(others), 0))
	r.goals = append(r.goals, atLeast("records/s over "+kcat.name, 1, ktm.rate.over(kcat.rate).median()))
	if s.share == 1 && found != others {
		return r, fmt.Errorf("ktm found %d, %s %d", found, kcat.name, others)
	}
	return r, nil
}

// counting runs a command and reads from its output how many were found.
func counting(ctx context.Context, found *int64, cmd *exec.Cmd, count func([]byte) (int64, error)) (usage, error) {
	var out bytes.Buffer
	cmd.Stdout = &out
	u, err := run(ctx, cmd)
	if err != nil {
		return u, err
	}
	n, err := count(out.Bytes())
	if err == nil && n == 0 {
		err = fmt.Errorf("%s found nothing", strings.Join(cmd.Args, " "))
	}
	*found = n
	return u, err
}

func lines(out []byte) (int64, error) { return int64(bytes.Count(out, []byte("\n"))), nil }

func number(out []byte) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no number: %w", out, err)
	}
	return n, nil
}

// hay is the topic that one message is looked for in.
var hay = dataSet{"haystack", 4, 100, "text", "none", 20_000_000, false}

const (
	needle      = "needle-7f3a"
	needleGoal  = 50 // ms, for a key while it is looked for
	needleSteps = 40 * time.Millisecond
)

// haystack looks for one message on the screen, from the start of a topic: the
// progress is shown meanwhile, keys answer, and what was found stays.
func haystack(ctx context.Context, p *place) (result, error) {
	if err := p.needs(ctx, 1); err != nil {
		return result{}, err
	}
	d := hay
	d.records /= 2 * p.shrink
	if _, err := p.fill(ctx, d); err != nil {
		return result{}, err
	}
	if err := p.hide(ctx, d.name); err != nil {
		return result{}, err
	}
	if _, err := p.feedRecords(ctx, d); err != nil {
		return result{}, err
	}
	var took, seen, keys, progress spread
	for range max(1, p.rounds/2) {
		s, err := p.watch(way{}, "-b", p.cluster.Bootstrap(), "-o", "start", "-e", "--filter", needle, d.name)
		if err != nil {
			return result{}, err
		}
		err = s.find(ctx, &took, &seen, &keys, &progress)
		s.close()
		if err != nil {
			return result{}, err
		}
	}
	if err := p.drop(ctx, d.name); err != nil {
		return result{}, err
	}
	total := float64(2*d.records + 1)
	rate := make(spread, len(took))
	for i, ms := range took {
		rate[i] = total / ms // thousands a second
	}
	r := result{table: table{head: searchHead, left: 3}}
	r.table.add("`haystack`", "one message among "+grouped(total, 0)+", on the screen", "ktm, with its screen", rate.text(0), "–", "–", "1")
	r.note("`haystack`: the message stood on the screen after %s ms; keys answered in %s ms (median / 99 in 100 / largest), %d of them; %d frames showed the progress.",
		seen.text(0), keys.late(), len(keys), int(progress.median()))
	r.goals = append(r.goals, atMost("key → frame while it is looked for, 99 in 100", needleGoal, "ms", keys.p99()),
		goal{what: "records a second, with the screen", bound: 1000, unit: "krec/s", got: rate.median()})
	return r, nil
}

// hide writes the one message that is looked for.
func (p *place) hide(ctx context.Context, topic string) error {
	client, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(p.cluster.Bootstrap(), ",")...))
	if err != nil {
		return fmt.Errorf("producer: %w", err)
	}
	defer client.Close()
	err = client.ProduceSync(ctx, &kgo.Record{Topic: topic, Key: []byte("one"), Value: []byte(`{"this":"is the ` + needle + `"}`)}).FirstErr()
	if err != nil {
		return fmt.Errorf("writing the needle: %w", err)
	}
	return nil
}

// find presses keys until the run has ended, and notes when the message came.
func (s *session) find(ctx context.Context, took, seen, keys, progress *spread) error {
	if _, err := s.shows(ctx, state("running")); err != nil {
		return err
	}
	var percents, found, stopped atomic.Int64 // frames; the moment; whether
	unwatch := s.Watch(func(screen *terminal.Screen, at time.Time) {
		if strings.Contains(screen.Row(0)+screen.Row(1), "%") {
			percents.Add(1)
		}
		if screen.Contains("is the " + needle) {
			found.CompareAndSwap(0, int64(at.Sub(s.Started())))
		}
		if state("stopped")(screen) {
			stopped.Store(1)
		}
	})
	defer unwatch()
	for i := 0; stopped.Load() == 0; i++ {
		at, err := s.press(ctx, "t", heading(timeFormats[i%len(timeFormats)]))
		if err != nil {
			return err
		}
		*keys = append(*keys, milliseconds(at)...)
		if err := last(ctx, needleSteps); err != nil {
			return err
		}
	}
	if _, err := s.shows(ctx, holds("is the "+needle)); err != nil {
		return err
	}
	*progress = append(*progress, float64(percents.Load()))
	*seen = append(*seen, milliseconds(time.Duration(found.Load()))...)
	if _, _, err := s.quit(ctx); err != nil {
		return err
	}
	a, err := s.account()
	if err != nil {
		return err
	}
	*took = append(*took, milliseconds(a.Runs[0].Ended.Sub(s.Started()))...)
	return nil
}
