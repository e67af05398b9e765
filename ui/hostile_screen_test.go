//go:build unix

package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/ui/detail"
	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
	"github.com/kafkathreadmanager/ktm/ui/table"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// The tests of this file show the whole collection of hostile texts in a real
// terminal, through a broker, and compare what the terminal's cells hold with
// what the panes drew. A sequence that a terminal obeys, or a character it
// takes for wider or narrower, moves or changes a cell.

const hostileTopic = "hostile"

// hostileRecords holds every text in every place of a record.
func hostileRecords() []model.Record {
	var all []model.Record
	add := func(key, value, name, header string) {
		all = append(all, model.Record{
			TopicPartition: model.TopicPartition{Topic: hostileTopic},
			Offset:         int64(len(all)),
			Timestamp:      time.Date(2020, 1, 2, 3, 4, 5, 0, time.Local).UnixMilli(),
			Key:            []byte(key), Value: []byte(value),
			Headers: []model.Header{{Key: []byte(name), Value: []byte(header)}},
		})
	}
	for _, item := range hostile.Items() {
		add(item.Text, item.Text, item.Text, item.Text)
	}
	for _, s := range hostile.Splits() {
		add(s.First, s.Second, s.First, s.Second)
	}
	for _, g := range hostile.Giants() {
		add(g.Text[:1000], g.Text, g.Text[:1000], g.Text[:1000])
	}
	return all
}

// hostileBroker has the records in one partition, and notes in them the one batch
// that they are in.
func hostileBroker(t *testing.T, records []model.Record) (address string) {
	t.Helper()
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, hostileTopic),
		kfake.BrokerConfigs(map[string]string{"message.max.bytes": "8388608"}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	var batch []*kgo.Record
	for _, r := range records {
		batch = append(batch, &kgo.Record{
			Topic: r.Topic, Key: r.Key, Value: r.Value, Timestamp: r.Time(),
			Headers: []kgo.RecordHeader{{Key: string(r.Headers[0].Key), Value: r.Headers[0].Value}},
		})
	}
	kafkatest.ProduceBatch(t, cluster.ListenAddrs(), batch, kgo.ProducerBatchMaxBytes(8<<20), kgo.MaxBufferedRecords(1000), kgo.WithHooks(noteBatch(records)))
	return cluster.ListenAddrs()[0]
}

type noteBatch []model.Record

// OnProduceBatchWritten implements kgo.HookProduceBatchWritten.
func (n noteBatch) OnProduceBatchWritten(_ kgo.BrokerMetadata, _ string, _ int32, m kgo.ProduceBatchMetrics) {
	const head = 61 // which the producer does not count
	for i := range n {
		n[i].Batch = model.Batch{
			Records: int32(m.NumRecords), Size: int32(m.CompressedBytes + head), Unpacked: int32(m.UncompressedBytes + head),
			Compression: model.Compression(m.CompressionType),
		}
	}
}

// A terminal that is high enough shows every record at once.
func TestTerminalShowsHostileRows(t *testing.T) {
	t.Parallel()
	records := hostileRecords()
	width, height := 140, len(records)+20
	term := shell(t, width, height)
	written := term.written()
	term.starts("", fmt.Sprintf("-b %s -o start --lifetime 0 %s", hostileBroker(t, records), hostileTopic))
	term.until("all records", func(s string) bool { return received(s) == len(records) })

	h, err := history.New(history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range records {
		h.Append(&records[i])
	}
	window := h.Window()
	defer window.Release()
	expected := table.New(theme.New(true), &theme.Unicode, false)
	expected.SetSize(width, len(records)+1)
	expected.SetWindow(window)
	same(t, term, 3, expected.View(time.Now()))

	term.press("l", "l", "w", "?")
	term.waits("freeze")
	term.press("?", "q")
	term.leaves(0)
	harmless(t, written(), "ktm "+hostileTopic)
}

// Each record, opened.
func TestTerminalShowsHostileDetails(t *testing.T) {
	t.Parallel()
	records := hostileRecords()
	const width, height = 100, 40
	term := shell(t, width, height)
	written := term.written()
	term.starts("", fmt.Sprintf("-b %s -o start --lifetime 0 --keep-message 16MiB %s", hostileBroker(t, records), hostileTopic))
	term.until("all records", func(s string) bool { return received(s) == len(records) })
	term.press("w", "g", "Enter")
	pane := detail.New(theme.New(true), &theme.Unicode, decoded.New(), false)
	term.waits(` hostile/0@0 `)
	term.calms()
	screen := term.waits(` hostile/0@0 .*(?s:.*) received `)
	top := lineOf(screen, "hostile/0@0 ")
	pane.SetSize(width, lineOf(screen, " received ")-top)
	for i := range records {
		pane.Show(&records[i])
		same(t, term, top, pane.View())
		if len(records[i].Value) > 500 {
			term.press("G")
			for pane.End(); pane.Seeking(); {
				pane.Seek()
			}
			same(t, term, top, pane.View())
		}
		term.press("n")
	}
	term.press("q", "q") // the first one closes the message
	term.leaves(0)
	harmless(t, written(), "ktm "+hostileTopic)
}

// lineOf is the number of the first line with the text.
func lineOf(screen, text string) int {
	before, _, _ := strings.Cut(screen, text)
	return strings.Count(before, "\n")
}

// calms closes the errors. A machine under load may well have some to tell of, and
// they take lines from what is compared.
func (term *terminal) calms() {
	term.t.Helper()
	none := func(screen string) bool { return !strings.Contains(screen, "── errors ") }
	if !none(term.screen()) {
		term.press("!", "!") // large, then closed
		term.until("that the errors are closed", none)
	}
}

// same waits until the screen shows the painted lines from its line top on.
func same(t *testing.T, term *terminal, top int, painted []string) {
	t.Helper()
	var want []string
	for _, l := range painted {
		want = append(want, strings.TrimRight(ansi.Strip(l), " "))
	}
	var got []string
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		term.calms()
		got = nil
		for _, l := range strings.Split(term.screen(), "\n") {
			got = append(got, strings.TrimRight(l, " "))
		}
		got = got[min(top, len(got)):]
		got = got[:min(len(want), len(got))]
		if strings.Join(got, "\n") == strings.Join(want, "\n") {
			return
		}
	}
	for i, w := range want {
		if i >= len(got) || got[i] != w {
			t.Fatalf("line %d is not what was painted:\n%q, want\n%q", top+i, got[min(i, len(got)-1)], w)
		}
	}
}
