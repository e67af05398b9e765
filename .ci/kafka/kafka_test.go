package kafkatest_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
	"go.uber.org/goleak"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(kafkatest.Main(m)) }

// contents reads a whole topic with kcat.
func contents(t *testing.T, c *kafkatest.Cluster, topic string, args ...string) string {
	t.Helper()
	return string(c.Kcat(t, append([]string{"-C", "-t", topic, "-o", "beginning", "-e", "-q", "-u"}, args...)...))
}

func TestSharedClusterKeepsWhatIsWritten(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "written", 2)
	c.Produce(t,
		&kgo.Record{Topic: "written", Partition: 0, Key: []byte("a"), Value: []byte("one")},
		&kgo.Record{Topic: "written", Partition: 1, Key: []byte("b"), Value: []byte("two")})
	got := contents(t, c, "written", "-f", "%p %k %s\n")
	lines := strings.Split(strings.TrimSpace(got), "\n")
	slices.Sort(lines)
	if want := []string{"0 a one", "1 b two"}; !slices.Equal(lines, want) {
		t.Errorf("kcat read %q, want %q", lines, want)
	}
}

func TestFeedWritesEveryCodec(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "mixed", 3)
	c.Feed(t, "mixed", "mixed", "3", "24")
	got := c.Kcat(t, "-C", "-t", "mixed", "-o", "beginning", "-e", "-q", "-u", "-f", "%K %S %h\n")
	if n := bytes.Count(got, []byte("\n")); n != 5*24 {
		t.Errorf("kcat read %d records, want %d", n, 5*24)
	}
	for _, want := range []string{"-1 -1 ", "-1 0 ", "0 -1 ", "null=NULL,empty="} {
		if !bytes.Contains(got, []byte(want)) {
			t.Errorf("no record with %q", want)
		}
	}
}

func TestFeedLeavesATransactionOpen(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "transactions", 1)
	c.Feed(t, "transactions", "transactions", "0", "2", "commit", "abort", "open")
	for isolation, want := range map[string]string{
		"read_committed":   "commit-0-0 commit-0-1 ",
		"read_uncommitted": "commit-0-0 commit-0-1 abort-1-0 abort-1-1 open-2-0 open-2-1 ",
	} {
		got := contents(t, c, "transactions", "-f", "%s ", "-X", "isolation.level="+isolation)
		if got != want {
			t.Errorf("%s: kcat read %q, want %q", isolation, got, want)
		}
	}
}

func TestTopicsComeAndGo(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "short-lived", 1)
	c.AddPartitions(t, "short-lived", 4)
	c.Produce(t, &kgo.Record{Topic: "short-lived", Partition: 3, Value: []byte("x")})
	c.DeleteRecords(t, "short-lived", 3, 1)
	if got := contents(t, c, "short-lived"); got != "" {
		t.Errorf("kcat read %q after the records were deleted", got)
	}
	c.DeleteTopic(t, "short-lived")
	if slices.Contains(c.Topics(t), "short-lived") {
		t.Error("the deleted topic is still there")
	}
}

func TestSASLListenerTakesTheRightPasswordOnly(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "secured", 1)
	c.Produce(t, &kgo.Record{Topic: "secured", Value: []byte("x")})
	got := contents(t, c, "secured", "-b", c.SASLBootstrap(), "-X", "security.protocol=SASL_SSL", "-X", "sasl.mechanism=PLAIN",
		"-X", "sasl.username="+kafkatest.User, "-X", "sasl.password="+kafkatest.Password, "-X", "ssl.ca.location="+c.CAFile())
	if got != "x\n" {
		t.Errorf("kcat read %q, want the one record", got)
	}
}

func TestKilledLeaderMovesAndReturns(t *testing.T) {
	if testing.Short() {
		t.Skip("three nodes take half a minute")
	}
	c := kafkatest.Start(t, kafkatest.WithNodes(3))
	c.CreateTopic(t, "replicated", 3)
	write := func(n int) {
		var records []*kgo.Record
		for p := range int32(3) {
			records = append(records, &kgo.Record{Topic: "replicated", Partition: p, Value: fmt.Appendf(nil, "%d", n)})
		}
		c.Produce(t, records...)
	}
	write(1)
	c.Kill(t, 0)
	write(2)
	c.StartAgain(t, 0)
	c.Freeze(t, 1)
	c.Thaw(t, 1)
	write(3)
	if got := contents(t, c, "replicated"); strings.Count(got, "\n") != 9 {
		t.Errorf("kcat read %q, want nine records", got)
	}
}
