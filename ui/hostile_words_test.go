//go:build unix

package ui_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/kafkathreadmanager/ktm/ui/safetext/hostile"
)

// hostileNames is a broker that says its cluster lies at hosts whose names are
// hostile, another one each time it is asked.
func hostileNames(t *testing.T) (address string, asked *atomic.Int64) {
	t.Helper()
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, hostileTopic))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	asked = &atomic.Int64{}
	items := hostile.Items()
	cluster.ControlKey(int16(kmsg.Metadata), func(req kmsg.Request) (kmsg.Response, error, bool) {
		cluster.KeepControl()
		resp := req.ResponseKind().(*kmsg.MetadataResponse)
		broker := kmsg.NewMetadataResponseBroker()
		broker.Host, broker.Port = items[int(asked.Add(1)-1)%len(items)].Text, 9092
		topic := kmsg.NewMetadataResponseTopic()
		topic.Topic, topic.TopicID = kmsg.StringPtr(hostileTopic), cluster.TopicInfo(hostileTopic).TopicID
		partition := kmsg.NewMetadataResponseTopicPartition()
		topic.Partitions = append(topic.Partitions, partition)
		resp.Brokers, resp.Topics = append(resp.Brokers, broker), append(resp.Topics, topic)
		return resp, nil, true
	})
	return cluster.ListenAddrs()[0], asked
}

// What brokers are called and what goes wrong with them is shown, written to
// the report and to the log, and told in the last line.
func TestTerminalShowsHostileNames(t *testing.T) {
	t.Parallel()
	address, asked := hostileNames(t)
	report, log := filepath.Join(t.TempDir(), "report"), filepath.Join(t.TempDir(), "log")
	term := shell(t, 160, 50)
	written := term.written()
	term.starts("", fmt.Sprintf("-b %s --lifetime 0 --report %s --log-file %s %s", address, report, log, hostileTopic))
	term.waits(`● (starting|reconnecting)`)
	for range len(hostile.Items()) / 2 {
		before := asked.Load()
		term.press("r")
		term.until("another question", func(string) bool { return asked.Load() > before })
	}
	term.press("!")
	term.waits(`(?s)errors \d.*c\\x01c\\x02`)
	term.press("q")
	term.leaves(0)
	harmless(t, written(), "ktm "+hostileTopic)
	for file, holds := range map[string]string{report: `left\\u00..right:9092`, log: `Kafka consumer started`} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		onlyText(t, file, string(text))
		if !regexp.MustCompile(holds).Match(text) {
			t.Errorf("%s does not hold %q: %.2000s", file, holds, text)
		}
	}
}

// The same session without a screen.
func TestPipeOfHostileSession(t *testing.T) {
	t.Parallel()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	records := hostileRecords()
	names, _ := hostileNames(t)
	for name, tt := range map[string]struct {
		args  []string
		lines int
	}{
		"records": {[]string{"-b", hostileBroker(t, records), "-e", "-o", "start"}, len(records)},
		"names":   {[]string{"-b", names, "--lifetime", "2s"}, 0},
	} {
		var stdout, stderr bytes.Buffer
		cmd := exec.Command(program, append(tt.args, "-J", hostileTopic)...)
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		_ = cmd.Run() // its exit code is not what this is about
		if n := bytes.Count(stdout.Bytes(), []byte("\n")); n != tt.lines {
			t.Errorf("%s: %d lines, want %d; %s", name, n, tt.lines, stderr.String())
		}
		onlyText(t, name+": standard output", stdout.String())
		onlyText(t, name+": standard error", stderr.String())
		if !strings.HasPrefix(stderr.String(), "ktm: ") {
			t.Errorf("%s: no summary: %q", name, stderr.String())
		}
	}
}

// onlyText fails when text has a character that a terminal obeys.
func onlyText(t *testing.T, name, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("%s is not UTF-8", name)
	}
	for i, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp)) {
			t.Errorf("%s has %U in %q", name, r, text[max(0, i-20):min(len(text), i+20)])
		}
	}
}
